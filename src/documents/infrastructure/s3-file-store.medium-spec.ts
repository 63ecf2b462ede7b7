import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { aNewDocument } from '../../../test/support/a-document.js';
import { S3_CREDENTIALS, S3Server } from '../../../test/support/s3-server.js';
import { TestDatabase } from '../../../test/support/test-database.js';
import { until } from '../../../test/support/until.js';
import type { Config } from '../../shared/config/config.js';
import { InstanceSettings } from '../../shared/database/instance-settings.js';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { RemoveOrphanFiles } from '../application/remove-orphan-files.js';
import { DocumentRow } from './document.row.js';
import { S3FileStore } from './s3-file-store.js';
import { TypeOrmDocumentRepository } from './typeorm-document.repository.js';

const MB = 1024 * 1024;
const PART = 8 * MB;
const NO_PROFILE = { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };
const SECRET = S3_CREDENTIALS.AWS_SECRET_ACCESS_KEY;

describe('S3FileStore', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let unitOfWork: TypeOrmUnitOfWork;
  let server: S3Server;
  let spoolDir: string;
  let opened: S3FileStore[];
  let logged: unknown[];
  let number = 0;

  beforeAll(async () => {
    Object.assign(process.env, S3_CREDENTIALS);
    database = await TestDatabase.create();
    dataSource = await database.open([DocumentRow]);
    unitOfWork = new TypeOrmUnitOfWork(dataSource);
    server = await S3Server.start();
  });
  afterAll(async () => {
    await database.drop();
    await server.stop();
  });
  beforeEach(async () => {
    await dataSource.query(`DELETE FROM instance_settings WHERE key LIKE 'files_marker%'`);
    spoolDir = await mkdtemp(join(tmpdir(), 're-spool-'));
    opened = [];
    number += 1;
    logged = [];
    for (const level of ['log', 'warn', 'error'] as const) {
      jest.spyOn(Logger.prototype, level).mockImplementation((said: unknown) => void logged.push(said));
    }
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    server.trouble = () => undefined;
    server.seen.length = 0;
    for (const store of opened) store.onModuleDestroy();
    await rm(spoolDir, { recursive: true, force: true });
    expect(JSON.stringify(logged)).not.toContain(SECRET);
  });

  async function open(url = server.filesUrl(`store-${number}`)): Promise<S3FileStore> {
    const store = new S3FileStore(
      { filesUrl: new URL(url), spoolDir } as Config,
      new InstanceSettings(unitOfWork),
    );
    opened.push(store);
    await store.onModuleInit();
    return store;
  }
  async function* chunks(...parts: (string | Buffer)[]): AsyncGenerator<Buffer> {
    for (const part of parts) yield Buffer.from(part);
  }
  async function bytesOf(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
    const found: Uint8Array[] = [];
    for await (const part of content) found.push(part);
    return Buffer.concat(found);
  }
  const spooled = (): Promise<string[]> => readdir(spoolDir);
  const kept = async (store: S3FileStore): Promise<string[]> => {
    const found: string[] = [];
    for await (const sha256 of store.kept(new Date(Date.now() + 60_000))) found.push(sha256);
    return found;
  };
  const large = (): Buffer[] => Array.from({ length: 5 }, (_, n) => Buffer.alloc(4 * MB, n));
  const away = { kind: 'unavailable', code: 'files_unavailable' };

  describe('a content', () => {
    it('is sent in parts with checksums when it is large, ahead of the transaction', async () => {
      const store = await open();
      server.mostAtOnce = 0;
      const file = await store.stage(chunks(...large()));
      expect(server.matching('PUT', /partNumber/)).toEqual([]);
      await file.prepare();
      expect(server.matching('PUT', /partNumber/).map(({ bytes }) => bytes)).toEqual(
        expect.arrayContaining([PART, PART, 4 * MB]),
      );
      expect(server.mostAtOnce).toBeLessThanOrEqual(2);
      const before = server.seen.length;
      await file.keep();
      expect(server.seen.slice(before).map(({ method }) => method)).toEqual(['HEAD']);
      expect((await bytesOf(await store.read(file.sha256))).equals(Buffer.concat(large()))).toBe(true);
      expect((await bytesOf(await store.read(file.sha256, { start: PART - 1, end: PART }))).length).toBe(2);
      expect(await spooled()).toEqual([]);
    });

    it('never reaches the store when it is discarded before, or its stream breaks', async () => {
      const store = await open();
      const before = server.seen.length;
      await (await store.stage(chunks('refused'))).discard();
      const broken = (async function* () {
        yield Buffer.alloc(200_000);
        throw new Error('connection reset');
      })();
      await expect(store.stage(broken)).rejects.toThrow('connection reset');
      expect(server.seen).toHaveLength(before);
      expect(await spooled()).toEqual([]);
    });

    it.each([
      ['in one request', (): Buffer[] => [Buffer.from('damaged on the way')]],
      ['in parts', large],
    ])('that was damaged on the way is refused by the store: %s', async (_, parts) => {
      const store = await open();
      const file = await store.stage(chunks(...parts()));
      server.trouble = ({ method }) => (method === 'PUT' ? 'damage' : undefined);
      await expect(file.prepare()).rejects.toMatchObject(away);
      expect(await kept(store)).toEqual([]);
      server.trouble = () => undefined;
      await file.keep();
      expect(await kept(store)).toEqual([file.sha256]);
    });

    it('is not sent whole when the disk gives back other bytes than it was given', async () => {
      const store = await open();
      const file = await store.stage(chunks(...large()));
      const [name = ''] = await spooled();
      await writeFile(join(spoolDir, name), Buffer.concat(large()).fill(7, 17 * MB));
      await expect(file.prepare()).rejects.toMatchObject(away);
      expect(server.matching('POST', /uploadId/)).toEqual([]);
      expect(server.matching('DELETE', /uploadId/)).toHaveLength(1);
    });

    it('is sent again when it was removed between preparing and keeping', async () => {
      const store = await open();
      const file = await store.stage(chunks('there and gone'));
      await file.prepare();
      await store.remove(file.sha256);
      await file.keep();
      expect((await bytesOf(await store.read(file.sha256))).toString()).toBe('there and gone');
    });

    it('is lent as a copy of its own, whose bytes are checked', async () => {
      const store = await open();
      const file = await store.stage(chunks('lent'));
      await file.keep();
      const trouble = new Error('of the reader');
      await expect(
        store.withLocalPath(file.sha256, async () => {
          expect(await spooled()).toHaveLength(1);
          throw trouble;
        }),
      ).rejects.toBe(trouble);
      expect(await spooled()).toEqual([]);
      const [sent] = server.matching('PUT', new RegExp(file.sha256));
      await server.overwrite(sent!, 'something else');
      await expect(store.withLocalPath(file.sha256, async () => 'used')).rejects.toThrow('The store holds');
      expect(await spooled()).toEqual([]);
    });
  });

  describe('the marker', () => {
    it('is the same for processes that start together, and at every start', async () => {
      await Promise.all(Array.from({ length: 5 }, () => open()));
      const marker = await new InstanceSettings(unitOfWork).get('files_marker');
      expect(marker).toMatch(/^[0-9a-f-]{36}$/);
      await open();
      expect(await new InstanceSettings(unitOfWork).get('files_marker')).toBe(marker);
    });

    it('is made good after a kill between database and bucket, on either side', async () => {
      const settings = new InstanceSettings(unitOfWork);
      await settings.getOrSet('files_marker_to_be', 'settled-by-a-killed-process');
      await open();
      expect(await settings.get('files_marker')).toBe('settled-by-a-killed-process');
      await dataSource.query(`DELETE FROM instance_settings WHERE key LIKE 'files_marker%'`);
      await open();
      expect(await settings.get('files_marker')).toBe('settled-by-a-killed-process');
    });

    it('refuses a store that is not the one of the database, and leaves it as it is', async () => {
      await open();
      server.seen.length = 0;
      await expect(open(server.filesUrl(`another-${number}`))).rejects.toThrow(
        /FILES_URL .* is not the store of this database: .* absent/,
      );
      expect(server.matching('PUT')).toEqual([]);
    });
  });

  describe('settings that cannot work stop the start and say what to do', () => {
    it('no such bucket', async () => {
      await expect(open(server.filesUrl('x', 'no-such-bucket'))).rejects.toThrow(
        /NoSuchBucket.*no bucket "no-such-bucket"\. Create it/,
      );
    });

    it('wrong credentials', async () => {
      server.trouble = () => 403;
      const { message } = (await open().catch((error: unknown) => error)) as Error;
      expect(message).toMatch(/InTrouble, 403.*Check the credentials.*PutObject/);
      expect(message).not.toContain(SECRET);
    });

    it('no credentials', async () => {
      for (const name of Object.keys(S3_CREDENTIALS)) delete process.env[name];
      Object.assign(process.env, { AWS_EC2_METADATA_DISABLED: 'true', ...NO_PROFILE });
      try {
        await expect(open()).rejects.toThrow(/CredentialsProviderError.*Set AWS_ACCESS_KEY_ID/);
      } finally {
        Object.assign(process.env, S3_CREDENTIALS);
      }
    });

    it('no region, of AWS', async () => {
      Object.assign(process.env, NO_PROFILE);
      await expect(open('s3://a-bucket/x')).rejects.toThrow(/without an endpoint a region is needed/);
    });
  });

  describe('a store that is away', () => {
    afterEach(() => server.up());

    it('is waited for: requests say so until it is back, and so does its health', async () => {
      const store = await open();
      const file = await store.stage(chunks('patience'));
      await server.down();
      const since = await store.failingSince();
      expect(since).toBeInstanceOf(Date);
      await expect(file.prepare()).rejects.toMatchObject(away);
      await expect(file.keep()).rejects.toMatchObject(away);
      await expect(store.read(file.sha256)).rejects.toMatchObject(away);
      await expect(store.withLocalPath(file.sha256, async () => 1)).rejects.toMatchObject(away);
      await expect(kept(store)).rejects.toMatchObject(away);
      await server.up();
      await file.keep();
      expect((await bytesOf(await store.read(file.sha256))).toString()).toBe('patience');
      await until('it is well', async () => (await store.failingSince()) === undefined);
      expect(logged).toContainEqual(expect.stringMatching(/answers again/));
    });

    it('does not stop the start, but nothing is asked of it before it is known', async () => {
      await open();
      await server.down();
      const known = await open();
      const wrong = await open(server.filesUrl(`another-${number}`));
      await server.up();
      await (await known.stage(chunks('late'))).keep();
      server.seen.length = 0;
      await expect((await wrong.stage(chunks('late'))).keep()).rejects.toMatchObject(away);
      expect(server.matching('PUT')).toEqual([]);
      expect(logged).toContainEqual(expect.stringMatching(/not that of this database/));
    });

    it('does not hold a transaction open while it hangs', async () => {
      const store = await open();
      const file = await store.stage(chunks('hangs'));
      await file.prepare();
      server.trouble = () => 'hang';
      const began = performance.now();
      await expect(file.keep()).rejects.toMatchObject(away);
      expect(performance.now() - began).toBeLessThan(5000); // idle_in_transaction_session_timeout
    });
  });

  describe('what killed processes leave behind', () => {
    it('is removed: files in the spool that have not grown for an hour, and no others', async () => {
      for (const [name, minutes] of [
        ['old', 61],
        ['going-on', 59],
      ] as const) {
        await writeFile(join(spoolDir, name), 'half');
        const then = new Date(Date.now() - minutes * 60_000);
        await utimes(join(spoolDir, name), then, then);
      }
      await open();
      expect(await spooled()).toEqual(['going-on']);
    });

    it('is removed: contents of no document', async () => {
      const store = await open();
      const documents = new TypeOrmDocumentRepository(unitOfWork, { now: () => new Date() });
      const later = { now: () => new Date(Date.now() + 3_700_000) };
      const removeOrphanFiles = new RemoveOrphanFiles(unitOfWork, documents, store, later);
      const wanted = await store.stage(chunks(`wanted ${number}`));
      const orphan = await store.stage(chunks(`orphan ${number}`));
      for (const file of [wanted, orphan]) await file.keep();
      await unitOfWork.run(() => documents.add(aNewDocument({ sha256: wanted.sha256 }), 'ann'));
      expect(await removeOrphanFiles.execute()).toBe(1);
      expect(await kept(store)).toEqual([wanted.sha256]);
    });
  });
});
