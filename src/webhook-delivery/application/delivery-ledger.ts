import type { DeliveryState } from '../domain/delivery-state.js';

export interface LedgerEntry {
  id: string;
  eventId: string;
  endpointId: number;
  state: DeliveryState;
}

/** Deliveries as people act on them, one at a time and under its lock. */
export abstract class DeliveryLedger {
  /** Locks the delivery, so that no worker claims or settles it meanwhile. */
  abstract forChange(id: string): Promise<LedgerEntry | undefined>;
  /** Of a pending one. As with `unpark`, the receiver is told that it was sent again. */
  abstract makeDue(id: string): Promise<void>;
  /** A parked one is pending again, with a fresh schedule. */
  abstract unpark(id: string): Promise<void>;
  /** A pending or parked one is finished as cancelled. */
  abstract cancel(id: string): Promise<void>;
  /**
   * A new delivery of the same bytes. Undefined when that event already has an unfinished one at that endpoint:
   * then the transaction must not commit.
   */
  abstract copy(id: string): Promise<string | undefined>;
  /** Whether the endpoint still exists and the event's body is still kept. */
  abstract canBeSent(entry: LedgerEntry): Promise<{ endpoint: boolean; event: boolean }>;
}
