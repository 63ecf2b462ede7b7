const EVERY_MS = 1000;
const AT_MOST_MS = 5000;
/** The looks at everything may take this share of the time. */
const SHARE = 0.05;

/**
 * From which due time on an endpoint's queue has to be searched. Entries of rows that are gone stay in the index for as
 * long as anybody's snapshot is older than their end, and every search would walk over all of them. A mark is a hint of
 * this process: about once a second everything is looked at.
 */
export class LowWaterMarks {
  #oldestDue = new Map<number, Date>();
  #everythingAt = -Infinity;
  #all = false;

  /** The marks for one claim, none when it is time to look at everything. Call `looked` after the claim. */
  begin(): ReadonlyMap<number, Date> {
    this.#all = performance.now() >= this.#everythingAt;
    if (this.#all) this.#oldestDue = new Map();
    return this.#oldestDue;
  }

  looked(tookMs: number): void {
    if (!this.#all) return;
    this.#everythingAt = performance.now() + Math.min(AT_MOST_MS, Math.max(EVERY_MS, tookMs / SHARE));
  }

  /** When its first row that is not claimed is due. */
  set(endpointId: number, oldestDue: Date): void {
    this.#oldestDue.set(endpointId, oldestDue);
  }

  /** Something of it may be due from earlier on. */
  forget(endpointId: number): void {
    this.#oldestDue.delete(endpointId);
  }
}
