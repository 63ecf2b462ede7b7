/** Slows down whoever guesses passwords. A password can be guessed, so the right one has to wait, too. */
export abstract class LoginAttempts {
  /** Counts one more, before anything is checked. @throws too_many_logins for the account or the client address */
  abstract count(email: string, address: string): Promise<void>;
  /** It was the right password: none of that counts. */
  abstract forgive(email: string, address: string): Promise<void>;
}
