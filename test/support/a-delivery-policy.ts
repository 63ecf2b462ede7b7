/** Patient enough that nothing happens by itself; a test changes what it needs. */
export function aDeliveryPolicy(): {
  retrySchedule: readonly number[];
  breaker: { failures: number; probeMinMs: number; probeMaxMs: number };
} {
  return { retrySchedule: [60_000], breaker: { failures: 5, probeMinMs: 5000, probeMaxMs: 600_000 } };
}
