import { DomainError } from '../../shared/kernel/domain-error.js';
import type { Contact } from './contact.js';
import type { Folder } from './folder.js';

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

export function builtInContact({ id, name }: Contact): DomainError {
  return builtIn(`contact ${id} (${name})`);
}

export function builtInFolder({ id, name }: Folder): DomainError {
  return builtIn(`folder ${id} (${name})`);
}

/** `count` is left out for those that come while the contact is deleted. */
export function contactHasChildren(id: number, count?: number): DomainError {
  return new DomainError(
    'conflict',
    'contact_has_children',
    `Contact ${id} has ${number(count, 'sub-contact')}. Delete its sub-contacts, or give them another parent_id, first.`,
  );
}

/** `count` is left out for those that come while the contact is deleted. */
export function contactHoldsDocuments(id: number, count?: number): DomainError {
  return new DomainError(
    'conflict',
    'contact_holds_documents',
    `Contact ${id} holds ${number(count, 'document')}. Delete or move its documents first.`,
  );
}

/** `count` is left out for those that come while the folder is deleted. */
export function folderHoldsDocuments(id: number, count?: number): DomainError {
  return new DomainError(
    'conflict',
    'folder_holds_documents',
    `Folder ${id} holds ${number(count, 'document')}. Delete or move its documents first.`,
  );
}

function builtIn(what: string): DomainError {
  return new DomainError(
    'conflict',
    'built_in',
    `The ${what} is built in: it can be neither renamed nor deleted.`,
  );
}

function number(count: number | undefined, what: string): string {
  if (count === undefined) return `${what}s that arrived just now`;
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}
