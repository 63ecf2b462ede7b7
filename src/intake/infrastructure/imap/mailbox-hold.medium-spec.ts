import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { SilentProxy } from '../../../../test/support/silent-proxy.js';
import { TestDatabase } from '../../../../test/support/test-database.js';
import { until } from '../../../../test/support/until.js';
import { MailboxHold } from './mailbox-hold.js';

describe('The hold on a mailbox', () => {
  let database: TestDatabase;
  let sql: pg.Client;
  let taken: MailboxHold[];

  beforeEach(async () => {
    taken = [];
    database = await TestDatabase.create();
    sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
  });
  afterEach(async () => {
    await Promise.all(taken.map((hold) => hold.release()));
    await sql.end();
    await database.drop();
  });

  const take = async (mailbox = 'a', url = database.url): Promise<MailboxHold | undefined> => {
    const hold = await MailboxHold.take(url, mailbox);
    if (hold) taken.push(hold);
    return hold;
  };

  it('is had by one at a time, for each mailbox, until it is given back', async () => {
    const first = await take();
    expect(await take()).toBeUndefined();
    expect(await take('b')).toBeDefined();
    await first!.confirm();
    await first!.release();
    await until('it is free', () => take());
    await expect(first!.confirm()).rejects.toThrow('ended');
  });

  it('is over when its session is', async () => {
    const hold = await take();
    await sql.query(`SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'`);
    await until('it is known', () => hold!.lost.aborted);
    await expect(hold!.confirm()).rejects.toThrow('ended');
    await until('it is free', () => take());
  });

  it('lasts while it shows signs of life, and no longer', async () => {
    const { hostname: host, port } = new URL(database.url);
    const proxy = await SilentProxy.start({ host, port: Number(port) }, 'recordengine mailbox');
    try {
      const url = new URL(database.url);
      url.port = String(proxy.port);
      const hold = await take('a', url.href);
      await pause(12_000); // longer than it lasts by itself
      expect(await take()).toBeUndefined();
      await hold!.confirm();
      proxy.silence();
      await until('its session is ended', () => take(), 20);
      await expect(hold!.confirm()).rejects.toThrow('ended');
      expect(hold!.lost.aborted).toBe(true);
    } finally {
      await proxy.stop();
    }
  }, 60_000);
});
