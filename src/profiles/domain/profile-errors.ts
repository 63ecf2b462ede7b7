import { DomainError } from '../../shared/kernel/domain-error.js';

export function profileNotFound(id: number): DomainError {
  return new DomainError(
    'not-found',
    'profile_not_found',
    `There is no extraction profile ${id}. GET /api/profiles lists them.`,
  );
}

export function builtInProfile({ id, name }: { id: number; name: string }): DomainError {
  return new DomainError(
    'conflict',
    'built_in',
    `Profile ${id} (${name}) is built in: it can be neither changed nor deleted. Make one of your own with its fields.`,
  );
}

export function profileNameTaken(name: string): DomainError {
  return new DomainError(
    'conflict',
    'profile_name_taken',
    `There is an extraction profile called "${name}" already, be it in other capitals. Choose another name, or change ` +
      'that one: GET /api/profiles?name=… finds it.',
  );
}

export function staleProfile(id: number, version: number): DomainError {
  return new DomainError(
    'precondition',
    'version_mismatch',
    `Profile ${id} has changed meanwhile: it is at version ${version}. Read it again and repeat.`,
  );
}

/** Without `uses`: they came while it was being deleted. */
export function profileInUse(id: number, uses?: { contacts: number; documents: number }): DomainError {
  const by = uses
    ? [number(uses.contacts, 'contact'), number(uses.documents, 'document')].filter(Boolean).join(' and ')
    : 'what arrived just now';
  return new DomainError(
    'conflict',
    'profile_in_use',
    `Profile ${id} is in use by ${by}. Give the contacts (GET /api/contacts?default_profile_id=${id}) another one, and ` +
      `delete the documents (GET /api/documents?profile_id=${id}) or reprocess them with another one, first.`,
  );
}

function number(count: number, what: string): string {
  return count === 0 ? '' : `${count} ${what}${count === 1 ? '' : 's'}`;
}
