import type { UnitOfWork } from '../../shared/kernel/unit-of-work.js';

/**
 * Does `work` for each in turn, in a transaction each time, until it returns 0 for all: no more than one endpoint's
 * state is locked at a time, and none for long. One that fails keeps no other from its turns.
 * @param mayGoOn asked before each transaction @returns the sum @throws what the last one threw that failed
 */
export async function forEachEndpoint(
  unitOfWork: UnitOfWork,
  endpointIds: readonly number[],
  work: (endpointId: number) => Promise<number>,
  mayGoOn: () => boolean = () => true,
): Promise<number> {
  const left = new Set(endpointIds);
  let sum = 0;
  let failure: { error: unknown } | undefined;
  while (left.size > 0) {
    for (const endpointId of left) {
      if (!mayGoOn()) return sum;
      const began = performance.now();
      try {
        const count = await unitOfWork.run(() => work(endpointId));
        sum += count;
        if (count === 0) left.delete(endpointId);
      } catch (error) {
        failure = { error };
        left.delete(endpointId);
      }
      // As long again for everybody else: an endpoint whose state is locked is not claimed.
      const took = performance.now() - began;
      if (left.has(endpointId)) await new Promise((resolve) => setTimeout(resolve, took));
    }
  }
  if (failure) throw failure.error;
  return sum;
}
