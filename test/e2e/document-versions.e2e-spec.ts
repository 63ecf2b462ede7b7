import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import PDFDocument from 'pdfkit';
import type { Client } from '../support/client.js';
import { multipartBody, type Part } from '../support/multipart-body.js';
import type { Answer, Service } from '../support/service.js';
import { Stack } from '../support/stack.js';
import { until } from '../support/until.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

/** A parsed answer: a wrong guess at its members fails the test. */
type Json = ReturnType<JSON['parse']>;

const READER = `re_${'cd'.repeat(20)}`;
/** Two of one name, a number and an escape that no parser would print like that, and white space. */
const REFS = '{ "crm" : {"record_id":12345678901234567890,"share":1.0},\n"crm":{"record_id":"\\u0041-1"} }';
const sha256Of = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');
const sample = (name: string): Promise<Buffer> =>
  readFile(new URL(`../../examples/${name}`, import.meta.url));

describe('Versions of a document', () => {
  let stack: Stack;
  let service: Service;
  let client: Client;

  beforeAll(async () => {
    stack = await Stack.start({ MAX_UPLOAD_MB: '2' });
    ({ service, client } = stack);
    await stack.sql.query(
      `INSERT INTO api_tokens (name, token_hash, scopes) VALUES ('reader', sha256(convert_to($1, 'UTF8')), '{read}')`,
      [READER],
    );
  });
  afterAll(() => stack?.stop());

  async function send(
    id: number,
    parts: Part[],
    headers: Record<string, string> = {},
    query = '',
  ): Promise<Answer<Json>> {
    const { body, headers: own } = multipartBody(parts);
    const response = await service.fetch(`/api/documents/${id}/versions${query}`, {
      ...{ method: 'POST', body, headers: { ...own, ...headers } },
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
  }
  const file = (
    content: string | Uint8Array = randomBytes(8).toString('hex'),
    filename = 'new.txt',
  ): Part => ({
    ...{ name: 'file', filename, type: 'application/octet-stream', content },
  });
  const replace = async (id: number, part = file()): Promise<Json> => {
    const answer = await send(id, [part]);
    expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
    return answer.body;
  };
  const get = (id: number): Promise<Json> => client.get(`/api/documents/${id}`);
  const list = async (id: number): Promise<Json[]> =>
    (await client.get<{ items: Json[] }>(`/api/documents/${id}/versions`)).items;
  const download = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    service.fetch(path, { headers });
  const bytesOf = async (path: string): Promise<Buffer> =>
    Buffer.from(await (await download(path)).arrayBuffer());
  const files = async (): Promise<string[]> =>
    (await readdir(join(service.dataDir, 'files'), { recursive: true }))
      .map((path) => path.split('/').at(-1) ?? '')
      .filter((name) => /^[0-9a-f]{64}$/.test(name));

  it('take the place of one another, and the refs arrive in the webhook to the byte', async () => {
    const receiver = await WebhookReceiver.start();
    try {
      await client.endpoint(receiver.url);
      const { id } = await client.reviewed({ sample: 'invoice-us.pdf', refs: REFS });
      await service.json('PATCH', `/api/documents/${id}`, { notes: 'by hand', custom_fields: { a: 1 } });
      const before = await get(id);
      const first = await client.export(id);
      await client.deliveryOf(first, 'delivered');
      await service.json('PUT', `/api/documents/${id}/status`, { status: 'Needs Review' });

      const eu = await sample('invoice-eu.pdf');
      const answer = await send(id, [file(eu, 'corrected.pdf')]);
      expect([answer.status, answer.headers.get('location')]).toEqual([
        201,
        expect.stringMatching(new RegExp(`/api/documents/${id}/versions/2$`)),
      ]);
      expect(answer.headers.get('etag')).toBe(`"${answer.body.version}"`);
      expect(answer.body).toMatchObject({
        ...{ id, version_number: 2, status: 'New', filename: 'corrected.pdf', mime_type: 'application/pdf' },
        ...{ original_filename: 'corrected.pdf', size: eu.length, sha256: sha256Of(eu), revision: 1 },
        ...{ extracted_fields: {}, line_items: [], doc_type: null, doc_date: null, ai_summary: null },
        ...{ confidence_score: null, confidence_label: null, notes: 'by hand', custom_fields: { a: 1 } },
        ...{ doc_url: before.doc_url, file_url: before.file_url, created_at: before.created_at },
      });
      expect(answer.text).toContain(`"external_refs":${REFS}`);

      await client.status(id, 'Needs Review');
      const after = await get(id);
      expect(after.extracted_fields.invoice_number).toEqual(expect.any(String));
      expect(after.extracted_fields.invoice_number).not.toBe(before.extracted_fields.invoice_number);
      const refs = await download(`/api/documents/${id}/external_refs`);
      expect(await refs.text()).toBe(REFS);

      const second = await client.export(id);
      await client.deliveryOf(second, 'delivered');
      const bodies = receiver.arrivals.map(({ body }) => body.toString());
      for (const body of bodies) expect(body).toContain(`"external_refs":${REFS}`);
      expect(bodies.map((body) => JSON.parse(body))).toMatchObject([
        { revision: 1, filename: 'invoice-us.pdf', sha256: before.sha256, doc_url: before.doc_url },
        { revision: 2, filename: 'corrected.pdf', sha256: sha256Of(eu), doc_url: before.doc_url },
      ]);
      // What went out stays what it was, also where it is asked for again.
      const event = await client.get<Json>(`/api/events/${first.event_id}`);
      expect(event.body).toMatchObject({ filename: 'invoice-us.pdf', sha256: before.sha256 });

      expect(await list(id)).toMatchObject([
        {
          ...{ document_id: id, number: 2, current: true, filename: 'corrected.pdf', replaced_at: null },
          ...{ sha256: sha256Of(eu), status: 'Export', extracted_fields: after.extracted_fields },
        },
        {
          ...{ number: 1, current: false, filename: 'invoice-us.pdf', size: before.size },
          ...{ mime_type: 'application/pdf', uploaded_by: 'token:1 (bootstrap)', status: 'Needs Review' },
          ...{ extracted_fields: before.extracted_fields, line_items: before.line_items },
          ...{ confidence_score: before.confidence_score, confidence_label: before.confidence_label },
          ...{ doc_type: before.doc_type, uploaded_at: before.created_at },
        },
      ]);
      const us = await sample('invoice-us.pdf');
      expect(await bytesOf(`/api/documents/${id}/versions/1/file`)).toEqual(us);
      expect(await bytesOf(`/api/documents/${id}/versions/2/file`)).toEqual(eu);
      expect(await bytesOf(`/api/documents/${id}/file`)).toEqual(eu);
      expect(await client.get(`/api/documents/${id}/versions/1`)).toEqual((await list(id))[1]);
    } finally {
      await receiver.stop();
    }
  });

  it('tell in the history who brought them', async () => {
    const { id } = await client.reviewed();
    await replace(id, file('second', '<b>.txt'));
    const { items } = await client.get<{ items: Json[] }>(`/api/documents/${id}/history?limit=200`);
    const lines = items.filter(({ action }) => action === 'new_version');
    expect(lines.at(-1)).toMatchObject({ field: null, from: 1, to: 2, actor: 'token:1 (bootstrap)' });
    expect(lines.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['sha256', 'filename', 'ai_summary']),
    );
  });

  it('are served as safely as the file is, with ranges', async () => {
    const { id } = await client.reviewed();
    const { sha256 } = await get(id);
    await replace(id, file('<html>second</html>', 'page.html'));
    await replace(id);
    const path = `/api/documents/${id}/versions`;
    const html = await download(`${path}/2/file`);
    expect(Object.fromEntries(html.headers)).toMatchObject({
      'content-type': 'text/html',
      'content-disposition': `attachment; filename="page.html"; filename*=UTF-8''page.html`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': 'sandbox',
      'accept-ranges': 'bytes',
      'cache-control': 'private, no-cache',
      etag: `"${sha256Of(Buffer.from('<html>second</html>'))}"`,
    });
    await html.body?.cancel();
    const part = await download(`${path}/2/file`, { range: 'bytes=6-11' });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([
      206,
      'bytes 6-11/19',
      'second',
    ]);
    expect((await download(`${path}/2/file`, { range: 'bytes=19-' })).status).toBe(416);
    expect((await download(`${path}/1/file`, { 'if-none-match': `"${sha256}"` })).status).toBe(304);
    const head = await service.fetch(`${path}/2/file`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '19']);
  });

  it('are listed page by page', async () => {
    const { id } = await client.upload();
    for (let count = 0; count < 4; count++) await replace(id);
    const first = await client.get<Json>(`/api/documents/${id}/versions?limit=2`);
    expect(first.items.map(({ number }: Json) => number)).toEqual([5, 4]);
    const next = await client.get<Json>(new URL(first.next).pathname + new URL(first.next).search);
    expect(next.items.map(({ number }: Json) => number)).toEqual([3, 2]);
    const last = await client.get<Json>(`/api/documents/${id}/versions?limit=2&cursor=${next.next_cursor}`);
    expect([last.items.map(({ number }: Json) => number), last.next]).toEqual([[1], null]);
    await client.status(id, 'Needs Review');
  });

  it('can be sent as JSON, and be read for another profile', async () => {
    const { id } = await client.reviewed();
    const sent = await service.json<Json>('POST', `/api/documents/${id}/versions`, {
      ...{ filename: 'json.txt', content_base64: Buffer.from('as JSON').toString('base64'), profile_id: 2 },
    });
    expect([sent.status, sent.body]).toEqual([
      201,
      expect.objectContaining({ version_number: 2, filename: 'json.txt', size: 7, profile_id: 2 }),
    ]);
    await client.status(id, 'Needs Review');
    const form = await send(id, [file(), { name: 'profile_id', content: '1' }]);
    expect(form.body).toMatchObject({ version_number: 3, profile_id: 1 });
  });

  it.each(['Approved', 'Export', 'Archived'])('are refused in %s, with what to do', async (status) => {
    const { id } = await client.reviewed();
    const before = await service.json<Json>('PUT', `/api/documents/${id}/status`, { status });
    expect(before.body.status).toBe(status);
    const stored = await files();
    const refused = await send(id, [file()]);
    expect([refused.status, refused.body.code]).toEqual([409, 'document_locked']);
    expect(refused.body.detail).toContain('Move it to Needs Review first');
    expect(await get(id)).toEqual(before.body);
    expect(await list(id)).toHaveLength(1);
    expect((await files()).sort()).toEqual(stored.sort());
    await service.json('PUT', `/api/documents/${id}/status`, { status: 'Needs Review' });
    expect(await replace(id)).toMatchObject({ version_number: 2, status: 'New' });
  });

  it('are refused whole, and nothing of them is kept', async () => {
    const { id } = await client.reviewed();
    const before = await get(id);
    const stored = await files();
    const cases: [status: number, code: string, () => Promise<Answer<Json>>][] = [
      [400, 'file_missing', () => send(id, [{ name: 'profile_id', content: '1' }])],
      [422, 'empty_file', () => send(id, [file('')])],
      [413, 'file_too_large', () => send(id, [file(randomBytes(2_200_000))])],
      [422, 'unknown_profile', () => send(id, [file(), { name: 'profile_id', content: '99' }])],
      [422, 'validation_failed', () => send(id, [file(), { name: 'profile_id', content: 'x' }])],
      [422, 'validation_failed', () => send(id, [file(), { name: 'external_refs', content: '{}' }])],
      [422, 'validation_failed', () => send(id, [file(), { name: 'contact_id', content: '1' }])],
      [412, 'version_mismatch', () => send(id, [file()], { 'if-match': '"99"' })],
      [412, 'version_mismatch', () => send(id, [file()], {}, '?expected_version=99')],
      [403, 'missing_scope', () => send(id, [file()], { authorization: `Bearer ${READER}` })],
      [404, 'document_not_found', () => send(999_999, [file()])],
      [415, 'unsupported_media_type', () => send(id, [file()], { 'content-type': 'text/plain' })],
      [404, 'version_not_found', () => service.json('GET', `/api/documents/${id}/versions/2`)],
      [404, 'version_not_found', () => service.json('GET', `/api/documents/${id}/versions/2/file`)],
      [404, 'document_not_found', () => service.json('GET', `/api/documents/999999/versions`)],
      [404, 'document_not_found', () => service.json('GET', `/api/documents/999999/versions/1`)],
    ];
    for (const [status, code, ask] of cases) {
      const answer = await ask();
      expect([answer.status, answer.body.code]).toEqual([status, code]);
    }
    expect(await get(id)).toEqual(before);
    expect(await list(id)).toHaveLength(1);
    expect((await files()).sort()).toEqual(stored.sort());
    expect(await readdir(join(service.dataDir, 'files/incoming'))).toEqual([]);
    const right = await send(id, [file()], { 'if-match': `"${before.version}"` });
    expect(right.status).toBe(201);
  });

  it('are made once, however often they are sent under one key', async () => {
    const { id, version } = await client.reviewed();
    const headers = { 'idempotency-key': `version-${id}`, 'if-match': `"${version}"` };
    const first = await send(id, [file('once')], headers);
    const again = await send(id, [file('once')], headers);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.text).toBe(first.text);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    const other = await send(id, [file('other')], headers);
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
    expect(await list(id)).toHaveLength(2);
  });

  it('get numbers of their own when they come at once, and the last one is read', async () => {
    const { id } = await client.reviewed({ refs: REFS });
    const contents = Array.from(
      { length: 8 },
      (_, index) => `Letter ${index} ${randomBytes(8).toString('hex')}`,
    );
    const answers = await Promise.all(contents.map((content) => send(id, [file(content)])));
    expect(answers.map(({ status }) => status)).toEqual(contents.map(() => 201));
    const numbers = answers.map(({ body }) => body.version_number as number);
    expect([...numbers].sort((one, other) => one - other)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
    await client.status(id, 'Needs Review');
    for (const [index, content] of contents.entries()) {
      const path = `/api/documents/${id}/versions/${numbers[index]}/file`;
      expect((await bytesOf(path)).toString()).toBe(content);
    }
    const text = await (await download(`/api/documents/${id}/text`)).text();
    expect(text.trim()).toBe(contents[numbers.indexOf(9)]);
    expect(await (await download(`/api/documents/${id}/external_refs`)).text()).toBe(REFS);
  });

  it('take a document out of the hand that reads it', async () => {
    const pdf = new PDFDocument();
    for (let page = 1; page <= 250; page++) {
      if (page > 1) pdf.addPage();
      for (let line = 0; line < 40; line++)
        pdf.text(`Page ${page}, line ${line}: so many words to read here`);
    }
    pdf.end();
    const form = new FormData();
    form.set('contact_id', '1');
    form.set('folder_id', '1');
    form.set('file', new Blob([new Uint8Array(await buffer(pdf))]), 'long.pdf');
    const uploaded = await service.fetch('/api/documents/upload', { method: 'POST', body: form });
    const { id } = (await uploaded.json()) as { id: number };
    await client.status(id, 'Processing');
    expect(await replace(id, file('A short letter.'))).toMatchObject({
      version_number: 2,
      status: 'Processing',
    });
    await client.status(id, 'Needs Review');
    const text = await (await download(`/api/documents/${id}/text`)).text();
    expect(text.trim()).toBe('A short letter.');
    await until('the other has found out', () => service.log.includes(`Document ${id} was deleted, or`));
    expect(await get(id)).toMatchObject({ status: 'Needs Review', filename: 'new.txt' });
    expect(service.log).not.toContain('"level":"error"');
  });

  it('end in Exception with nothing of the old version when they cannot be read', async () => {
    const { id } = await client.reviewed({ sample: 'invoice-us.pdf' });
    await replace(id, file('%PDF-1.4 not really', 'broken.pdf'));
    await client.status(id, 'Exception');
    expect(await get(id)).toMatchObject({ extracted_fields: {}, confidence_score: null, doc_type: null });
    expect((await download(`/api/documents/${id}/text`)).status).toBe(404);
    const versions = await list(id);
    expect(versions.map(({ status }) => status)).toEqual(['Exception', 'Needs Review']);
    expect(versions[1].extracted_fields).toHaveProperty('invoice_number');
    await replace(id);
    await client.status(id, 'Needs Review');
    expect((await list(id))[1]).toMatchObject({ status: 'Exception', status_reason: expect.any(String) });
  });

  it('go with the document, files and all, but what others have', async () => {
    const shared = Buffer.from(`shared ${randomBytes(8).toString('hex')}`);
    const own = Buffer.from(`own ${randomBytes(8).toString('hex')}`);
    const { id } = await client.reviewed();
    const { sha256 } = await get(id);
    await replace(id, file(shared));
    await replace(id, file(own));
    const other = await client.reviewed();
    await replace(other.id, file(shared));
    await replace(other.id);
    expect(await files()).toEqual(expect.arrayContaining([sha256, sha256Of(shared), sha256Of(own)]));
    expect((await service.fetch(`/api/documents/${id}`, { method: 'DELETE' })).status).toBe(204);
    const left = await files();
    expect(left).toContain(sha256Of(shared));
    expect(left).not.toContain(sha256);
    expect(left).not.toContain(sha256Of(own));
    expect(await bytesOf(`/api/documents/${other.id}/versions/2/file`)).toEqual(shared);
    for (const path of ['versions', 'versions/1', 'versions/1/file']) {
      const gone = await service.json('GET', `/api/documents/${id}/${path}`);
      expect([path, gone.status, gone.body['code']]).toEqual([path, 404, 'document_not_found']);
    }
  });
});
