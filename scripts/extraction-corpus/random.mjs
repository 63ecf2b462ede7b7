/**
 * A generator of pseudo-random numbers (mulberry32), so that a seed always gives the same corpus.
 * @param {number} seed
 */
export function random(seed) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  /** @param {number} from @param {number} to both included */
  const integer = (from, to) => from + Math.floor(next() * (to - from + 1));
  /** @template T @param {readonly T[]} list @returns {T} */
  const pick = (list) => /** @type {T} */ (list[integer(0, list.length - 1)]);
  /** @param {number} probability */
  const chance = (probability) => next() < probability;
  return { integer, pick, chance };
}
