/** What an endpoint can subscribe to. The operational ones tell about other endpoints. */
export const WEBHOOK_EVENTS = [
  'document.exported',
  'endpoint.failing',
  'endpoint.open',
  'endpoint.recovered',
  'endpoint.disabled',
  'delivery.parked',
] as const;

/** They never cause others of their kind. */
export type OperationalEvent = Exclude<WebhookEvent, 'document.exported'>;

export const isOperational = (event: string): boolean => event !== 'document.exported';

export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];
