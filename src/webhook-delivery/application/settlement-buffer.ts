import type { Verdict } from '../domain/endpoint-health.js';
import { DeliveryQueue, type Settlement } from './delivery-queue.js';
import { UnstorableSettlement } from './unstorable-settlement.js';

/** A batch of 200 costs little more than one of 50, and nobody waits for it while deliveries are at hand. */
const GATHER_MS = 10;

interface Waiting {
  settlement: Settlement;
  done: (verdict: Verdict | undefined) => void;
}

/**
 * Settles outcomes in batches: while one batch is being committed the next one gathers, so the batches grow with the
 * load by themselves and a lone outcome waits for nothing. An outcome is kept until the database has taken it; the
 * fence makes a late or repeated settle harmless.
 */
export class SettlementBuffer {
  #waiting: Waiting[] = [];
  #flushing = false;

  constructor(
    private readonly queue: DeliveryQueue,
    private readonly worker: string,
    private readonly maxBatch: number,
    /** Told of every failure to settle; returns after the pause that should follow. */
    private readonly onTrouble: (error: unknown) => Promise<void>,
    /** More are on their way, so that a batch may wait for them. */
    private readonly isBusy: () => boolean = () => false,
  ) {}

  /** Resolves when the outcome is durable; undefined when the delivery is somebody else's by now. */
  add(settlement: Settlement): Promise<Verdict | undefined> {
    return new Promise((done) => {
      this.#waiting.push({ settlement, done });
      if (!this.#flushing) void this.flush();
    });
  }

  private async flush(): Promise<void> {
    this.#flushing = true;
    await Promise.resolve(); // outcomes of the same turn go together
    while (this.#waiting.length > 0) {
      if (this.isBusy() && this.#waiting.length < this.maxBatch / 2) {
        await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
      }
      const batch = this.takeBatch();
      if (await this.settle(batch)) continue;
      for (const one of batch) await this.settleAlone(one);
    }
    this.#flushing = false;
  }

  /**
   * One outcome for each delivery, for verdicts are told by delivery: a worker that was frozen may have lost one,
   * claimed it again, and hear of both sends at the same moment.
   */
  private takeBatch(): Waiting[] {
    const batch = new Map<string, Waiting>();
    this.#waiting = this.#waiting.filter((each) => {
      const { deliveryId } = each.settlement.delivery;
      if (batch.size >= this.maxBatch || batch.has(deliveryId)) return true;
      batch.set(deliveryId, each);
      return false;
    });
    return [...batch.values()];
  }

  /** Goes on until the database has answered. @returns false when it will never take this batch */
  private async settle(batch: readonly Waiting[]): Promise<boolean> {
    for (;;) {
      try {
        const verdicts = await this.queue.settle(
          batch.map((each) => each.settlement),
          this.worker,
        );
        for (const { settlement, done } of batch) done(verdicts.get(settlement.delivery.deliveryId));
        return true;
      } catch (error) {
        await this.onTrouble(error);
        if (error instanceof UnstorableSettlement) return false;
      }
    }
  }

  /** One bad row must not hold up the others, and a log that cannot be written must not undo an outcome. */
  private async settleAlone(one: Waiting): Promise<void> {
    if (await this.settle([one])) return;
    const { settlement, done } = one;
    const bare = { ...settlement, responseExcerpt: null, error: settlement.error && 'unreadable' };
    if (!(await this.settle([{ settlement: bare, done }]))) done(undefined); // a defect; its lease brings it back
  }
}
