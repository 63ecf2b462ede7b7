/** Documents that wait for extraction, or are in it under a lease. */
export abstract class ProcessingQueue {
  /** Wakes this process's workers after the commit. */
  abstract request(documentId: number): Promise<void>;
  /** Leases the oldest waiting ones. Locks their documents. */
  abstract claim(
    limit: number,
    leaseSeconds: number,
    claimToken: string,
  ): Promise<{ documentId: number; attempt: number }[]>;
  /** False when the claim is not the caller's any more. */
  abstract renew(documentId: number, claimToken: string, leaseSeconds: number): Promise<boolean>;
  /** Ends the claim; the document waits again, or is done with. False when the claim is not the caller's any more. */
  abstract settle(documentId: number, claimToken: string, then: 'wait' | 'done'): Promise<boolean>;
  /** Documents whose lease has run out, with the token that held it. */
  abstract lost(): Promise<{ documentId: number; claimToken: string; attempt: number }[]>;
  /** Takes a document out that is not claimed. */
  abstract withdraw(documentId: number): Promise<void>;
}
