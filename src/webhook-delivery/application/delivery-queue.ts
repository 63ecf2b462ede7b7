/** A delivery that belongs to this worker until its lease ends. */
export interface ClaimedDelivery {
  deliveryId: string;
  /** The fencing token: every write about this delivery must carry it. */
  claimToken: string;
  eventId: string;
  event: string;
  endpointId: number;
  /** Sends so far, also those whose outcome was lost. */
  attempts: number;
  /** Failures that count for the retry schedule. */
  failures: number;
  isResend: boolean;
  /** The exact text to sign and send. */
  body: string;
  /** Failures in a row of the endpoint when this was claimed. */
  endpointFailures: number;
}

export type Verdict =
  | { kind: 'delivered' }
  /** Again after `delayMs`. */
  | { kind: 'retry'; delayMs: number }
  /** Kept for a person to decide. */
  | { kind: 'parked'; reason: string };

/** What became of one send. */
export interface Settlement {
  delivery: ClaimedDelivery;
  verdict: Verdict;
  startedAt: Date;
  durationMs: number;
  statusCode: number | null;
  error: string | null;
  responseExcerpt: string | null;
}

/** The queue of unfinished deliveries. Its only clock is the database's. */
export abstract class DeliveryQueue {
  /**
   * Leases up to `limit` due deliveries: at most `max_in_flight` of each endpoint over all workers, of each document
   * and endpoint only the lowest unfinished revision, and a fair share for every endpoint that has some.
   */
  abstract claim(limit: number, leaseSeconds: number, worker: string): Promise<ClaimedDelivery[]>;
  /**
   * Writes outcomes and the attempts log, in one transaction.
   * @returns the ids that were settled; the others belong to somebody else by now, and nothing of them has changed
   * @throws UnstorableSettlement when a value of one of them can never be stored: nothing was written
   */
  abstract settle(settlements: readonly Settlement[], worker: string): Promise<Set<string>>;
  /** Gives back what was claimed and not sent. */
  abstract release(deliveries: readonly ClaimedDelivery[]): Promise<void>;
  /** Takes over deliveries whose lease has run out; their send is logged as `lost`. @returns how many */
  abstract recoverExpired(leaseSeconds: number): Promise<number>;
}
