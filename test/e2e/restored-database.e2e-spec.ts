import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Client } from '../support/client.js';
import { restoreInto } from '../support/restore-into.js';
import { Service } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';

interface Feed {
  items: { event_id: string; position: number; body: object }[];
  next_cursor: string;
}

describe('A database that was dumped and restored', () => {
  const databases: TestDatabase[] = [];
  const connections: pg.Client[] = [];
  let first: Service;
  let second: Service;

  const aDatabase = async (): Promise<{ url: string; sql: pg.Client }> => {
    const database = await TestDatabase.create();
    databases.push(database);
    const sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    connections.push(sql);
    return { url: database.url, sql };
  };

  let original: Awaited<ReturnType<typeof aDatabase>>;
  let copy: Awaited<ReturnType<typeof aDatabase>>;
  beforeAll(async () => {
    [original, copy] = [await aDatabase(), await aDatabase()];
    first = await Service.start({ DATABASE_URL: original.url });
  });
  afterAll(async () => {
    await second?.stop();
    await first?.stop();
    for (const connection of connections) await connection.end();
    for (const database of databases) await database.drop();
  });

  /** From the cursor on, until so many are there. */
  const follow = (client: Client, after: string, count: number): Promise<Feed> =>
    until(`${count} events are in the feed`, async () => {
      const feed = await client.get<Feed>(`/api/events?after=${after}&limit=200`);
      return feed.items.length === count && feed;
    });

  it('goes on with the feed: cursors of before miss nothing, and no position is given twice', async () => {
    const before = new Client(first);
    const { id } = await before.reviewed({ refs: '{ "a":1.0,"é":"\\u00e9" }' });
    for (let count = 0; count < 5; count++) await before.export(id);
    const all = await follow(before, '0', 5);
    const { next_cursor: cursor } = await before.get<Feed>('/api/events?limit=2');
    await first.signal('SIGTERM');
    // One that was committed and had no position yet.
    await original.sql.query(
      `WITH late AS (
         INSERT INTO outbox_events (event_id, event, document_id, revision, endpoint_ids, body)
         VALUES (next_uuid7(), 'document.exported', 1000000, 1, '{}', '{}') RETURNING event_id)
       INSERT INTO outbox_unsequenced SELECT event_id FROM late`,
    );
    await restoreInto(copy.sql, original.sql);
    second = await Service.start({ DATABASE_URL: copy.url }, first.dataDir);
    const after = new Client(second);

    await after.export(id);
    const rest = await follow(after, cursor, 5);
    expect(rest.items.slice(0, 3)).toEqual(all.items.slice(2));
    expect(rest.items.map(({ position }) => position)).toEqual([3, 4, 5, 6, 7]);
    expect((await follow(after, all.next_cursor, 2)).items).toEqual(rest.items.slice(3));
  });
});
