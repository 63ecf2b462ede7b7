import type { UnitOfWork } from '../../shared/kernel/unit-of-work.js';

/** A transaction for each, so that no more than one endpoint's state is locked at a time. @returns the sum */
export async function forEachEndpoint(
  unitOfWork: UnitOfWork,
  endpointIds: readonly number[],
  work: (endpointId: number) => Promise<number>,
): Promise<number> {
  let sum = 0;
  for (const endpointId of endpointIds) sum += await unitOfWork.run(() => work(endpointId));
  return sum;
}
