const EVERY_MS = 1000;
const AT_MOST_MS = 5000;
/** The looks at everything may take this share of the time. */
const SHARE = 0.05;

/** The place of a delivery in its endpoint's queue. */
export interface QueuePlace {
  /** As PostgreSQL writes it: a `Date` would lose the microseconds, and with them the place. */
  dueAt: string;
  deliveryId: string;
}

/**
 * From which place on an endpoint's queue has to be searched. Entries of rows that are gone stay in the index for as
 * long as anybody's snapshot is older than their end, and every search would walk over all of them. A mark is a hint of
 * this process: about once a second everything is looked at.
 */
export class LowWaterMarks {
  #places = new Map<number, QueuePlace>();
  #everythingAt = -Infinity;
  #all = false;

  /** The marks for one claim, none when it is time to look at everything. Call `looked` after the claim. */
  begin(): ReadonlyMap<number, QueuePlace> {
    this.#all = performance.now() >= this.#everythingAt;
    if (this.#all) this.#places = new Map();
    return this.#places;
  }

  looked(tookMs: number): void {
    if (!this.#all) return;
    this.#everythingAt = performance.now() + Math.min(AT_MOST_MS, Math.max(EVERY_MS, tookMs / SHARE));
  }

  /** Where its first row is that is not claimed. */
  set(endpointId: number, place: QueuePlace): void {
    this.#places.set(endpointId, place);
  }

  /** Something of it may be due from earlier on. */
  forget(endpointId: number): void {
    this.#places.delete(endpointId);
  }
}
