import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';
import { migrations } from '../../../migrations/all.js';
import { ListenedClient } from './listened-client.js';
import { isDatabaseAway } from './postgres-errors.js';

// Ids, counts and sizes stay far below 2^53; as strings they would be compared and added wrongly.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

const OLDEST = 15;
const NEWEST = 18;

/**
 * A frozen process must not hold row locks past its lease, hence the two timeouts. Keep-alive and the connect
 * timeout let requests fail (503) within seconds when the server is gone without a word. Without jit: a server that has
 * it would compile statements that are run for a few rows each time.
 */
export function databaseOptions(url: string): PostgresDataSourceOptions {
  return {
    type: 'postgres',
    url,
    migrations,
    synchronize: false,
    logging: false,
    applicationName: 'recordengine',
    extra: {
      Client: ListenedClient,
      max: 20,
      connectionTimeoutMillis: 5000,
      keepAlive: true,
      options: '-c idle_in_transaction_session_timeout=5000 -c lock_timeout=5000 -c timezone=UTC -c jit=off',
    },
  };
}

/** Connects (waiting up to 30 s for a server that is just starting), checks its version and migrates. */
export async function openDatabase(options?: DataSourceOptions): Promise<DataSource> {
  if (!options) throw new Error('No database options');
  const dataSource = new DataSource(options);
  const deadline = performance.now() + 30_000;
  for (;;) {
    try {
      await dataSource.initialize();
      break;
    } catch (error) {
      if (!isDatabaseAway(error) || performance.now() > deadline) throw error;
      await pause(500);
    }
  }
  try {
    await checkServer(dataSource);
    await migrate(dataSource);
    return dataSource;
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
}

async function checkServer(dataSource: DataSource): Promise<void> {
  const [row] = await dataSource.query<{ version: string; encoding: string }[]>(
    `SELECT current_setting('server_version_num') AS version, current_setting('server_encoding') AS encoding`,
  );
  const major = Math.floor(Number(row?.version) / 10_000);
  if (major < OLDEST || major > NEWEST) {
    throw new Error(`DATABASE_URL is PostgreSQL ${major}; versions ${OLDEST} to ${NEWEST} are supported.`);
  }
  if (row?.encoding !== 'UTF8') {
    throw new Error(`The database's encoding is ${row?.encoding}; create it with ENCODING 'UTF8'.`);
  }
}

/** One process at a time; the others wait for it and then find nothing to do. */
async function migrate(dataSource: DataSource): Promise<void> {
  const session = dataSource.createQueryRunner();
  try {
    await session.query(`SET lock_timeout = 0`);
    await session.query(`SELECT pg_advisory_lock(hashtext('recordengine:migrate'))`);
    await dataSource.runMigrations({ transaction: 'each' });
  } finally {
    await session.query(`SELECT pg_advisory_unlock_all()`).catch(() => undefined);
    await session.query(`RESET lock_timeout`).catch(() => undefined);
    await session.release();
  }
}
