/** What other modules ask about contacts and folders. */
export abstract class FolderDirectory {
  /** Each undefined when there is no such thing. The folder may belong to another contact. */
  abstract find(
    contactId: number,
    folderId: number,
  ): Promise<{
    contact: { id: number; name: string; defaultProfileId: number | null } | undefined;
    folder: { id: number; name: string; contactId: number } | undefined;
  }>;
  /** The contact's folder of that name, in upper or lower case; the oldest, should there be several. */
  abstract idByName(contactId: number, name: string): Promise<number | undefined>;
}
