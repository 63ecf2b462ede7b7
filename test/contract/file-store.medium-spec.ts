import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe } from '@jest/globals';
import type { FileStore } from '../../src/documents/application/file-store.js';
import { LocalFileStore } from '../../src/documents/infrastructure/local-file-store.js';
import type { Config } from '../../src/shared/config/config.js';
import { InstanceSettings } from '../../src/shared/database/instance-settings.js';
import { S3FileStore } from '../../src/documents/infrastructure/s3-file-store.js';
import { S3_CREDENTIALS, S3Server } from '../support/s3-server.js';
import { InMemoryFileStore } from '../support/fakes/in-memory-file-store.js';
import { TestDatabase } from '../support/test-database.js';
import { fileStoreContract } from './file-store.contract.js';

let database: TestDatabase;
let s3Database: TestDatabase;
let folder: string;
let server: S3Server;

let remote: S3FileStore | undefined;

async function local(): Promise<FileStore> {
  const config = { filesUrl: pathToFileURL(folder) } as Config;
  const store = new LocalFileStore(config, new InstanceSettings(await database.unitOfWork()));
  await store.onModuleInit();
  return store;
}

/** With a database of its own: a database knows one store. */
async function s3(): Promise<FileStore> {
  const config = {
    filesUrl: new URL(server.filesUrl('contract')),
    spoolDir: join(folder, 'spool'),
  } as Config;
  remote = new S3FileStore(config, new InstanceSettings(await s3Database.unitOfWork()));
  await remote.onModuleInit();
  return remote;
}

beforeAll(async () => {
  Object.assign(process.env, S3_CREDENTIALS);
  server = await S3Server.start();
  s3Database = await TestDatabase.create();
  database = await TestDatabase.create();
  folder = await mkdtemp(join(tmpdir(), 're-files-'));
});
afterAll(async () => {
  remote?.onModuleDestroy();
  await database.drop();
  await s3Database.drop();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

describe.each([
  ['in memory', async () => new InMemoryFileStore()],
  ['local', local],
  ['S3', s3],
])('FileStore, %s', (_, make) => fileStoreContract(make));
