import type { Folder } from '../domain/folder.js';

export abstract class FolderRepository {
  /** @throws unknown_contact */
  abstract add(folder: { contactId: number; name: string }): Promise<Folder>;
  /** Locks the folder for a change; uploads go on meanwhile. @throws folder_not_found */
  abstract forChange(id: number): Promise<Folder>;
  /** @returns the folder with its new `updatedAt` */
  abstract save(folder: Folder): Promise<Folder>;
  /**
   * Of this and an upload at the same time one comes first; the other is refused.
   * @throws folder_holds_documents
   */
  abstract remove(id: number): Promise<void>;
}
