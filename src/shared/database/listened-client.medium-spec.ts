import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { TestDatabase } from '../../../test/support/test-database.js';
import { databaseOptions } from './open-database.js';
import { isDatabaseAway } from './postgres-errors.js';
import { prepared } from './prepared.js';

/** The last message of a server that is ready for queries, outside a transaction. */
const READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);

let database: TestDatabase;
let server: Server;
let dataSource: DataSource;
/** While set: what says that a new session is ready waits here until that session has ended. */
let onReady: (() => void) | undefined;

beforeEach(async () => {
  database = await TestDatabase.create();
  const { hostname, port } = new URL(database.url);
  server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    const held: Buffer[] = [];
    client.pipe(upstream).on('data', (chunk: Buffer) => {
      if (held.length > 0) client.write(Buffer.concat([...held.splice(0), chunk]));
      else if (onReady && chunk.subarray(-READY.length).equals(READY)) {
        held.push(chunk);
        onReady();
      } else client.write(chunk);
    });
    for (const each of [client, upstream])
      each
        .on('error', () => undefined)
        .on('close', () => {
          client.end();
          upstream.end();
        });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(database.url);
  url.port = String((server.address() as AddressInfo).port);
  dataSource = await new DataSource(databaseOptions(url.href)).initialize();
});
afterEach(async () => {
  onReady = undefined;
  await dataSource.destroy();
  server.close();
  await database.drop();
});

it('survives a session that ends in the moment in which it becomes ready', async () => {
  const busy = dataSource.createQueryRunner();
  await busy.query(`SELECT 1`); // so that the next one needs a session of its own
  const other = new pg.Client({ connectionString: database.url });
  await other.connect();
  const { rows } = await other.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE datname = current_database()`,
  );
  const known = rows.map(({ pid }) => pid);
  onReady = () =>
    void other.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND NOT pid = ANY($1::int[])`,
      [known],
    );
  const failure = await dataSource.query(`SELECT 1`).catch((error: unknown) => error);
  expect(isDatabaseAway(failure)).toBe(true);
  onReady = undefined;
  expect(await dataSource.query(`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
  await busy.release();
  await other.end();
});

it('keeps a prepared statement in its session, and only that', async () => {
  const often = prepared(`SELECT $1::integer + 1 AS sum`);
  const session = dataSource.createQueryRunner();
  expect(await session.query(often, [1])).toEqual([{ sum: 2 }]);
  expect(await session.query(often, [2])).toEqual([{ sum: 3 }]);
  await session.query(`SELECT $1::integer + 2 AS sum`, [1]);
  expect(await session.query(`SELECT statement FROM pg_prepared_statements`)).toEqual([{ statement: often }]);
  await session.release();
});
