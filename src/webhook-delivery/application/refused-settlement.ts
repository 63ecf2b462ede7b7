/** The database is there and does not take this batch of outcomes: one row of it may be the reason. */
export class RefusedSettlement extends Error {
  constructor(cause: unknown) {
    super('The database refuses an outcome', { cause });
  }
}
