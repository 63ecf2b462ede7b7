import { folderOfAnotherContact, unknownContact, unknownFolder } from '../domain/placement-errors.js';
import type { ContactEntry, FolderDirectory } from './folder-directory.js';

/** @throws unknown_contact, unknown_folder, folder_of_another_contact */
export async function checkPlacement(
  folders: FolderDirectory,
  contactId: number,
  folderId: number,
): Promise<ContactEntry> {
  const { contact, folder } = await folders.find(contactId, folderId);
  if (!contact) throw unknownContact(contactId);
  if (!folder) throw unknownFolder(folderId);
  if (folder.contactId !== contactId) throw folderOfAnotherContact(folder, contactId);
  return contact;
}
