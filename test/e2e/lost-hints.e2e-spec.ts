import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Client } from '../support/client.js';
import { Service } from '../support/service.js';
import { SilentProxy } from '../support/silent-proxy.js';
import { TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const LISTENER = 'recordengine listener';

/** Hints are to save time; the schedule alone must suffice. */
describe('When the connection that hears of exports is dead and does not know it', () => {
  let database: TestDatabase;
  let proxy: SilentProxy;
  let sql: pg.Client;
  let api: Service;
  let worker: Service;
  let receiver: WebhookReceiver;

  beforeAll(async () => {
    database = await TestDatabase.create();
    const url = new URL(database.url);
    sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    receiver = await WebhookReceiver.start();
    proxy = await SilentProxy.start({ host: url.hostname, port: Number(url.port) }, LISTENER);
    api = await Service.start({ DATABASE_URL: database.url, ROLES: 'api' });
    url.port = String(proxy.port);
    worker = await Service.start({ DATABASE_URL: url.href, ROLES: 'worker' }, api.dataDir);
  });
  afterAll(async () => {
    await worker?.stop();
    await api?.stop();
    await proxy?.stop();
    await receiver?.stop();
    await sql?.end();
    await database?.drop();
  });

  const listeners = async (): Promise<number[]> => {
    const { rows } = await sql.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = $1 AND query LIKE 'LISTEN%'`,
      [LISTENER],
    );
    return rows.map(({ pid }) => pid);
  };

  it('the sweep finds what was exported all the same', async () => {
    const client = new Client(api);
    await client.endpoint(receiver.url);
    const { id } = await client.reviewed();
    const [listener] = await until('the worker listens', async () => {
      const found = await listeners();
      return found.length > 0 && found;
    });
    proxy.silence();
    for (let revision = 1; revision <= 3; revision++) {
      await client.deliveryOf(await client.export(id), 'delivered');
      await until('the hint was swallowed', () => proxy.withheld > 0);
    }
    expect(receiver.arrivals).toHaveLength(3);
    expect(await listeners()).toEqual([listener]);
  });
});
