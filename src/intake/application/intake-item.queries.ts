import type { IntakeChannel } from '../domain/intake-channel.js';
import type { IntakeItemState } from '../domain/intake-item.js';
import type { IntakeResult } from '../domain/intake-result.js';

export interface IntakeItemView extends Omit<IntakeItemState, 'retryRequestedAt'> {
  createdAt: Date;
  updatedAt: Date;
}

export interface IntakeFilter {
  channel?: IntakeChannel;
  result?: IntakeResult;
}

export abstract class IntakeItemQueries {
  /** Newest first, ids below `before`. */
  abstract list(filter: IntakeFilter, limit: number, before: number | undefined): Promise<IntakeItemView[]>;
  abstract get(id: number): Promise<IntakeItemView | undefined>;
}
