/** The database went away at the commit or behind it: the work may have been done. Look before doing it again. */
export class OutcomeUnknown extends Error {
  constructor(cause: unknown) {
    super('The database went away at the commit or behind it', { cause });
    this.name = 'OutcomeUnknown';
  }
}

/** The transaction of a use case. */
export abstract class UnitOfWork {
  /**
   * Runs `work` in one transaction; joins the one already open. Nothing slow inside: no HTTP, no parsing.
   * @throws what `work` throws, and then nothing has happened; `OutcomeUnknown` when the commit itself failed
   */
  abstract run<T>(work: () => Promise<T>): Promise<T>;

  /**
   * Makes one transaction of all that is `run` within `work`. It begins with the first of them and is committed when
   * `work` has ended; one that fails undoes its own part only, and `work` may go on.
   * @throws what `work` throws, and then nothing has happened; `OutcomeUnknown` when the commit itself failed
   */
  abstract joined<T>(work: () => Promise<T>): Promise<T>;

  /**
   * Runs `work`, whose failure somebody is told: once something of it is committed, "the database is away, try again"
   * would have it done twice.
   * @throws `OutcomeUnknown` then; otherwise what `work` throws
   */
  abstract accountable<T>(work: () => Promise<T>): Promise<T>;

  /** Whether what is `run` here becomes part of one transaction with what was run before. */
  abstract get isJoined(): boolean;

  /**
   * Calls `hint` after the open transaction has committed, or at once when none is open. For wake-ups only:
   * a crash between the commit and the hint loses the hint, so nothing may depend on it.
   */
  abstract afterCommit(hint: () => void): void;
}
