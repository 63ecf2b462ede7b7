import type { Target } from '../../shared/kernel/target.js';
import { withTarget } from './with-target.js';

const NAMED = /^(contact|folder)-(\d{1,10})(?![0-9])(?:[ _.-].*)?$/i;

/**
 * Where the files of a sub-folder go. Each folder on the way down may say something: the settings by its path, else
 * its own name (`contact-5`, `folder-12`, also with words behind: `contact-5 Acme Ltd`).
 * @param folders the names from the hot folder down to the file
 */
export function targetOfFolder(
  folders: readonly string[],
  base: Target,
  settings: ReadonlyMap<string, Target>,
): Target {
  return folders.reduce(
    (target, name, depth) =>
      withTarget(target, settings.get(folders.slice(0, depth + 1).join('/')) ?? targetInName(name)),
    base,
  );
}

function targetInName(name: string): Target {
  const [, what, digits] = NAMED.exec(name) ?? [];
  const id = Number(digits);
  if (what === undefined || id < 1 || id > 2 ** 31 - 1) return {};
  return what.toLowerCase() === 'contact' ? { contactId: id } : { folderId: id };
}
