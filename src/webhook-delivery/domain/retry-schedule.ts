const JITTER = 0.1;

/**
 * The wait after the `failures`-th counted failure (1 for the first), or undefined when the schedule is used up.
 * Each delay varies by ±10 %, so that deliveries which failed together do not come back together.
 *
 * @param delays milliseconds; N delays are N+1 attempts
 * @param random from 0 (inclusive) to 1
 */
export function retryDelay(delays: readonly number[], failures: number, random: number): number | undefined {
  const delay = delays[failures - 1];
  return delay === undefined ? undefined : Math.round(delay * (1 - JITTER + 2 * JITTER * random));
}
