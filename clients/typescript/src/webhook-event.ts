import type { ExportedDocumentResponse } from './generated/types.gen.js';

interface AnyEvent {
  event: string;
  event_id: string;
  timestamp: string;
}

type NotInTheWebhook =
  'created_at' | 'duplicate_of' | 'profile_id' | 'status_reason' | 'updated_at' | 'version';

/** The state of the document at its export. */
export interface DocumentExported
  extends AnyEvent, Omit<ExportedDocumentResponse, NotInTheWebhook | 'event_id'> {
  event: 'document.exported';
  schema_version: string;
}

/** About endpoints and deliveries; `GET /api/events/sample?event=` shows what each holds. */
export interface OperationalEvent extends AnyEvent {
  event:
    | 'endpoint.failing'
    | 'endpoint.open'
    | 'endpoint.recovered'
    | 'endpoint.disabled'
    | 'delivery.parked'
    | 'webhook.test';
  [member: string]: unknown;
}

/** `event.event` tells which one it is. */
export type WebhookEvent = DocumentExported | OperationalEvent;
