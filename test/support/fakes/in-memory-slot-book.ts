import { SlotBook } from '../../../src/webhook-delivery/application/slot-book.js';
import {
  shareSlots,
  type SlotAsk,
  type SlotHolder,
} from '../../../src/webhook-delivery/domain/share-slots.js';

/** The book without a database. Its clock is `performance.now()`. */
export class InMemorySlotBook extends SlotBook {
  holders: SlotHolder[] = [];
  /** Each ask waits for this, after it was written down. */
  hinder: (ask: SlotAsk) => Promise<void> = async () => undefined;

  async take(ask: SlotAsk) {
    const { holders, ...taken } = shareSlots(this.holders, ask, performance.now());
    this.holders = holders;
    await this.hinder(ask);
    return taken;
  }
}
