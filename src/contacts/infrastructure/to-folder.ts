import type { Folder } from '../domain/folder.js';
import type { FolderRow } from './folder.row.js';

export function toFolder(row: FolderRow): Folder {
  return {
    id: row.id,
    contactId: row.contactId,
    name: row.name,
    builtIn: row.builtIn,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}
