// Fails when the row classes are not what the migrations make, or when the last migration cannot be undone and redone.
// Runs on an embedded PostgreSQL of its own.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureBuilt } from './build.mjs';

// A module does not know its neighbours' rows, so foreign keys between modules live in the migrations alone.
const BETWEEN_MODULES = [
  'ALTER TABLE "documents" DROP CONSTRAINT "fk_documents_contact"',
  'ALTER TABLE "documents" DROP CONSTRAINT "fk_documents_folder"',
  'ALTER TABLE "documents" DROP CONSTRAINT "fk_documents_profile"',
  'ALTER TABLE "contacts" DROP CONSTRAINT "fk_contacts_default_profile"',
];

/**
 * TypeORM's schema builder asks for all columns at once on one connection. pg puts up with that until version 9.
 * @param {any} dataSource
 */
function oneQueryAtATime(dataSource) {
  const create = dataSource.createQueryRunner.bind(dataSource);
  dataSource.createQueryRunner = (/** @type {any[]} */ ...options) => {
    const runner = create(...options);
    const query = runner.query.bind(runner);
    /** @type {Promise<unknown>} */
    let last = Promise.resolve();
    runner.query = (/** @type {any[]} */ ...words) => {
      const next = last.then(() => query(...words));
      last = next.catch(() => undefined);
      return next;
    };
    return runner;
  };
}

await ensureBuilt();
const dist = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist/src');
/** @param {string} path @returns {Promise<any>} */
const load = (path) => import(pathToFileURL(join(dist, path)).href);
const { databaseOptions, openDatabase } = await load('shared/database/open-database.js');
const { startEmbeddedPostgres } = await load('shared/database/embedded/start-embedded-postgres.js');

const rowFiles = (await readdir(dist, { recursive: true })).filter((name) => name.endsWith('.row.js'));
const entities = (await Promise.all(rowFiles.map(load))).flatMap((module) => Object.values(module));

const folder = await mkdtemp(join(tmpdir(), 're-migrations-'));
const postgres = await startEmbeddedPostgres({
  directory: join(folder, 'postgres'),
  settings: { fsync: 'off' },
});
try {
  const dataSource = await openDatabase({ ...databaseOptions(postgres.url), entities });
  oneQueryAtATime(dataSource);
  try {
    await dataSource.undoLastMigration({ transaction: 'each' });
    await dataSource.runMigrations({ transaction: 'each' });
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    /** @type {string[]} */
    const changes = upQueries.map((/** @type {{ query: string }} */ { query }) => query);
    const drift = changes.filter((query) => !BETWEEN_MODULES.includes(query));
    for (const query of drift) console.error(query);
    if (drift.length > 0) process.exitCode = 1;
    console.log(
      drift.length === 0
        ? `${rowFiles.length} row classes are what the migrations make`
        : 'The row classes would change the database as above: write a migration, or correct them.',
    );
  } finally {
    await dataSource.destroy();
  }
} finally {
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
