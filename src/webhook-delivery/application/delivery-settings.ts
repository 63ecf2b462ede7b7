/** How this worker delivers. */
export abstract class DeliverySettings {
  /** Names this process in the attempts log. */
  abstract readonly worker: string;
  abstract readonly leaseSeconds: number;
  abstract readonly timeoutMs: number;
  /** Milliseconds after each counted failure. */
  abstract readonly retrySchedule: readonly number[];
  /** Sends of this process at one time. */
  abstract readonly maxInFlight: number;
}
