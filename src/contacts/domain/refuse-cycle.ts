import { DomainError } from '../../shared/kernel/domain-error.js';

/**
 * Nobody can belong to itself or to somebody who belongs to it.
 * @param line the ids from the new parent up to the top
 * @throws parent_cycle
 */
export function refuseCycle(contactId: number, parentId: number, line: readonly number[]): void {
  if (!line.includes(contactId)) return;
  const why =
    contactId === parentId
      ? `Contact ${contactId} cannot belong to itself.`
      : `Contact ${contactId} cannot belong to contact ${parentId}, which belongs to it.`;
  throw new DomainError('invalid', 'parent_cycle', `${why} Choose another parent_id.`, {
    errors: [{ pointer: '/parent_id', message: 'would make a cycle' }],
  });
}
