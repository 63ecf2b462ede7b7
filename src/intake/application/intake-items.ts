import type { IntakeChannel } from '../domain/intake-channel.js';
import type { ArrivalName, IntakeItem, IntakeItemState } from '../domain/intake-item.js';

/** What arrived. Of one source key there is one item in a channel, whoever meets it and however often. */
export abstract class IntakeItems {
  /** As it is committed. Locks nothing. */
  abstract find(channel: IntakeChannel, sourceKey: string): Promise<IntakeItemState | undefined>;
  /** Locks the item of this arrival; makes it, waiting, where there is none. Waits for whoever has it. */
  abstract forAttempt(arrival: ArrivalName): Promise<IntakeItem>;
  /** Locks it. @throws intake_item_not_found */
  abstract forChange(id: number): Promise<IntakeItem>;
  abstract save(item: IntakeItem): Promise<void>;
  /** Those that somebody asked for again, the longest waiting first. */
  abstract toRetry(
    channel: IntakeChannel,
    origins: readonly string[],
    limit: number,
  ): Promise<IntakeItemState[]>;
}
