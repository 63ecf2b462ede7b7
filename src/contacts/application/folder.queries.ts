import type { Folder } from '../domain/folder.js';

export interface FolderFilter {
  contactId?: number | undefined;
  /** Is the whole name, in upper or lower case. */
  name?: string | undefined;
}

export abstract class FolderQueries {
  abstract get(id: number): Promise<Folder | undefined>;
  /** Newest first, ids below `before`. */
  abstract list(filter: FolderFilter, limit: number, before: number | undefined): Promise<Folder[]>;
}
