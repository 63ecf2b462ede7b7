import type { Folder } from '../domain/folder.js';

export abstract class FolderRepository {
  /** @throws unknown_contact */
  abstract add(folder: { contactId: number; name: string }): Promise<Folder>;
}
