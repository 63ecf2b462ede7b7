import {
  FolderDirectory,
  type ContactEntry,
  type FolderEntry,
} from '../../../src/documents/application/folder-directory.js';

/** Contact 1 with folder 1; contact 2, whose default profile is 2, with folders 2 and 3. */
export class InMemoryFolderDirectory extends FolderDirectory {
  contacts: ContactEntry[] = [
    { id: 1, defaultProfileId: null },
    { id: 2, defaultProfileId: 2 },
  ];
  folders: FolderEntry[] = [
    { id: 1, contactId: 1 },
    { id: 2, contactId: 2 },
    { id: 3, contactId: 2 },
  ];

  async find(
    contactId: number,
    folderId: number,
  ): Promise<{ contact: ContactEntry | undefined; folder: FolderEntry | undefined }> {
    return {
      contact: this.contacts.find((contact) => contact.id === contactId),
      folder: this.folders.find((folder) => folder.id === folderId),
    };
  }
}
