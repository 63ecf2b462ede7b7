import type { SharedSlots, SlotAsk } from '../domain/share-slots.js';

/** Who has how many of the requests that all workers together may have under way. */
export abstract class SlotBook {
  /**
   * Writes down what the worker gets, at once and durably. Nobody is waited for, least of all a worker that is frozen.
   * @throws when the database is away: what the worker has then is unknown, but not less than what it keeps
   */
  abstract take(ask: SlotAsk): Promise<Omit<SharedSlots, 'holders'>>;
}
