/** The database will never take this batch of outcomes as it is, however often it is tried. */
export class UnstorableSettlement extends Error {
  constructor(cause: unknown) {
    super('An outcome cannot be stored', { cause });
  }
}
