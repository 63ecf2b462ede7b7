/** What is older than RETENTION_DAYS and lies in no week that is dropped whole. Little: it goes row by row. */
export abstract class ExpiredRows {
  /** In the order in which they are to be gone through. */
  abstract readonly tables: readonly string[];
  /**
   * Deletes some of them and adds what they counted to the totals of the ledger. In the open unit of work.
   * @param limit of rows; of attempts, of deliveries that have some
   * @returns how many; 0 when none is left, or another process is at it
   * @throws when a table stays busy: nothing has happened, and a later run may succeed
   */
  abstract delete(table: string, limit: number): Promise<number>;
}
