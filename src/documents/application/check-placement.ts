import { DomainError } from '../../shared/kernel/domain-error.js';
import type { ContactEntry, FolderDirectory } from './folder-directory.js';

/** @throws unknown_contact, unknown_folder, folder_of_another_contact */
export async function checkPlacement(
  folders: FolderDirectory,
  contactId: number,
  folderId: number,
): Promise<ContactEntry> {
  const { contact, folder } = await folders.find(contactId, folderId);
  if (!contact) throw refusal('unknown_contact', `There is no contact ${contactId}.`, '/contact_id');
  if (!folder) throw refusal('unknown_folder', `There is no folder ${folderId}.`, '/folder_id');
  if (folder.contactId !== contactId) {
    throw refusal(
      'folder_of_another_contact',
      `Folder ${folderId} belongs to contact ${folder.contactId}, not to contact ${contactId}.`,
      '/folder_id',
    );
  }
  return contact;
}

function refusal(code: string, message: string, pointer: string): DomainError {
  return new DomainError('invalid', code, message, { errors: [{ pointer, message }] });
}
