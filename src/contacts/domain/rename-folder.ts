import { builtInFolder } from './contact-errors.js';
import type { Folder } from './folder.js';

/**
 * The folder under another name; the very same one when it has that name already.
 * @throws built_in
 */
export function renameFolder(folder: Folder, name: string): Folder {
  if (name === folder.name) return folder;
  if (folder.builtIn) throw builtInFolder(folder);
  return { ...folder, name };
}
