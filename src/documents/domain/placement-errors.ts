import { DomainError } from '../../shared/kernel/domain-error.js';

export function unknownContact(id: number): DomainError {
  return placementRefusal('unknown_contact', `There is no contact ${id}.`, '/contact_id');
}

export function unknownFolder(id: number): DomainError {
  return placementRefusal('unknown_folder', `There is no folder ${id}.`, '/folder_id');
}

export function folderOfAnotherContact(folder: { id: number; contactId: number }, id: number): DomainError {
  return placementRefusal(
    'folder_of_another_contact',
    `Folder ${folder.id} belongs to contact ${folder.contactId}, not to contact ${id}.`,
    '/folder_id',
  );
}

function placementRefusal(code: string, message: string, pointer: string): DomainError {
  return new DomainError('invalid', code, message, { errors: [{ pointer, message }] });
}
