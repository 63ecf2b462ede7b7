/** Makes hashes that are slow to guess from, each with a salt of its own. */
export abstract class Passwords {
  abstract hash(password: string): Promise<string>;
  /** Without a hash the answer is no, and takes as long as any. */
  abstract verify(hash: string | null, password: string): Promise<boolean>;
  /** @returns a random one that a person can type, of 125 bits */
  abstract generate(): string;
}
