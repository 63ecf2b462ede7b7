import type { DeliverySettings } from './delivery-settings.js';
import type { DeliverySignal } from './delivery-signal.js';
import type { SlotBook } from './slot-book.js';

/** Between two looks at what others leave. */
const ASK_MS = 100;

/**
 * How many requests this worker may have under way: what a process may at most, and of the limit of all workers, if
 * there is one, what the book says. It starts nothing that is not in the book yet, and nothing in the place of what it
 * is giving back: so the book never says less than is true.
 */
export class WorkerSlots {
  readonly isLimited: boolean;
  #slots: number;
  /** What the book may have of it: more than its slots while more is under way. */
  #booked = 0;
  /** On the clock of `performance.now()`: later, its slots would not be its own for as long as a request takes. */
  #lastStart = Infinity;
  #askAt = -Infinity;
  #hasTimer = false;
  /** The book has it want all that it can get, and somebody is short. */
  #mayNeedLess = false;

  constructor(
    private readonly book: SlotBook,
    private readonly settings: DeliverySettings,
    private readonly signal: DeliverySignal,
    /** From asking to the last moment at which a request may start. */
    private readonly goodForMs: number,
    private readonly sending: () => number,
  ) {
    this.isLimited = settings.maxInFlightOfAll > 0;
    this.#slots = this.isLimited ? 0 : settings.maxInFlight;
  }

  get most(): number {
    return !this.isLimited || performance.now() < this.#lastStart ? this.#slots : 0;
  }

  /** Before a claim: asks for all that it can use, for what is due is not known yet. */
  async look(): Promise<void> {
    if (performance.now() < this.#askAt) return this.#lookSoon();
    const { isShort, areOthersShort } = await this.#ask(this.settings.maxInFlight);
    this.#mayNeedLess = isShort || areOthersShort;
    if (isShort) this.#lookSoon();
  }

  /** After a claim that has found all that was due: so many it can use for now. An idle worker keeps none. */
  async found(needed: number): Promise<void> {
    if (needed === 0) return this.release();
    if (!this.#mayNeedLess) return;
    this.#mayNeedLess = false;
    await this.#ask(needed);
  }

  /** Gives back all that is not under way. */
  async release(): Promise<void> {
    if (this.#booked === 0) return;
    await this.#ask(0);
    this.#askAt = -Infinity; // what comes next is not kept waiting
  }

  async #ask(wanted: number): ReturnType<SlotBook['take']> {
    const keep = this.sending();
    this.#slots = Math.min(this.#slots, keep);
    const now = performance.now();
    const { worker, leaseSeconds, maxInFlightOfAll: limit } = this.settings;
    const leaseMs = leaseSeconds * 1000;
    this.#booked = Infinity; // until the answer is here, and if it never comes
    const taken = await this.book.take({ worker, limit, keep, wanted: Math.max(wanted, keep), leaseMs });
    this.#slots = taken.slots;
    this.#booked = taken.booked;
    this.#lastStart = now + this.goodForMs;
    this.#askAt = now + ASK_MS;
    return taken;
  }

  /** One timer, however often it is asked for: waking up asks again. */
  #lookSoon(): void {
    if (this.#hasTimer) return;
    this.#hasTimer = true;
    const look = (): void => {
      this.#hasTimer = false;
      this.signal.raise();
    };
    setTimeout(look, Math.max(0, this.#askAt - performance.now())).unref();
  }
}
