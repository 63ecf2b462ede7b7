import type { Holder } from '../../shared/kernel/caller.js';

/** Bounds how many requests a token makes, its sessions' included, or a user. */
export abstract class RequestRate {
  /** Counts one more. @throws rate_limited when there were too many */
  abstract count(holder: Holder): Promise<void>;
}
