/** An event as it will be sent: the body is final, byte for byte. */
export interface OutboxMessage {
  /** UUIDv7; the `webhook-id` of every attempt. */
  eventId: string;
  event: string;
  documentId: number | null;
  /** Deliveries of one document reach an endpoint in the order of its revisions. */
  revision: number | null;
  body: string;
  /** When it happened. */
  at: Date;
  /** An operational event is about this endpoint, which does not get it. Without anybody who does, it is not kept. */
  aboutEndpoint?: number;
}

export abstract class Outbox {
  /**
   * Writes the events, and one delivery for each endpoint that subscribes now.
   * @throws outside a unit of work: an event must commit with the change it tells of, or not at all
   */
  abstract append(messages: readonly OutboxMessage[]): Promise<void>;
}
