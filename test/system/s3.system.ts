import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { S3FileStore } from '../../src/documents/infrastructure/s3-file-store.js';
import type { Config } from '../../src/shared/config/config.js';
import { InstanceSettings } from '../../src/shared/database/instance-settings.js';
import { fileStoreContract } from '../contract/file-store.contract.js';
import { TestDatabase } from '../support/test-database.js';
import { Swift } from './swift.js';

jest.setTimeout(60_000); // four servers start

const MB = 1024 * 1024;

/** Besides s3rver, whose gate makes up for what it does not check: a store of other makers, with nothing in between. */
describe('FileStore, S3 as OpenStack Swift speaks it', () => {
  let swift: Swift;
  let database: TestDatabase;
  let spoolDir: string;
  const opened: S3FileStore[] = [];

  beforeAll(async () => {
    Object.assign(process.env, Swift.credentials);
    database = await TestDatabase.create();
    spoolDir = await mkdtemp(join(tmpdir(), 're-spool-'));
    swift = await Swift.start();
  });
  afterAll(async () => {
    for (const store of opened) store.onModuleDestroy();
    await swift?.stop();
    await database?.drop();
    await rm(spoolDir, { recursive: true, force: true });
  });

  /** All of the one store that the database knows. */
  async function open(): Promise<S3FileStore> {
    const config = { filesUrl: new URL(swift.filesUrl('contract')), spoolDir } as Config;
    const store = new S3FileStore(config, new InstanceSettings(await database.unitOfWork()));
    opened.push(store);
    await store.onModuleInit();
    return store;
  }

  fileStoreContract(open);

  it('keeps a large content that is sent in parts, and knows the store at the next start', async () => {
    const whole = Buffer.concat(Array.from({ length: 5 }, (_, at) => Buffer.alloc(4 * MB, at)));
    const store = await open();
    const file = await store.stage(
      (async function* () {
        for (let at = 0; at < whole.length; at += MB) yield whole.subarray(at, at + MB);
      })(),
    );
    await file.prepare();
    await file.keep();
    expect((await buffer(await store.read(file.sha256))).equals(whole)).toBe(true);
    const part = await buffer(await store.read(file.sha256, { start: 8 * MB - 1, end: 8 * MB }));
    expect(part.equals(whole.subarray(8 * MB - 1, 8 * MB + 1))).toBe(true);
    expect(await store.failingSince()).toBeUndefined();
  });
});
