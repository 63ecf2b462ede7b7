import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import PDFDocument from 'pdfkit';
import type { Client, DocumentBody } from '../support/client.js';
import type { Service } from '../support/service.js';
import { Stack } from '../support/stack.js';
import { until } from '../support/until.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const READER = `re_${'cd'.repeat(20)}`;
const sha256Of = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

describe('Deleting a document', () => {
  let stack: Stack;
  let sql: pg.Client;
  let service: Service;
  let client: Client;

  beforeAll(async () => {
    stack = await Stack.start({ WEBHOOK_RETRY_SCHEDULE: '200ms,200ms,60s' });
    ({ service, client, sql } = stack);
    await sql.query(
      `INSERT INTO api_tokens (name, token_hash, scopes) VALUES ('reader', sha256(convert_to($1, 'UTF8')), '{read}')`,
      [READER],
    );
  });
  afterAll(() => stack?.stop());

  const remove = (id: number, headers: Record<string, string> = {}, query = ''): Promise<Response> =>
    service.fetch(`/api/documents/${id}${query}`, { method: 'DELETE', headers });
  const upload = async (content: Uint8Array, name = 'note.txt'): Promise<DocumentBody> => {
    const form = new FormData();
    form.set('contact_id', '1');
    form.set('folder_id', '1');
    form.set('file', new Blob([Buffer.from(content)]), name);
    const response = await service.fetch('/api/documents/upload', { method: 'POST', body: form });
    expect(response.status).toBe(201);
    return (await response.json()) as DocumentBody;
  };
  const download = (id: number): Promise<Response> => service.fetch(`/api/documents/${id}/file`);
  const files = async (): Promise<string[]> =>
    (await readdir(join(service.dataDir, 'files'), { recursive: true }))
      .map((path) => path.split('/').at(-1) ?? '')
      .filter((name) => /^[0-9a-f]{64}$/.test(name));
  const rows = async (table: string, id: number): Promise<number> => {
    const column = table === 'documents' ? 'id' : 'document_id';
    return (await sql.query(`SELECT FROM ${table} WHERE ${column} = $1`, [id])).rowCount ?? -1;
  };

  it('leaves nothing of it but who did it', async () => {
    const content = Buffer.from(`Top secret ${randomBytes(8).toString('hex')}`);
    const { id } = await upload(content);
    await client.status(id, 'Needs Review');
    await service.json('PATCH', `/api/documents/${id}`, { notes: 'secret' });
    const answer = await remove(id);
    expect([answer.status, await answer.text()]).toEqual([204, '']);

    for (const table of ['documents', 'document_texts', 'document_processing', 'document_search']) {
      expect([table, await rows(table, id)]).toEqual([table, 0]);
    }
    expect(await files()).not.toContain(sha256Of(content));
    const history = await sql.query<{ action: string; actor: string; values: number }>(
      `SELECT action, actor, num_nonnulls(from_value, to_value) AS values
         FROM document_history WHERE document_id = $1 ORDER BY id`,
      [id],
    );
    expect(history.rows.at(-1)).toMatchObject({
      action: 'deleted',
      actor: expect.stringContaining('bootstrap'),
    });
    expect(history.rows.slice(0, -1).every(({ values }) => values === 0)).toBe(true);
    expect(history.rows[0]).toMatchObject({ action: 'uploaded' });

    for (const [method, path, body] of [
      ['GET', ''],
      ['GET', '/file'],
      ['GET', '/text'],
      ['GET', '/history'],
      ['GET', '/exports'],
      ['GET', '/external_refs'],
      ['PUT', '/external_refs', {}],
      ['DELETE', '/external_refs'],
      ['PATCH', '', { notes: 'x' }],
      ['PUT', '/status', { status: 'Archived' }],
      ['POST', '/reprocess'],
      ['POST', '/export'],
      ['DELETE', ''],
    ] as const) {
      const gone = await service.json(method, `/api/documents/${id}${path}`, body);
      expect([method, path, gone.status, gone.body['code']]).toEqual([
        method,
        path,
        404,
        'document_not_found',
      ]);
    }
    const page = await service.fetch(`/documents/${id}`, { headers: { accept: 'text/html' } });
    expect([page.status, await page.text()]).toEqual([410, expect.stringContaining('has been deleted')]);
    expect((await service.fetch('/documents/999999', { headers: { accept: 'text/html' } })).status).toBe(404);
  });

  it('needs the scope write, and the version that the caller names', async () => {
    const { id, version } = await client.reviewed();
    expect((await remove(id, { authorization: `Bearer ${READER}` })).status).toBe(403);
    expect((await remove(id, { 'if-match': '"99"' })).status).toBe(412);
    expect((await remove(id, {}, '?expected_version=99')).status).toBe(412);
    expect((await remove(id, {}, '?expected_version=x')).status).toBe(422);
    expect((await client.get<DocumentBody>(`/api/documents/${id}`)).version).toBe(version);
    expect((await remove(id, { 'if-match': `"${version}"` })).status).toBe(204);
    expect((await remove(id, { 'if-match': `"${version}"` })).status).toBe(404);
  });

  it('keeps a file that another document has', async () => {
    const content = randomBytes(1000);
    const [one, other] = [await upload(content), await upload(content)];
    expect((await remove(one.id)).status).toBe(204);
    expect(await client.get(`/api/documents/${other.id}`)).toMatchObject({ duplicate_of: [] });
    expect(Buffer.from(await (await download(other.id)).arrayBuffer())).toEqual(content);
    expect((await remove(other.id)).status).toBe(204);
    expect(await files()).not.toContain(sha256Of(content));
  });

  it('takes back nothing that was exported: it still arrives, and can be sent again', async () => {
    const receiver = await WebhookReceiver.start();
    try {
      receiver.answer(500);
      await client.endpoint(receiver.url);
      const { id } = await client.reviewed({ refs: '{ "crm" : 1.0 }' });
      const exported = await client.export(id);
      await receiver.received(1);
      expect((await remove(id)).status).toBe(204);
      receiver.answer(200);
      const delivery = await client.deliveryOf(exported, 'delivered');
      expect(await client.deliveries(`document_id=${id}`)).toMatchObject([{ id: delivery.id, revision: 1 }]);
      const resent = await client.resend(delivery.id);
      expect(resent.status).toBe(200);
      await client.delivery(resent.body.id, 'delivered');
      const bodies = new Set(receiver.arrivals.map(({ body }) => body.toString()));
      expect([...bodies]).toEqual([expect.stringContaining('"external_refs":{ "crm" : 1.0 }')]);
    } finally {
      await receiver.stop();
    }
  });

  it('ends an extraction in hand without a word of trouble', async () => {
    const pdf = new PDFDocument();
    for (let page = 1; page <= 250; page++) {
      if (page > 1) pdf.addPage();
      for (let line = 0; line < 40; line++)
        pdf.text(`Page ${page}, line ${line}: so many words to read here`);
    }
    pdf.end();
    const { id } = await upload(await buffer(pdf), 'long.pdf');
    await client.status(id, 'Processing');
    expect((await remove(id)).status).toBe(204);
    await until('the worker has found out', () => service.log.includes(`Document ${id} was deleted, or`));
    await client.reviewed();
    expect(service.log).not.toContain('"level":"error"');
  });

  it('lets a download that has begun end whole', async () => {
    const content = randomBytes(30_000_000);
    const { id } = await upload(content, 'large.bin');
    await client.status(id, 'Exception');
    const { body } = await download(id);
    const reader = body!.getReader();
    const chunks = [(await reader.read()).value!];
    expect((await remove(id)).status).toBe(204);
    expect(await files()).not.toContain(sha256Of(content));
    for (let next = await reader.read(); !next.done; next = await reader.read()) chunks.push(next.value);
    expect(sha256Of(Buffer.concat(chunks))).toBe(sha256Of(content));
  });

  it('never costs an upload of the same content its file, and breaks no download', async () => {
    for (let round = 0; round < 10; round++) {
      const content = randomBytes(20_000);
      const first = await upload(content);
      const downloads = Array.from({ length: 4 }, async () => {
        const response = await download(first.id);
        const bytes = Buffer.from(await response.arrayBuffer());
        return response.status === 200 ? sha256Of(bytes) : response.status;
      });
      const [, again, ...downloaded] = await Promise.all([
        remove(first.id),
        Promise.all([upload(content), upload(content)]),
        ...downloads,
      ]);
      for (const outcome of downloaded) expect([404, sha256Of(content)]).toContain(outcome);
      for (const { id } of again) {
        const response = await download(id);
        expect([response.status, sha256Of(Buffer.from(await response.arrayBuffer()))]).toEqual([
          200,
          sha256Of(content),
        ]);
      }
      await Promise.all(again.map(({ id }) => remove(id)));
      expect(await files()).not.toContain(sha256Of(content));
    }
  });
});
