import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { multipartBody, type Part } from '../support/multipart-body.js';
import { Service, TEST_TOKEN, type Answer } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';

/** A parsed answer: a wrong guess at its members fails the test. */
type Json = ReturnType<JSON['parse']>;

const REFS = '{ "deal":1.0, "deal":1e2, "n":12345678901234567890, "e":"\\u0041" }';

describe('Idempotency-Key', () => {
  let database: TestDatabase;
  let sql: pg.Client;
  let service: Service;
  let key: string;

  beforeAll(async () => {
    database = await TestDatabase.create();
    service = await Service.start({ DATABASE_URL: database.url });
    sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
  });
  afterAll(async () => {
    await sql?.end();
    await service?.stop();
    await database?.drop();
  });
  beforeEach(() => void (key = randomUUID()));

  const send = (method: string, path: string, body?: unknown, headers = {}): Promise<Answer<Json>> =>
    service.json<Json>(method, path, body, { 'idempotency-key': key, ...headers });
  const form = (changes: Partial<Record<'file' | 'filename' | 'notes', string>> = {}): Part[] => [
    { name: 'contact_id', content: '1' },
    { name: 'folder_id', content: '1' },
    { name: 'notes', content: changes.notes ?? key },
    { name: 'external_refs', content: REFS },
    { name: 'file', filename: changes.filename ?? 'note.txt', content: changes.file ?? `A note. ${key}` },
  ];
  const upload = async (parts: Part[]): Promise<Answer<Json>> => {
    const { body, headers } = multipartBody(parts);
    const response = await service.fetch('/api/documents/upload', {
      method: 'POST',
      body,
      headers: { ...headers, 'idempotency-key': key },
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
  };
  const count = async (from: string, values: unknown[] = []): Promise<number> => {
    const { rows } = await sql.query<{ count: string }>(`SELECT count(*) FROM ${from}`, values);
    return Number(rows[0]?.count);
  };
  const documents = (): Promise<number> => count('documents WHERE notes = $1', [key]);

  const waiting = (): Promise<number> =>
    count(`pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`);

  function expectRepeat(again: Answer<Json>, first: Answer<Json>): void {
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect({ status: again.status, text: again.text }).toEqual({ status: first.status, text: first.text });
    for (const header of ['location', 'etag', 'content-type', 'content-length']) {
      expect([header, again.headers.get(header)]).toEqual([header, first.headers.get(header)]);
    }
  }

  it('does a request once, and answers its repeats alike', async () => {
    const contact = { name: `Acme ${key}` };
    const first = await send('POST', '/api/contacts', contact);
    expect(first.status).toBe(201);
    expectRepeat(await send('POST', '/api/contacts', contact), first);
    expect(await count('contacts WHERE name = $1', [contact.name])).toBe(1);
  });

  it('does not mind the order of members or the white space between them', async () => {
    const name = `"Acme ${key}"`;
    const first = await send('POST', '/api/contacts', `{"name":${name},"type":"Client"}`);
    expectRepeat(await send('POST', '/api/contacts', `{ "type": "Client",\n "name": ${name} }`), first);
  });

  it('minds every byte where the body is the value', async () => {
    const { body: document } = await upload(form());
    const refs = `/api/documents/${document.id}/external_refs`;
    const given = '{"a":1.0,"b":"\\u0041"}';
    const others = ['{"b":"\\u0041","a":1.0}', '{"a": 1.0,"b":"\\u0041"}', '{"a":1.0,"b":"A"}'];
    for (const [method, path] of [
      ['PUT', refs],
      ['PUT', `${refs}/crm`],
      ['PATCH', refs],
    ] as const) {
      key = randomUUID();
      const first = await send(method, path, given);
      expect(first.status).toBe(200);
      expectRepeat(await send(method, path, given), first);
      for (const other of others) {
        const refused = await send(method, path, other);
        expect([method, path, other, refused.body.code]).toEqual([
          ...[method, path, other],
          'idempotency_key_reused',
        ]);
      }
    }
  });

  it.each([
    ['another member', 'POST', '/api/contacts', { name: 'Beta' }],
    ['another path', 'POST', '/api/folders', { name: 'Acme' }],
    ['another query', 'POST', '/api/contacts?x=1', { name: 'Acme' }],
    ['another method', 'PATCH', '/api/documents/1', { name: 'Acme' }],
  ])('refuses the key with %s', async (_, method, path, body) => {
    await send('POST', '/api/contacts', { name: 'Acme' });
    expect(await send(method, path, body)).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused' },
    });
  });

  it('forgets a refused request, so that it can be mended', async () => {
    expect((await send('POST', '/api/contacts', { name: '' })).status).toBe(422);
    expect((await send('POST', '/api/contacts', { name: 'Mended' })).status).toBe(201);
  });

  it.each([
    ['', 422],
    ['k'.repeat(256), 422],
    ['k'.repeat(255), 201],
  ])('has keys of 1 to 255 characters (%#)', async (given, status) => {
    const answer = await send('POST', '/api/contacts', { name: 'Acme' }, { 'idempotency-key': given });
    expect(answer.status).toBe(status);
    if (status === 422) expect(answer.body.code).toBe('invalid_idempotency_key');
  });

  it('leaves requests that are idempotent anyway alone', async () => {
    for (let time = 0; time < 2; time++) {
      const list = await send('GET', '/api/contacts?limit=1');
      expect([list.status, list.headers.get('idempotency-replayed')]).toEqual([200, null]);
    }
  });

  it('stores an upload once, whatever the boundary and the order of the parts', async () => {
    const first = await upload(form());
    expect(first.status).toBe(201);
    expect(first.text).toContain(`"external_refs":${REFS}`);
    expectRepeat(await upload(form().reverse()), first);
    expect(await documents()).toBe(1);
  });

  it.each([
    ['file', { file: 'Another content.' }],
    ['file name', { filename: 'other.txt' }],
    ['field', { notes: 'other' }],
  ])('refuses an upload with another %s', async (_, changes) => {
    await upload(form());
    expect(await upload(form(changes))).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused' },
    });
    expect(await documents()).toBe(1);
  });

  it('gives the exact bytes of external_refs again', async () => {
    const { body } = await upload(form());
    key = randomUUID();
    const path = `/api/documents/${body.id}/external_refs`;
    const first = await send('PUT', path, REFS);
    expect(first.text).toBe(REFS);
    expectRepeat(await send('PUT', path, REFS), first);
  });

  it('exports once', async () => {
    const { body } = await upload(form());
    await until('it was read', async () => {
      const { body: read } = await service.json('GET', `/api/documents/${body.id}`);
      return read['status'] === 'Needs Review';
    });
    key = randomUUID();
    const first = await send('POST', `/api/documents/${body.id}/export`);
    expect(first.body.revision).toBe(1);
    expectRepeat(await send('POST', `/api/documents/${body.id}/export`), first);
    key = randomUUID();
    const many = await send('POST', '/api/exports', { document_ids: [body.id, 999_999] });
    expect(many.body.results).toMatchObject([{ ok: true, revision: 2 }, { ok: false }]);
    expectRepeat(await send('POST', '/api/exports', { document_ids: [body.id, 999_999] }), many);
    expect(await count('outbox_events WHERE document_id = $1', [body.id])).toBe(2);
  });

  it('exports the same many documents twice at once, in opposite orders', async () => {
    const { rows } = await sql.query<{ id: number }>(
      `INSERT INTO documents (filename, original_filename, mime_type, size, sha256, status, source, contact_id,
                              folder_id, profile_id, created_at, updated_at)
       SELECT 'x', 'x', 'text/plain', 1, 'none', 'Ready', 'API', 1, 1, 1, now(), now() FROM generate_series(1, 450)
       RETURNING id`,
    );
    const ids = rows.map(({ id }) => id);
    const one = send('POST', '/api/exports', { document_ids: ids });
    key = randomUUID();
    const other = send('POST', '/api/exports', { document_ids: [...ids].reverse() });
    for (const { status, body } of await Promise.all([one, other])) {
      expect([status, body.results.filter((result: Json) => result.ok).length]).toEqual([200, ids.length]);
    }
    expect(await count('outbox_events WHERE document_id = ANY ($1)', [ids])).toBe(2 * ids.length);
  });

  it('refuses all of many exports, and remembers nothing, while one of them cannot be done', async () => {
    const ids = [];
    for (let made = 0; made < 2; made++) {
      const { rows } = await sql.query<{ id: number }>(
        `INSERT INTO documents (filename, original_filename, mime_type, size, sha256, status, source, contact_id,
                                folder_id, profile_id, created_at, updated_at)
         VALUES ('x', 'x', 'text/plain', 1, 'none', 'Ready', 'API', 1, 1, 1, now(), now()) RETURNING id`,
      );
      ids.push(rows[0]?.id);
    }
    const holder = new pg.Client({ connectionString: database.url });
    await holder.connect();
    try {
      await holder.query('BEGIN');
      await holder.query('SELECT 1 FROM documents WHERE id = $1 FOR UPDATE', [ids[1]]);
      const refused = await send('POST', '/api/exports', { document_ids: ids });
      expect([refused.status, refused.headers.has('retry-after')]).toEqual([503, true]);
    } finally {
      await holder.end();
    }
    expect(await count('outbox_events WHERE document_id = ANY ($1)', [ids])).toBe(0);
    const { body } = await send('POST', '/api/exports', { document_ids: ids });
    expect(body.results).toMatchObject([
      { ok: true, revision: 1 },
      { ok: true, revision: 1 },
    ]);
  });

  it('shows a secret again to whoever repeats, and keeps it sealed', async () => {
    const endpoint = { url: 'http://127.0.0.1:9/hook', events: ['document.exported'] };
    const first = await send('POST', '/api/webhook-endpoints', endpoint);
    expect(first.body.secret).toMatch(/^whsec_/);
    expectRepeat(await send('POST', '/api/webhook-endpoints', endpoint), first);
    expect(
      await count(`idempotency_keys AS kept WHERE position($1 in kept::text) > 0`, [first.body.secret]),
    ).toBe(0);
  });

  it('lets one of fifty through that come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => upload(form())));
    const stored = answers.filter(({ status }) => status === 201);
    const others = answers.filter(({ status }) => status !== 201);
    expect(new Set(stored.map(({ text }) => text)).size).toBe(1);
    expect(stored.filter(({ headers }) => !headers.has('idempotency-replayed'))).toHaveLength(1);
    expect(new Set(others.map(({ status, body }) => `${status} ${body.code}`))).toEqual(
      new Set(others.length > 0 ? ['409 idempotency_key_in_use'] : []),
    );
    expect(others.every(({ headers }) => headers.get('retry-after') === '1')).toBe(true);
    expect(await documents()).toBe(1);
    expect((await upload(form())).text).toBe(stored[0]?.text);
  });

  it('exports once for fifty requests that come at once', async () => {
    const document = await upload(form());
    await until('it is read', async () => {
      const { body } = await service.json<Json>('GET', `/api/documents/${document.body.id}`);
      return body.status === 'Needs Review';
    });
    key = randomUUID();
    const ask = () => send('POST', '/api/exports', { document_ids: [document.body.id] });
    const answers = await Promise.all(Array.from({ length: 50 }, ask));
    const done = answers.filter(({ status }) => status === 200);
    const others = answers.filter(({ status }) => status !== 200);
    expect(new Set(done.map(({ text }) => text)).size).toBe(1);
    expect(others.every(({ status, body }) => status === 409 && body.code === 'idempotency_key_in_use')).toBe(
      true,
    );
    expect(await count(`outbox_events WHERE document_id = $1`, [document.body.id])).toBe(1);
    expect((await ask()).text).toBe(done[0]?.text);
  });

  it('undoes a request that outlived its lease and whose key was taken over', async () => {
    const holder = new pg.Client({ connectionString: database.url });
    await holder.connect();
    try {
      await holder.query(`BEGIN; SELECT 1 FROM contacts WHERE id = 1 FOR UPDATE`);
      const slow = upload(form());
      await until('the first waits for the contact', async () => (await waiting()) === 1);
      await sql.query(`UPDATE idempotency_keys SET lease_until = now() - interval '1 s' WHERE key = $1`, [
        key,
      ]);
      const second = upload(form());
      await until('the second waits, too', async () => (await waiting()) === 2);
      await holder.query('ROLLBACK');
      expect(await slow).toMatchObject({ status: 409, body: { code: 'idempotency_key_in_use' } });
      expect((await second).status).toBe(201);
      expect(await documents()).toBe(1);
      expectRepeat(await upload(form()), await second);
    } finally {
      await holder.end();
    }
  });

  it('is free again after a request that was killed, within a minute, and the work is done once', async () => {
    const other = await Service.start({ DATABASE_URL: database.url }, service.dataDir);
    const holder = new pg.Client({ connectionString: database.url });
    await holder.connect();
    try {
      await holder.query(`BEGIN; SELECT 1 FROM contacts WHERE id = 1 FOR UPDATE`);
      const { body, headers } = multipartBody(form());
      const killed = fetch(new URL('/api/documents/upload', other.url), {
        method: 'POST',
        body,
        headers: { ...headers, 'idempotency-key': key, authorization: `Bearer ${TEST_TOKEN}` },
      }).catch(() => 'killed');
      await until('the request waits for the contact', async () => (await waiting()) === 1);
      await other.signal('SIGKILL');
      expect(await killed).toBe('killed');
      await holder.query('ROLLBACK');
      expect(await upload(form())).toMatchObject({ status: 409, body: { code: 'idempotency_key_in_use' } });

      const { rows } = await sql.query<{ left: number }>(
        `SELECT extract(epoch FROM lease_until - now())::float AS left FROM idempotency_keys WHERE key = $1`,
        [key],
      );
      expect(rows[0]?.left).toBeLessThanOrEqual(60);
      await sql.query(`UPDATE idempotency_keys SET lease_until = now() - interval '1 s' WHERE key = $1`, [
        key,
      ]);
      expect((await upload(form())).status).toBe(201);
      expect(await documents()).toBe(1);
    } finally {
      await holder.end();
      await other.signal('SIGKILL');
    }
  });
});
