import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { S3FileStore } from '../../src/documents/infrastructure/s3-file-store.js';
import type { Config } from '../../src/shared/config/config.js';
import { InstanceSettings } from '../../src/shared/database/instance-settings.js';
import { fileStoreContract } from '../contract/file-store.contract.js';
import { Client } from '../support/client.js';
import { S3Server } from '../support/s3-server.js';
import { Service } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';
import { Swift } from './swift.js';

jest.setTimeout(120_000);

const MB = 1024 * 1024;

/** A server that verifies signatures, hashes of bodies and sizes of parts, and lists broken uploads. */
describe('S3FileStore on OpenStack Swift', () => {
  let server: S3Server;
  let folder: string;
  let database: TestDatabase;
  const opened: S3FileStore[] = [];

  beforeAll(async () => {
    Logger.overrideLogger(false);
    Object.assign(process.env, Swift.CREDENTIALS);
    const swift = await Swift.start();
    server = await S3Server.inFrontOf(swift.port, () => swift.stop());
    const client = new S3Client({
      endpoint: `http://127.0.0.1:${swift.port}`,
      region: 'us-east-1',
      forcePathStyle: true,
    });
    await client.send(new CreateBucketCommand({ Bucket: 'documents' }));
    client.destroy();
    folder = await mkdtemp(join(tmpdir(), 're-s3-system-'));
    database = await TestDatabase.create();
  });
  afterAll(async () => {
    for (const store of opened) store.onModuleDestroy();
    await server?.stop();
    await database?.drop();
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(() => {
    server.trouble = () => undefined;
    server.seen.length = 0;
  });

  async function open(url = server.filesUrl('store')): Promise<S3FileStore> {
    const config = { filesUrl: new URL(url), spoolDir: join(folder, 'spool') } as Config;
    const store = new S3FileStore(config, new InstanceSettings(await database.unitOfWork()));
    opened.push(store);
    await store.onModuleInit();
    return store;
  }
  async function* large(): AsyncGenerator<Buffer> {
    for (let n = 0; n < 5; n++) yield Buffer.alloc(4 * MB, n);
  }

  fileStoreContract(open);

  it('sends and reads back in parts', async () => {
    const store = await open();
    const file = await store.stage(large());
    await file.prepare();
    await file.keep();
    expect(server.matching('PUT', /partNumber/)).toHaveLength(3);
    const found: Buffer[] = [];
    for await (const part of await store.read(file.sha256)) found.push(part as Buffer);
    const sent: Buffer[] = [];
    for await (const part of large()) sent.push(part);
    expect(Buffer.concat(found).equals(Buffer.concat(sent))).toBe(true);
    await store.withLocalPath(file.sha256, async (path) => expect(path).toContain(file.sha256));
    await store.remove(file.sha256);
    await expect(store.read(file.sha256)).rejects.toThrow();
  });

  it.each([
    ['an object', async function* () { yield Buffer.from('small'); }],
    ['a part', large],
  ])('has the store refuse %s that was damaged on the way', async (_, content) => {
    const store = await open();
    const file = await store.stage(content());
    server.trouble = ({ method }) => (method === 'PUT' ? 'damage' : undefined);
    await expect(file.prepare()).rejects.toMatchObject({ code: 'files_unavailable' });
    await expect(store.read(file.sha256)).rejects.toThrow();
    await file.discard();
  });

  it('ends uploads that were broken off', async () => {
    const store = await open();
    await store.removeAbandoned(new Date(Date.now() + 60_000));
    const killed = await open();
    const file = await killed.stage(large());
    server.trouble = ({ url }) => (/partNumber=3/.test(url) ? 'hang' : undefined);
    const sending = file.prepare().catch(() => undefined);
    await until('the third part is on its way', () => server.matching('PUT', /partNumber=3/).length > 0);
    server.trouble = ({ method }) => (method === 'DELETE' ? 500 : undefined);
    killed.onModuleDestroy();
    await server.down();
    await server.up();
    await sending;
    server.trouble = () => undefined;
    await file.discard();
    expect(await store.removeAbandoned(new Date(Date.now() - 60_000))).toBe(0);
    expect(await store.removeAbandoned(new Date(Date.now() + 60_000))).toBe(1);
    expect(await store.removeAbandoned(new Date(Date.now() + 60_000))).toBe(0);
  });

  it('does not start with a wrong secret, or without the bucket, and says what to do', async () => {
    await expect(open(server.filesUrl('store', 'no-such-bucket'))).rejects.toThrow(/There is no bucket/);
    process.env['AWS_SECRET_ACCESS_KEY'] = 'wrong';
    try {
      await expect(open()).rejects.toThrow(/SignatureDoesNotMatch, 403.*Check the credentials/);
    } finally {
      Object.assign(process.env, Swift.CREDENTIALS);
    }
  });

  it('is what a whole service works with', async () => {
    const own = await TestDatabase.create();
    const FILES_URL = server.filesUrl('service');
    const service = await Service.start({ DATABASE_URL: own.url, FILES_URL, ...Swift.CREDENTIALS });
    try {
      const client = new Client(service);
      const { id } = await client.reviewed({ sample: 'invoice-us.pdf' });
      const part = await service.fetch(`/api/documents/${id}/file`, { headers: { Range: 'bytes=1-3' } });
      expect([part.status, await part.text()]).toEqual([206, 'PDF']);
      expect((await service.fetch(`/api/documents/${id}`, { method: 'DELETE' })).status).toBe(204);
      expect(await readdir(join(service.dataDir, 'spool'))).toEqual([]);
    } finally {
      await service.stop();
      await own.drop();
    }
  });
});
