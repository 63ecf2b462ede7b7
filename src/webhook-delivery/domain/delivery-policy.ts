/** How patient delivery is. */
export interface DeliveryPolicy {
  /** Milliseconds after each counted failure: N delays are N+1 attempts. */
  readonly retrySchedule: readonly number[];
  readonly breaker: {
    /** Endpoint faults in a row until it opens. */
    readonly failures: number;
    /** Between probes: from the first to the longest, doubling. */
    readonly probeMinMs: number;
    readonly probeMaxMs: number;
  };
}
