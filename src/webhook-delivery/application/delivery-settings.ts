import type { DeliveryPolicy } from '../domain/delivery-policy.js';

/** How this worker delivers. */
export abstract class DeliverySettings implements DeliveryPolicy {
  /** Names this process in the attempts log. */
  abstract readonly worker: string;
  abstract readonly leaseSeconds: number;
  abstract readonly timeoutMs: number;
  abstract readonly retrySchedule: readonly number[];
  abstract readonly breaker: DeliveryPolicy['breaker'];
  /** Sends of this process at one time. */
  abstract readonly maxInFlight: number;
  /** Sends of all workers together at one time; 0 is no limit but that of each process. */
  abstract readonly maxInFlightOfAll: number;
}
