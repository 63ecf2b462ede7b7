import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks again and again until the answer is truthy.
 * @template T
 * @param {() => Promise<T> | T} condition
 * @param {{ what: string, withinMs: number, everyMs: number, alive?: () => void }} options `alive` throws when there is
 *   nothing left to wait for
 * @returns {Promise<NonNullable<T>>}
 */
export async function until(condition, { what, withinMs, everyMs, alive }) {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const answer = await condition();
    if (answer) return answer;
    alive?.();
    if (performance.now() > deadline) throw new Error(`Not within ${withinMs / 1000} s: ${what}`);
    await sleep(everyMs);
  }
}
