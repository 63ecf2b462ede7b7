import { setTimeout as pause } from 'node:timers/promises';

/** Waits until `condition` gives something truthy, and returns it. Fails with `what` after `seconds`. */
export async function until<T>(
  what: string,
  condition: () => T | Promise<T>,
  seconds = 40,
): Promise<Exclude<T, undefined | null | false | 0 | ''>> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const value = await condition();
    if (value) return value as Exclude<T, undefined | null | false | 0 | ''>;
    if (performance.now() > deadline) throw new Error(`Waited ${seconds} s in vain until ${what}`);
    await pause(20);
  }
}
