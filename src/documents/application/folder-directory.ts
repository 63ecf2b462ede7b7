/** What documents need to know about contacts and folders. */
export abstract class FolderDirectory {
  /** Each undefined when there is no such thing. The folder may belong to another contact. */
  abstract find(
    contactId: number,
    folderId: number,
  ): Promise<{ contact: ContactEntry | undefined; folder: FolderEntry | undefined }>;
}

export interface ContactEntry {
  id: number;
  defaultProfileId: number | null;
}

export interface FolderEntry {
  id: number;
  contactId: number;
}
