import { DeliveryQueue, type Settlement } from './delivery-queue.js';

interface Waiting {
  settlement: Settlement;
  done: (settled: boolean) => void;
}

/**
 * Settles outcomes in batches: while one batch is being committed the next one gathers, so the batches grow with the
 * load by themselves and a lone outcome waits for nothing. An outcome is kept until the database has taken it; the
 * fence makes a late or repeated settle harmless.
 */
export class SettlementBuffer {
  #waiting: Waiting[] = [];
  #flushing: Promise<void> | undefined;

  constructor(
    private readonly queue: DeliveryQueue,
    private readonly worker: string,
    private readonly maxBatch: number,
    /** Told of every failure to settle; returns after the pause that should follow. */
    private readonly onTrouble: (error: unknown) => Promise<void>,
  ) {}

  /** Resolves when the outcome is durable: true, or false when the delivery is somebody else's by now. */
  add(settlement: Settlement): Promise<boolean> {
    return new Promise((done) => {
      this.#waiting.push({ settlement, done });
      this.#flushing ??= this.flush().finally(() => (this.#flushing = undefined));
    });
  }

  private async flush(): Promise<void> {
    await Promise.resolve(); // outcomes of the same turn go together
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.maxBatch);
      try {
        await this.settle(batch);
      } catch (error) {
        await this.onTrouble(error);
        if (batch.length === 1) await this.settleAlone(batch[0] as Waiting);
        else for (const one of batch) await this.settleAlone(one);
      }
    }
  }

  private async settle(batch: readonly Waiting[]): Promise<void> {
    const settled = await this.queue.settle(
      batch.map((each) => each.settlement),
      this.worker,
    );
    for (const { settlement, done } of batch) done(settled.has(settlement.delivery.deliveryId));
  }

  /** One bad row must not hold up the others, and a log that cannot be written must not undo an outcome. */
  private async settleAlone(one: Waiting): Promise<void> {
    const bare = { ...one.settlement, responseExcerpt: null, error: one.settlement.error && 'unreadable' };
    for (let attempt = 1; ; attempt++) {
      try {
        await this.settle([attempt % 2 === 1 ? one : { ...one, settlement: bare }]);
        return;
      } catch (error) {
        await this.onTrouble(error);
      }
    }
  }
}
