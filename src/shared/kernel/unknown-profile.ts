import { DomainError } from './domain-error.js';

/** A profile that a request names in the member at `pointer` does not exist. */
export function unknownProfile(id: number, pointer: string): DomainError {
  return new DomainError(
    'invalid',
    'unknown_profile',
    `There is no extraction profile ${id}. GET /api/profiles lists them.`,
    { errors: [{ pointer, message: 'names no profile' }] },
  );
}
