import 'reflect-metadata';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { AppModule } from '../../src/app.module.js';
import type { Arrival, ArrivedContent } from '../../src/intake/application/arrival.js';
import { ArrivalUnreadable } from '../../src/intake/application/arrival-unreadable.js';
import { GiveUpRetry } from '../../src/intake/application/give-up-retry.js';
import { IncomingFiles } from '../../src/intake/application/incoming-files.js';
import { IntakeItemQueries, type IntakeItemView } from '../../src/intake/application/intake-item.queries.js';
import { IntakeItems } from '../../src/intake/application/intake-items.js';
import { ReceiveArrival } from '../../src/intake/application/receive-arrival.js';
import { RetryIntakeItem } from '../../src/intake/application/retry-intake-item.js';
import { Config } from '../../src/shared/config/config.js';
import { DomainError } from '../../src/shared/kernel/domain-error.js';
import { ExternalRefs } from '../../src/shared/kernel/external-refs.js';
import { TestDatabase } from '../support/test-database.js';

/** The use case of all channels on the real file store, database and way of making documents. */
describe('Receiving what arrives', () => {
  let database: TestDatabase;
  let dataDir: string;
  let app: INestApplicationContext;
  let sql: pg.Client;
  let receive: ReceiveArrival;
  let retry: RetryIntakeItem;

  beforeAll(async () => {
    database = await TestDatabase.create();
    dataDir = await mkdtemp(join(tmpdir(), 're-intake-'));
    const config = Config.read({
      ...{ DATABASE_URL: database.url, DATA_DIR: dataDir, ROLES: 'api', MAX_UPLOAD_MB: '1' },
      ...{ SECRETS_KEY: Buffer.alloc(32, 1).toString('base64'), RECORDENGINE_TOKEN: `re_${'0'.repeat(40)}` },
    });
    app = await NestFactory.createApplicationContext(AppModule.with(config), {
      abortOnError: false,
      logger: false,
    });
    sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    receive = app.get(ReceiveArrival, { strict: false });
    retry = app.get(RetryIntakeItem, { strict: false });
  });
  afterAll(async () => {
    await sql?.end();
    await app?.close();
    await database?.drop();
    await rm(dataDir, { recursive: true, force: true });
  });
  afterEach(async () => {
    expect(await readdir(join(dataDir, 'files/incoming'))).toEqual([]);
  });

  let count = 0;
  function arrival(
    content: Partial<Omit<ArrivedContent, 'content'>> & { content?: () => AsyncIterable<Uint8Array> } = {},
    values: Partial<Arrival> = {},
  ): Arrival & { opened: number; closed: number } {
    const key = `key ${++count}`;
    const made = {
      ...{ channel: 'hot_folder' as const, sourceKey: key, origin: '/srv/in', name: 'acme/a.txt' },
      ...{ opened: 0, closed: 0 },
      open: async (): Promise<ArrivedContent> => {
        made.opened += 1;
        return {
          ...{ filename: 'a.txt', contactId: 1, folderId: 1, profileId: undefined, notes: null },
          externalRefs: ExternalRefs.EMPTY,
          close: async () => void (made.closed += 1),
          ...content,
          content: content.content?.() ?? bytes(key),
        };
      },
      ...values,
    };
    return made;
  }
  async function* bytes(...parts: (string | Buffer)[]): AsyncGenerator<Uint8Array> {
    for (const part of parts) yield Buffer.from(part);
  }
  async function documents(): Promise<number> {
    const { rows } = await sql.query<{ count: number }>(`SELECT count(*)::integer AS count FROM documents`);
    return rows[0]!.count;
  }
  const items = async (): Promise<IntakeItemView[]> =>
    app.get(IntakeItemQueries, { strict: false }).list({}, 100, undefined);

  it('makes a document of it, as it was told', async () => {
    const refs = '{ "b":1.0, "b":1e2 }';
    const one = arrival({
      ...{
        filename: 'C:\\in\\Brief \u202efdp.txt',
        folderId: undefined,
        notes: 'from ann@example.com',
        profileId: 2,
      },
      externalRefs: ExternalRefs.parse(refs),
    });
    await sql.query(`INSERT INTO folders (contact_id, name) VALUES (1, 'documents')`);
    const item = await receive.execute(one);
    expect(item).toMatchObject({ result: 'accepted', attempts: 1, reason: null, name: 'acme/a.txt' });
    const { rows } = await sql.query(
      `SELECT document.filename, document.source, document.notes, document.profile_id, document.external_refs,
              document.sha256, folder.name AS folder,
              (SELECT DISTINCT actor FROM document_history WHERE document_id = document.id) AS actor
         FROM documents AS document JOIN folders AS folder ON folder.id = document.folder_id WHERE document.id = $1`,
      [item.documentId],
    );
    expect(rows).toEqual([
      {
        ...{ filename: 'Brief fdp.txt', source: 'Hot Folder', notes: 'from ann@example.com', profile_id: 2 },
        ...{ external_refs: refs, sha256: item.sha256, folder: 'documents', actor: 'intake (Hot Folder)' },
      },
    ]);
    expect(one).toMatchObject({ opened: 1, closed: 1 });
  });

  it('has its file sent to the store before a transaction is open', async () => {
    const files = app.get(IncomingFiles, { strict: false });
    const stage = files.stage.bind(files);
    const open: number[] = [];
    const spy = jest.spyOn(files, 'stage').mockImplementation(async (stream) => ({
      ...(await stage(stream)),
      prepare: async () => {
        const { rows } = await sql.query(
          `SELECT 1 FROM pg_locks WHERE relation = 'intake_items'::regclass AND pid <> pg_backend_pid()`,
        );
        open.push(rows.length);
      },
    }));
    try {
      expect(await receive.execute(arrival())).toMatchObject({ result: 'accepted' });
      expect(open).toEqual([0]);
    } finally {
      spy.mockRestore();
    }
  });

  it('is read for the profile that it names, else for that of its contact, else for Default', async () => {
    const profileOf = async (content: Parameters<typeof arrival>[0]): Promise<unknown> => {
      const { documentId } = await receive.execute(arrival(content));
      const { rows } = await sql.query<{ profile_id: number }>(
        `SELECT profile_id FROM documents WHERE id = $1`,
        [documentId],
      );
      return rows[0]?.profile_id;
    };
    const { rows } = await sql.query<{ contact: number; folder: number }>(
      `WITH contact AS (INSERT INTO contacts (name, type, default_profile_id) VALUES ('a', 'Other', 4) RETURNING id)
       INSERT INTO folders (contact_id, name) SELECT id, 'in' FROM contact RETURNING contact_id AS contact, id AS folder`,
    );
    const { contact: contactId, folder: folderId } = rows[0]!;
    expect(await profileOf({ contactId, folderId, profileId: 7 })).toBe(7);
    expect(await profileOf({ contactId, folderId })).toBe(4);
    expect(await profileOf({})).toBe(1);
  });

  it('says that it came by mail', async () => {
    const { documentId } = await receive.execute(arrival({}, { channel: 'email', origin: 'office/INBOX' }));
    const { rows } = await sql.query(`SELECT source FROM documents WHERE id = $1`, [documentId]);
    expect(rows).toEqual([{ source: 'Email' }]);
  });

  it('knows it when it comes again, and does not even open it', async () => {
    const before = await documents();
    const one = arrival();
    const first = await receive.execute(one);
    expect(await receive.execute(one)).toEqual(first);
    expect([one.opened, (await documents()) - before]).toEqual([1, 1]);
    // The same key of another channel is another arrival.
    await receive.execute({ ...one, channel: 'email' });
    expect((await documents()) - before).toBe(2);
  });

  /** All have received it whole before the first one writes. @returns how many documents were made */
  async function receivedByFive(isKnown = false): Promise<number> {
    const before = await documents();
    let missing = 5;
    let go: () => void = () => undefined;
    const all = new Promise<void>((resolve) => (go = resolve));
    let trouble = isKnown;
    const one = arrival({
      content: async function* () {
        if (trouble) throw new Error('not yet');
        yield Buffer.from('by five');
        if (--missing === 0) go();
        await all;
      },
    });
    if (isKnown) await expect(receive.execute(one)).rejects.toThrow('not yet');
    trouble = false;
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => receive.execute(one)));
    const made = (await documents()) - before;
    expect(new Set(outcomes.map(({ documentId }) => documentId)).size).toBe(made);
    return made;
  }

  it('makes one document when five receive it at the same moment', async () => {
    expect(await receivedByFive()).toBe(1);
    expect(await receivedByFive(true)).toBe(1);
  });

  it('owes that to the unique key: without it there are more', async () => {
    await sql.query(`ALTER TABLE intake_items DROP CONSTRAINT uq_intake_items_source`);
    try {
      expect(await receivedByFive()).toBeGreaterThan(1);
    } finally {
      await sql.query(`DELETE FROM intake_items`);
      await sql.query(
        `ALTER TABLE intake_items ADD CONSTRAINT uq_intake_items_source UNIQUE (channel, source_key)`,
      );
    }
  });

  it('writes document and item together, or neither', async () => {
    const before = await documents();
    const one = arrival();
    await sql.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not now'; END $$`);
    await sql.query(`
      CREATE TRIGGER refuse BEFORE UPDATE ON intake_items FOR EACH ROW WHEN (NEW.result = 'accepted')
      EXECUTE FUNCTION refuse()`);
    await expect(receive.execute(one)).rejects.toThrow('not now');
    expect((await documents()) - before).toBe(0);
    expect((await items())[0]).toMatchObject({ result: 'waiting', reason: 'not now', attempts: 1 });
    await sql.query(`DROP TRIGGER refuse ON intake_items`);
    expect(await receive.execute(one)).toMatchObject({ result: 'accepted', reason: null, attempts: 2 });
    expect((await documents()) - before).toBe(1);
  });

  it.each<[what: string, content: Parameters<typeof arrival>[0], reason: RegExp]>([
    ['is empty', { content: () => bytes() }, /^The file is empty/],
    [
      'is too large',
      { content: () => bytes(Buffer.alloc(1024 * 1024), 'x') },
      /^The file is larger than 1048576/,
    ],
    ['goes to nobody', { contactId: 4711 }, /^There is no contact 4711/],
    [
      'goes to somebody without Documents',
      { contactId: 4711, folderId: undefined },
      /^Contact 4711 .* Documents/,
    ],
    ['goes nowhere', { folderId: 4711 }, /^There is no folder 4711/],
    ['has no profile', { profileId: 4711 }, /^There is no extraction profile 4711/],
  ])('refuses what %s, and says why', async (_, content, reason) => {
    const before = await documents();
    const one = arrival(content);
    const item = await receive.execute(one);
    expect(item).toMatchObject({ result: 'failed', reason: expect.stringMatching(reason), documentId: null });
    expect(await receive.execute(one)).toEqual(item);
    expect([one.opened, one.closed, (await documents()) - before]).toEqual([1, 1, 0]);
  });

  it('refuses what its channel refuses', async () => {
    const refusal = new DomainError('invalid', 'sidecar_refused', 'The .meta.json has "contact".');
    const item = await receive.execute(arrival({}, { open: () => Promise.reject(refusal) }));
    expect(item).toMatchObject({ result: 'failed', reason: refusal.message, sha256: null });
  });

  it('does not consume what cannot be read for the moment, and gives up after a while', async () => {
    const before = await documents();
    const broken = arrival({
      content: async function* () {
        yield Buffer.from('half');
        throw new ArrivalUnreadable('The file cannot be read: EIO.');
      },
    });
    for (let attempts = 1; attempts < 8; attempts++) {
      await expect(receive.execute(broken)).rejects.toThrow('EIO');
      expect((await items())[0]).toMatchObject({ result: 'waiting', attempts, sourceKey: broken.sourceKey });
    }
    expect(await receive.execute(broken)).toMatchObject({
      ...{ result: 'failed', attempts: 8, reason: 'The file cannot be read: EIO.' },
    });
    expect((await documents()) - before).toBe(0);
  });

  it('never gives up for trouble of its own', async () => {
    const one = arrival({
      content: async function* () {
        yield Buffer.from('half');
        throw new Error('ENOSPC: no space left on device');
      },
    });
    for (let tries = 0; tries < 10; tries++) await expect(receive.execute(one)).rejects.toThrow('ENOSPC');
    expect((await items())[0]).toMatchObject({ result: 'waiting', attempts: 10 });
  });

  it('tries again what failed, when somebody asks for it', async () => {
    const one = arrival({ contactId: 4711 });
    const failed = await receive.execute(one);
    await retry.execute(failed.id);
    const store = app.get(IntakeItems, { strict: false });
    expect(await store.toRetry('hot_folder', ['/elsewhere'], 10)).toEqual([]);
    expect(await store.toRetry('email', ['/srv/in'], 10)).toEqual([]);
    const [asked] = await store.toRetry('hot_folder', ['/elsewhere', '/srv/in'], 10);
    expect(asked).toMatchObject({ id: failed.id, result: 'waiting', reason: failed.reason });
    const again = await receive.execute({ ...arrival(), sourceKey: one.sourceKey });
    expect(again).toMatchObject({ id: failed.id, result: 'accepted', attempts: 2 });
    expect(await store.toRetry('hot_folder', ['/srv/in'], 10)).toEqual([]);
    await expect(retry.execute(failed.id)).rejects.toMatchObject({ code: 'intake_item_accepted' });
    await expect(retry.execute(2 ** 31 - 1)).rejects.toMatchObject({ code: 'intake_item_not_found' });
  });

  it('gives a request up when there is nothing left, unless it was met meanwhile', async () => {
    const giveUp = app.get(GiveUpRetry, { strict: false });
    const store = app.get(IntakeItems, { strict: false });
    const one = arrival({ contactId: 4711 });
    const { id } = await receive.execute(one);
    await retry.execute(id);
    const [asked] = await store.toRetry('hot_folder', ['/srv/in'], 10);
    await giveUp.execute({ ...asked!, retryRequestedAt: new Date(0) }, 'seen before');
    expect((await items())[0]).toMatchObject({ result: 'waiting' });
    await giveUp.execute(asked!, 'It is gone.');
    expect((await items())[0]).toMatchObject({ result: 'failed', reason: 'It is gone.', attempts: 2 });
    await giveUp.execute(asked!, 'again');
    expect((await items())[0]).toMatchObject({ reason: 'It is gone.' });
  });
});
