import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { S3Server } from '../../../test/support/s3-server.js';
import { TestDatabase } from '../../../test/support/test-database.js';
import type { Config } from '../../shared/config/config.js';
import { InstanceSettings } from '../../shared/database/instance-settings.js';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { S3FileStore } from './s3-file-store.js';

describe('S3FileStore', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let server: S3Server;
  let dataDir: string;
  let opened: S3FileStore[];
  let number = 0;

  beforeAll(async () => {
    database = await TestDatabase.create();
    dataSource = await database.open([]);
    server = await S3Server.start();
  });
  afterAll(async () => {
    await database.drop();
    await server.stop();
  });
  beforeEach(async () => {
    await dataSource.query(`DELETE FROM instance_settings WHERE key = 'files_marker'`);
    dataDir = await mkdtemp(join(tmpdir(), 're-spool-'));
    opened = [];
    number += 1;
  });
  afterEach(async () => {
    for (const store of opened) store.onModuleDestroy();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function open(prefix = `store-${number}`, url = server.filesUrl(prefix)): Promise<S3FileStore> {
    const config = { filesUrl: new URL(url), dataDir } as Config;
    const store = new S3FileStore(config, new InstanceSettings(new TypeOrmUnitOfWork(dataSource)));
    opened.push(store);
    await store.onModuleInit();
    return store;
  }
  async function* chunks(...parts: (string | Buffer)[]): AsyncGenerator<Buffer> {
    for (const part of parts) yield Buffer.from(part);
  }
  const spooled = (): Promise<string[]> => readdir(join(dataDir, 'spool'));

  it('sends a large content in parts, and reads it whole and in part', async () => {
    const store = await open();
    const parts = [1, 2, 3, 4, 5].map((n) => Buffer.alloc(4 * 1024 * 1024, n));
    const file = await store.stage(chunks(...parts));
    await file.keep();
    const found: Uint8Array[] = [];
    for await (const part of await store.read(file.sha256)) found.push(part as Uint8Array);
    expect(Buffer.concat(found).equals(Buffer.concat(parts))).toBe(true);
    expect(await spooled()).toEqual([]);
  });

  it('gives out copies that last until they are given back', async () => {
    const store = await open();
    const file = await store.stage(chunks('twice at once'));
    await file.keep();
    const [one, other] = [await store.localPath(file.sha256), await store.localPath(file.sha256)];
    await store.release(one);
    expect(await spooled()).toHaveLength(1);
    await store.release(other);
    expect(await spooled()).toEqual([]);
  });

  it('refuses a bucket that is not the one of the database', async () => {
    await open();
    await open();
    await expect(open(`another-${number}`)).rejects.toThrow('is not the store of this database');
  });

  it('says that a store is away, and no more', async () => {
    const store = await open();
    const away = await S3Server.start();
    const url = away.filesUrl('x');
    await away.stop();
    await expect(open('x', url)).rejects.toMatchObject({ kind: 'unavailable', code: 'files_unavailable' });
    const missing = server.filesUrl('x').replace('documents', 'no-such-bucket');
    await expect(open('x', missing)).rejects.toMatchObject({ code: 'files_unavailable' });
    expect(await store.removeAbandoned(new Date(Date.now() + 1000))).toBe(0);
  });
});
