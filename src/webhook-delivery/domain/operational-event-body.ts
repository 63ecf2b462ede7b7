import { toJsonText } from '../../shared/kernel/json/to-json-text.js';
import { maskUrl } from './mask-url.js';
import type { OperationalEvent } from './webhook-events.js';

/** How the endpoint is once the change has happened. */
export interface EndpointCondition {
  id: number;
  url: string;
  state: string;
  stateReason: string | null;
  consecutiveFailures: number;
  nextProbeAt: Date | null;
}

export interface ParkedDelivery {
  deliveryId: string;
  eventId: string;
  documentId: number | null;
  revision: number | null;
  attempts: number;
  reason: string;
}

/** The body of an operational event, flat like all the others. `delivery.parked` tells about the delivery, too. */
export function operationalEventBody(
  event: OperationalEvent,
  { eventId, now }: { eventId: string; now: Date },
  endpoint: EndpointCondition,
  parked?: ParkedDelivery,
): string {
  return toJsonText({
    schema_version: '2.0',
    event,
    event_id: eventId,
    timestamp: now,
    endpoint_id: endpoint.id,
    url: maskUrl(endpoint.url),
    state: endpoint.state,
    state_reason: endpoint.stateReason,
    consecutive_failures: endpoint.consecutiveFailures,
    next_probe_at: endpoint.nextProbeAt,
    ...(parked && {
      delivery_id: parked.deliveryId,
      parked_event_id: parked.eventId,
      document_id: parked.documentId,
      revision: parked.revision,
      attempts: parked.attempts,
      reason: parked.reason,
    }),
  });
}
