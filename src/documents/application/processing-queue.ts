/** A document waits again. */
export interface Again {
  afterSeconds: number;
  /** Whether the attempt counts; one that was given back untried does not. */
  counts: boolean;
}

/** Documents that wait for extraction, or are in it under a lease. */
export abstract class ProcessingQueue {
  /** Wakes this process's workers after the commit. */
  abstract request(documentId: number): Promise<void>;
  /**
   * Its file is another one: as `request`, also for a document that waits or is in hand. Whoever has it in hand loses
   * it, and it is among the `lost()` at once. The document must be locked.
   */
  abstract restart(documentId: number): Promise<void>;
  /** Leases those that are due, the longest waiting first. Locks their documents. */
  abstract claim(
    limit: number,
    leaseSeconds: number,
    claimToken: string,
  ): Promise<{ documentId: number; attempt: number }[]>;
  /** False when the claim is not the caller's any more. */
  abstract renew(documentId: number, claimToken: string, leaseSeconds: number): Promise<boolean>;
  /** Ends the claim. False when the claim is not the caller's any more. */
  abstract settle(documentId: number, claimToken: string, then: 'done' | Again): Promise<boolean>;
  /** Documents whose lease has run out, with the token that held it. */
  abstract lost(): Promise<{ documentId: number; claimToken: string; attempt: number }[]>;
  /** Takes a document out that is not claimed. */
  abstract withdraw(documentId: number): Promise<void>;
}
