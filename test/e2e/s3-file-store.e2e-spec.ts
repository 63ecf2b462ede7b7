import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Client } from '../support/client.js';
import { S3_CREDENTIALS, S3Server } from '../support/s3-server.js';
import { Service } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';

jest.setTimeout(90_000); // several starts

const MB = 1024 * 1024;
const invoice = new URL('../../examples/invoice-us.pdf', import.meta.url);

describe('A service whose files are in an S3-compatible store', () => {
  let database: TestDatabase;
  let server: S3Server;
  let dataDir: string;
  let hotFolder: string;
  let service: Service;
  let client: Client;
  let logs = '';

  beforeAll(async () => {
    database = await TestDatabase.create();
    server = await S3Server.start();
    dataDir = await mkdtemp(join(tmpdir(), 're-s3-data-'));
    hotFolder = await mkdtemp(join(tmpdir(), 're-s3-hot-'));
    await start();
  });
  afterEach(() => {
    server.trouble = () => undefined;
    server.seen.length = 0;
  });
  afterAll(async () => {
    await service?.stop();
    await server.stop();
    await database.drop();
    for (const folder of [dataDir, hotFolder]) await rm(folder, { recursive: true, force: true });
  });

  async function start(): Promise<void> {
    service = await Service.start(
      {
        DATABASE_URL: database.url,
        FILES_URL: server.filesUrl('documents/of/us'),
        HOT_FOLDERS: hotFolder,
        HOT_FOLDER_SCAN: '200ms',
        HOT_FOLDER_STILL: '0s',
        LOG_LEVEL: 'trace',
        ...S3_CREDENTIALS,
      },
      dataDir,
    );
    client = new Client(service);
  }
  async function end(how: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    await service.signal(how);
    logs += service.log;
  }
  async function post(content: Buffer | string): Promise<Response> {
    const form = new FormData();
    form.set('contact_id', '1');
    form.set('folder_id', '1');
    form.set('file', new Blob([content]), 'a.bin');
    return service.fetch('/api/documents/upload', { method: 'POST', body: form });
  }
  const file = async (id: number, headers = {}): Promise<Response> =>
    service.fetch(`/api/documents/${id}/file`, { headers });
  const spooled = (): Promise<string[]> => readdir(join(dataDir, 'spool'));
  const ready = async (): Promise<unknown> => (await service.json('GET', '/readyz')).body;
  const sha256s = async (): Promise<string[]> =>
    (await client.get<{ items: { sha256: string }[] }>('/api/documents?limit=200')).items.map(
      (document) => document.sha256,
    );

  it('reads, exports, serves and deletes documents, over a restart, and keeps none of their files here', async () => {
    const { id } = await client.reviewed({ sample: 'invoice-us.pdf' });
    expect(await client.get(`/api/documents/${id}`)).toMatchObject({ doc_type: 'Invoice' });
    await client.export(id);
    await until('the copies are gone', async () => (await spooled()).length === 0);
    expect(await readdir(dataDir)).not.toContain('files');
    await end('SIGTERM');
    await start();

    const whole = await readFile(invoice);
    expect(Buffer.from(await (await file(id)).arrayBuffer()).equals(whole)).toBe(true);
    const part = await file(id, { Range: 'bytes=1-3' });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([
      206,
      `bytes 1-3/${whole.length}`,
      'PDF',
    ]);
    expect((await file(id, { Range: `bytes=${whole.length}-` })).status).toBe(416);
    expect((await file(id, { 'If-None-Match': part.headers.get('etag') ?? '' })).status).toBe(304);

    server.seen.length = 0;
    expect((await service.fetch(`/api/documents/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await file(id)).status).toBe(404);
    expect(server.matching('DELETE')).toHaveLength(1);
  });

  it('sends nothing to the store of what is refused', async () => {
    server.seen.length = 0;
    expect((await post('')).status).toBe(422);
    expect(server.matching('PUT')).toEqual([]);
    expect(await spooled()).toEqual([]);
  });

  it.each([
    ['while a part is sent', 'PUT'],
    ['after all was sent', 'HEAD'],
  ])('has no document without its file when it is killed %s', async (_, method) => {
    const content = randomBytes(20 * MB);
    const sha256 = createHash('sha256').update(content).digest('hex');
    server.trouble = (seen) => (seen.method === method ? 'hang' : undefined);
    const answer = post(content).catch(() => undefined);
    await until('it waits for the store', () => server.matching(method).length > 0);
    await end('SIGKILL');
    expect(await answer).toBeUndefined();
    server.trouble = () => undefined;
    await start();

    expect(await sha256s()).not.toContain(sha256);
    const again = await post(content);
    expect(again.status).toBe(201);
    const { id } = (await again.json()) as { id: number };
    expect(Buffer.from(await (await file(id)).arrayBuffer()).equals(content)).toBe(true);
  });

  it('says so while the store is away, loses nothing, and goes on by itself when it is back', async () => {
    const stored = await client.reviewed();
    server.trouble = ({ method }) => (method === 'GET' ? 503 : undefined);
    const waiting = await client.upload();
    await until('its extraction found the store in trouble', () =>
      /waits: The document store/.test(service.log),
    );
    await server.down();
    const { pid } = service.process;
    const litter = await spooled(); // of the killed ones; it has an hour

    for (const refused of [await post('Hello'), await file(stored.id)]) {
      expect(refused.status).toBe(503);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await refused.json()).toMatchObject({ code: 'files_unavailable' });
    }
    expect(litter).toEqual(expect.arrayContaining(await spooled())); // what was there may be done with
    await until('it shows', async () =>
      expect.objectContaining({ status: 'degraded' }).asymmetricMatch(await ready()),
    );
    expect(await ready()).toMatchObject({
      status: 'degraded',
      failed_checks: [{ check: 'files_unavailable', since: expect.any(String) }],
    });
    await writeFile(join(hotFolder, 'note.txt'), 'By the way.\n');
    await until('the arrival waits', async () => {
      const { items } = await client.get<{ items: { result: string; reason: string }[] }>('/api/intake');
      return items.some(({ result, reason }) => result === 'waiting' && /document store/.test(reason));
    });
    // What needs no file goes on.
    expect(await client.export(stored.id)).toMatchObject({ revision: 1 });
    expect(await client.get(`/api/documents/${waiting.id}`)).toMatchObject({
      status: expect.stringMatching(/^(New|Processing)$/),
    });

    server.trouble = () => undefined;
    await server.up();
    await client.status(waiting.id, 'Needs Review', 40);
    await until(
      'the arrival is a document',
      async () => {
        const { items } = await client.get<{ items: { result: string }[] }>('/api/intake');
        return items.some(({ result }) => result === 'accepted');
      },
      60,
    );
    await until('it is well', async () =>
      expect.objectContaining({ status: 'ok' }).asymmetricMatch(await ready()),
    );
    expect((await post('Hello')).status).toBe(201);
    expect([service.process.pid, service.process.exitCode]).toEqual([pid, null]);
  });

  it('starts while the store is away, and uses it when it is there', async () => {
    const [document] = (await client.get<{ items: { id: number }[] }>('/api/documents?limit=1')).items;
    await end('SIGTERM');
    await server.down();
    await start();
    expect(await ready()).toMatchObject({ failed_checks: [{ check: 'files_unavailable' }] });
    expect((await post('Hello again')).status).toBe(503);
    expect((await file(document!.id)).status).toBe(503);
    await server.up();
    expect((await post('Hello again')).status).toBe(201);
    expect((await file(document!.id)).status).toBe(200);
  });

  it('does not start with a bucket that is not there, and says what to do', async () => {
    const FILES_URL = server.filesUrl('x', 'no-such-bucket');
    const other = await Service.launch({ DATABASE_URL: database.url, FILES_URL, ...S3_CREDENTIALS }, dataDir);
    try {
      await until('it ends', () => other.process.exitCode !== null);
      expect(other.process.exitCode).not.toBe(0);
      expect(other.log).toContain('There is no bucket "no-such-bucket". Create it');
    } finally {
      await other.stop();
    }
  });

  it('never tells its credentials', async () => {
    await end('SIGTERM');
    expect(logs).toContain('document store');
    expect(logs).not.toContain(S3_CREDENTIALS.AWS_SECRET_ACCESS_KEY);
    expect(logs).not.toMatch(/AWS4-HMAC|Signature=/);
  });
});
