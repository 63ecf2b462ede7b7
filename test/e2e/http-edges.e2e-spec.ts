import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort, Service } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';

const form = (name: string, content: string): FormData => {
  const data = new FormData();
  data.append('contact_id', '1');
  data.append('folder_id', '1');
  data.append('file', new Blob([content]), name);
  return data;
};

describe('at the edges of HTTP', () => {
  let database: TestDatabase;
  let service: Service;
  let id: number;
  let sha256: string;

  beforeAll(async () => {
    database = await TestDatabase.create();
    const port = await freePort();
    service = await Service.start({
      DATABASE_URL: database.url,
      PORT: String(port),
      PUBLIC_BASE_URL: `http://127.0.0.1:${port}/records`,
    });
    const upload = await service.fetch('/api/documents/upload', {
      method: 'POST',
      body: form('a.txt', 'Dear Ann, hello.'),
    });
    ({ id, sha256 } = (await upload.json()) as { id: number; sha256: string });
  });
  afterAll(async () => {
    await service.stop();
    await database.drop();
  });

  it.each(['/api/documents/%FF', '/documents/%FF', '/api/webhook-deliveries/%C3%28'])(
    'answers 400 to %s',
    async (path) => {
      const response = await service.fetch(path);
      expect(response.status).toBe(400);
      expect(service.log).not.toContain('Unexpected error');
    },
  );

  it.each(['1e0', '0x1', '+1', '1.0', '%201', '2147483648', '99999999999', 'abc', '0'])(
    'takes %s for no id of a document',
    async (spelling) => {
      expect(await service.json('GET', `/api/documents/${spelling}`)).toMatchObject({
        status: 404,
        body: { code: 'not_found' },
      });
    },
  );

  it.each([
    ['/nothing', 404],
    ['/documents/1/nothing', 404],
    ['/records/nothing', 404],
    ['/documents/%FF', 400],
  ])('answers a browser at %s with a page, and everybody else with a problem', async (path, status) => {
    const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
    const ask = (accept: string, asked = path): Promise<Response> =>
      fetch(service.url + asked, { headers: { accept } });
    const page = await ask(browser);
    expect([page.status, page.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8']);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const text = await page.text();
    expect(text).toContain('<a class="button" href="/records/">All documents</a>');
    if (status === 404) expect(text).toContain('There is no such page.');
    for (const problem of [
      await ask('*/*'),
      await ask('application/json'),
      await ask(browser, `/api${path}`),
    ]) {
      expect([problem.status, problem.headers.get('content-type')]).toEqual([
        status,
        'application/problem+json; charset=utf-8',
      ]);
      expect(await problem.json()).toMatchObject({ status });
    }
  });

  it('answers who has no token before the body has come', async () => {
    const { hostname, port } = new URL(service.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      'POST /api/contacts HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2000000\r\n\r\n{"name":',
    );
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 401 /);
    socket.destroy();
  });

  it.each([
    ['a broken first line', 'GARBAGE\r\n\r\n', 400, 'malformed_request'],
    [
      'a length that is no number',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: a\r\n\r\n',
      400,
      'malformed_request',
    ],
    [
      'a very long address',
      `GET /?q=${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
      431,
      'headers_too_large',
    ],
  ])('answers %s with a problem', async (_, sent, status, code) => {
    const { hostname, port } = new URL(service.url);
    const socket = connect(Number(port), hostname);
    socket.write(sent);
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    await once(socket, 'close');
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    expect(head).toMatch(
      new RegExp(`^HTTP/1.1 ${status} .*\r\nContent-Type: application/problem\\+json`, 's'),
    );
    expect(JSON.parse(body)).toMatchObject({ status, code, errors: [] });
  });

  it('answers 416 with the size, as a problem', async () => {
    const response = await service.fetch(`/api/documents/${id}/file`, { headers: { range: 'bytes=99999-' } });
    expect([response.status, response.headers.get('content-range')]).toEqual([416, 'bytes */16']);
    expect(await response.json()).toMatchObject({ status: 416, code: 'range_not_satisfiable' });
  });

  it('serves what it links to, also where no proxy strips the path of PUBLIC_BASE_URL', async () => {
    const { body } = await service.json<{ doc_url: string; file_url: string }>('GET', `/api/documents/${id}`);
    expect(body.doc_url).toBe(`${service.url}/records/documents/${id}`);
    expect((await service.fetch(body.file_url)).status).toBe(200);
    const page = await fetch(body.doc_url, { redirect: 'manual' });
    expect([page.status, page.headers.get('location')]).toEqual([
      302,
      `/records/login?next=%2Fdocuments%2F${id}`,
    ]);
    const list = await service.json<{ next: string | null }>('GET', '/records/api/documents?limit=1');
    expect(list.status).toBe(200);
  });

  it('takes a lost file for a defect, not for an outage of the database', async () => {
    await rm(join(service.dataDir, 'files', sha256.slice(0, 2), sha256.slice(2, 4), sha256));
    const answer = await service.json('GET', `/api/documents/${id}/file`, undefined, {}, { mayBreak: true });
    expect(answer).toMatchObject({
      status: 500,
      body: { code: 'internal_error' },
    });
  });

  it('keeps what people wrote out of the log when the database refuses it', async () => {
    const unit = await database.unitOfWork();
    await unit.manager.query(`ALTER TABLE document_history RENAME TO elsewhere`);
    const secret = { notes: 'a-secret-of-somebody' };
    const answer = await service.json('PATCH', `/api/documents/${id}`, secret, {}, { mayBreak: true });
    await unit.manager.query(`ALTER TABLE elsewhere RENAME TO document_history`);
    expect(answer.status).toBe(500);
    await until('the failure is in the log', () => service.log.includes('document_history'));
    expect(service.log).not.toContain('a-secret-of-somebody');
  });
});
