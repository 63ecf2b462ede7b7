/** The weeks of events, finished deliveries and attempts that are older than RETENTION_DAYS. */
export abstract class ExpiredPartitions {
  /** Oldest first; only weeks that have expired to their last moment. */
  abstract list(): Promise<string[]>;
  /**
   * Drops one of them whole, adds what it counted to the totals of the ledger, and keeps what an unfinished delivery
   * still needs. In the open unit of work.
   * @returns false when it is gone already, or another process is at it
   * @throws when the tables stay busy: nothing has happened, and a later run may succeed
   */
  abstract drop(partition: string): Promise<boolean>;
}
