import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { Client } from '../support/client.js';
import { S3_CREDENTIALS, S3Server } from '../support/s3-server.js';
import { Service } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';

jest.setTimeout(90_000); // two starts

let database: TestDatabase;
let server: S3Server;
let dataDir: string;
let service: Service | undefined;

beforeAll(async () => {
  database = await TestDatabase.create();
  server = await S3Server.start();
  dataDir = await mkdtemp(join(tmpdir(), 're-s3-data-'));
});
afterAll(async () => {
  await service?.stop();
  await server.stop();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

const start = (): Promise<Service> =>
  Service.start({ DATABASE_URL: database.url, FILES_URL: server.filesUrl('e2e'), ...S3_CREDENTIALS }, dataDir);

it('keeps the documents of a service in a bucket, over a restart', async () => {
  service = await start();
  let client = new Client(service);
  const document = await client.reviewed();
  await client.export(document.id);
  await until('the copies are gone', async () => (await readdir(join(dataDir, 'spool'))).length === 0);
  expect(await readdir(dataDir)).not.toContain('files');
  await service.stop();

  service = await start();
  client = new Client(service);
  const path = `/api/documents/${document.id}`;
  const whole = Buffer.from(await (await service.fetch(`${path}/file`)).arrayBuffer());
  expect(whole.subarray(0, 5).toString()).toBe('%PDF-');
  const part = await service.fetch(`${path}/file`, { headers: { Range: 'bytes=1-3' } });
  expect([part.status, await part.text()]).toEqual([206, 'PDF']);
  expect((await service.fetch(path, { method: 'DELETE' })).status).toBe(204);
  expect((await service.fetch(`${path}/file`)).status).toBe(404);

  await server.close();
  const form = new FormData();
  form.set('contact_id', '1');
  form.set('folder_id', '1');
  form.set('file', new Blob(['Hello']), 'a.txt');
  const refused = await service.fetch('/api/documents/upload', { method: 'POST', body: form });
  expect(refused.status).toBe(503);
  expect(await refused.json()).toMatchObject({ code: 'files_unavailable' });
  expect(await readdir(join(dataDir, 'spool'))).toEqual([]);
});
