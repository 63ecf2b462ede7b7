/** Tells which files have not changed for a while, by looking at them again and again. */
export class StillFiles {
  #known = new Map<string, { mark: string; since: number }>();

  /**
   * Takes down how the files look now; whatever is not among them is forgotten.
   * @param marks what changes whenever a file does, by path
   * @param now milliseconds of a clock that only goes forward
   * @returns for how long each has looked as it does, in the same order
   */
  look(marks: ReadonlyMap<string, string>, now: number): number[] {
    const known = new Map<string, { mark: string; since: number }>();
    const still = [...marks].map(([path, mark]) => {
      const before = this.#known.get(path);
      const since = before?.mark === mark ? before.since : now;
      known.set(path, { mark, since });
      return now - since;
    });
    this.#known = known;
    return still;
  }
}
