/** Claims of which this process knows an outcome that the database does not have yet. */
export class UnsettledClaims {
  readonly #outcomes = new Map<string, number>();

  /** One more outcome of this claim. */
  add(claimToken: string): void {
    this.#outcomes.set(claimToken, (this.#outcomes.get(claimToken) ?? 0) + 1);
  }

  remove(claimToken: string): void {
    const left = (this.#outcomes.get(claimToken) ?? 0) - 1;
    if (left > 0) this.#outcomes.set(claimToken, left);
    else this.#outcomes.delete(claimToken);
  }

  get tokens(): string[] {
    return [...this.#outcomes.keys()];
  }
}
