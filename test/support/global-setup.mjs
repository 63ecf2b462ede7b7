// One PostgreSQL for the whole run, with a migrated template that every test file copies (tens of milliseconds).
// TEST_DATABASE_URL: run against that server instead (it must be allowed to create databases).
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { ensureBuilt } from '../../scripts/build.mjs';

/** Set here, called by the global teardown. */
const shared = /** @type {{ stopTestPostgres?: () => Promise<void> }} */ (globalThis);

export default async function globalSetup() {
  await ensureBuilt();
  const dist = new URL('../../dist/src/shared/database/', import.meta.url);
  const { databaseOptions, openDatabase } = await import(new URL('open-database.js', dist).href);
  let server = process.env.TEST_DATABASE_URL ?? '';
  if (!server) {
    const { startEmbeddedPostgres } = await import(new URL('embedded/start-embedded-postgres.js', dist).href);
    const directory = await mkdtemp(join(tmpdir(), 're-test-'));
    const embedded = await startEmbeddedPostgres({
      directory: join(directory, 'postgres'),
      settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' },
    });
    server = embedded.url;
    shared.stopTestPostgres = async () => {
      await embedded.stop();
      await rm(directory, { recursive: true, force: true });
    };
  }
  const name = `recordengine_template_${process.pid}`;
  const template = new URL(server);
  template.pathname = `/${name}`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`CREATE DATABASE ${name} ENCODING 'UTF8' TEMPLATE template0`);
  await client.end();
  await (await openDatabase(databaseOptions(template.href))).destroy();
  process.env.RE_TEST_SERVER = server;
  process.env.RE_TEST_TEMPLATE = name;
}
