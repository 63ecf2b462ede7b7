/** Slows down whoever tries tokens. Only failures count, so nobody who knows a token is ever kept waiting. */
export abstract class FailedAttempts {
  /** Counts one more failure. @throws too_many_failures when there were too many from this client address */
  abstract note(address: string): Promise<void>;
}
