import { DomainError } from '../../shared/kernel/domain-error.js';

export function contactNotFound(id: number): DomainError {
  return new DomainError('not-found', 'contact_not_found', `There is no contact ${id}.`);
}

export function folderNotFound(id: number): DomainError {
  return new DomainError('not-found', 'folder_not_found', `There is no folder ${id}.`);
}

/** A contact that a request names in the member at `pointer` does not exist. */
export function unknownContact(id: number, pointer: string): DomainError {
  return new DomainError('invalid', 'unknown_contact', `There is no contact ${id}.`, {
    errors: [{ pointer, message: `names no contact: there is no contact ${id}` }],
  });
}
