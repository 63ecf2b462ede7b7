import type { Span } from './history.js';

const TICK_MS = 50;
const LATE_MS = 250;

/** Notices when this process, and so most likely the machine, had no time for what was to be done. */
export class Stalls {
  readonly seen: Span[] = [];
  readonly #startedAt = performance.now();
  #last = this.#startedAt;
  readonly #timer = setInterval(() => this.#tick(), TICK_MS);

  /** The part of the time that it stood still. */
  get share(): number {
    const still = this.seen.reduce((sum, { from, to }) => sum + to - from, 0);
    return still / (performance.now() - this.#startedAt);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    const now = performance.now();
    if (now - this.#last > TICK_MS + LATE_MS) this.seen.push({ from: this.#last, to: now });
    this.#last = now;
  }
}
