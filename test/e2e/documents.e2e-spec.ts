import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Client } from '../support/client.js';
import { multipartBody, type Part } from '../support/multipart-body.js';
import { Service, TEST_TOKEN, type Answer } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';

/** A parsed answer: a wrong guess at its members fails the test. */
type Json = ReturnType<JSON['parse']>;

const WRITER = `re_${'ab'.repeat(20)}`;
const KEYS = [
  ...['id', 'filename', 'original_filename', 'mime_type', 'size', 'sha256', 'duplicate_of', 'status'],
  ...['status_reason', 'source', 'contact_id', 'contact_name', 'folder_id', 'folder_name', 'profile_id'],
  ...['doc_type', 'doc_date', 'notes', 'ai_summary', 'confidence_score', 'confidence_label'],
  ...['confidence_reasoning', 'extracted_fields', 'custom_fields', 'line_items', 'external_refs', 'doc_url'],
  ...['file_url', 'revision', 'exported_at', 'version', 'created_at', 'updated_at'],
].sort();

describe('Documents', () => {
  let database: TestDatabase;
  let sql: pg.Client;
  let service: Service;
  let client: Client;
  let acme: { id: number; folder: number };

  beforeAll(async () => {
    database = await TestDatabase.create();
    service = await Service.start({
      DATABASE_URL: database.url,
      PUBLIC_BASE_URL: 'https://records.example/engine',
      MAX_UPLOAD_MB: '1',
    });
    client = new Client(service);
    sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    await sql.query(
      `INSERT INTO api_tokens (name, token_hash, scopes) VALUES ('writer', sha256(convert_to($1, 'UTF8')), '{read,write}')`,
      [WRITER],
    );
    const contact = await service.json<{ id: number }>('POST', '/api/contacts', {
      name: 'Acme',
      type: 'Client',
    });
    const folders = await service.json<{ items: { id: number }[] }>(
      'GET',
      `/api/folders?contact_id=${contact.body.id}&name=Documents`,
    );
    acme = { id: contact.body.id, folder: folders.body.items[0]?.id ?? 0 };
  });
  afterAll(async () => {
    await sql?.end();
    await service?.stop();
    await database?.drop();
  });

  async function send(parts: Part[], headers: Record<string, string> = {}): Promise<Answer<Json>> {
    const { body, headers: own } = multipartBody(parts);
    const response = await service.fetch('/api/documents/upload', {
      method: 'POST',
      body,
      headers: { ...own, ...headers },
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
  }
  const field = (name: string, content: string | Uint8Array): Part => ({ name, content });
  const file = (
    content: string | Uint8Array = `A note ${randomBytes(8).toString('hex')}`,
    filename = 'note.txt',
  ): Part => ({
    ...{ name: 'file', filename, type: 'application/octet-stream', content },
  });
  const inbox = [field('contact_id', '1'), field('folder_id', '1')];
  const upload = async (...parts: Part[]): Promise<Json> => {
    const answer = await send([...inbox, ...parts]);
    expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
    return answer.body;
  };
  const get = (id: number): Promise<Json> => client.get(`/api/documents/${id}`);
  /** Read by the service and left alone since: nothing changes it but the test. */
  const settled = async (...parts: Part[]): Promise<Json> => {
    const { id } = await upload(...(parts.length > 0 ? parts : [file()]));
    return until(`document ${id} is settled`, async () => {
      const document = await get(id);
      return !['New', 'Processing'].includes(document.status) && document;
    });
  };
  const patch = (id: number, body: unknown, headers: Record<string, string> = {}): Promise<Answer<Json>> =>
    service.json('PATCH', `/api/documents/${id}`, body, headers);
  const setStatus = (
    id: number,
    status: string,
    headers: Record<string, string> = {},
  ): Promise<Answer<Json>> => service.json('PUT', `/api/documents/${id}/status`, { status }, headers);
  const stored = async (): Promise<{ rows: number; incoming: string[]; files: number }> => {
    const files = await readdir(join(service.dataDir, 'files'), { recursive: true });
    const { rows } = await sql.query<{ count: number }>(`SELECT count(*)::int AS count FROM documents`);
    return {
      rows: rows[0]?.count ?? -1,
      incoming: files.filter((name) => name.startsWith('incoming/')),
      files: files.filter((name) => /[0-9a-f]{64}$/.test(name)).length,
    };
  };

  describe('an upload', () => {
    it('answers with the whole document, durable, as New', async () => {
      const content = 'Dear Sirs, this is a letter.\n';
      const refs = '{ "salesforce" : {"record_id":"001Qy00000BnXt2IAF","n":1.0} }';
      const answer = await send([
        ...[field('external_refs', refs), field('contact_id', String(acme.id)), field('profile_id', '2')],
        ...[
          file(content, 'C:\\scans\\März „1“.txt'),
          field('notes', 'from Ann\r\n'),
          field('folder_id', String(acme.folder)),
        ],
      ]);
      expect(answer.status).toBe(201);
      const { id } = answer.body;
      expect(Object.keys(answer.body).sort()).toEqual(KEYS);
      expect(answer.body).toEqual({
        id,
        filename: 'März „1“.txt',
        original_filename: 'März „1“.txt',
        mime_type: 'text/plain',
        size: 29,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        duplicate_of: [],
        status: 'New',
        status_reason: null,
        source: 'API',
        contact_id: acme.id,
        contact_name: 'Acme',
        folder_id: acme.folder,
        folder_name: 'Documents',
        profile_id: 2,
        doc_type: null,
        doc_date: null,
        notes: 'from Ann\r\n',
        ai_summary: null,
        confidence_score: null,
        confidence_label: null,
        confidence_reasoning: null,
        extracted_fields: {},
        custom_fields: {},
        line_items: [],
        external_refs: { salesforce: { record_id: '001Qy00000BnXt2IAF', n: 1 } },
        doc_url: `https://records.example/engine/documents/${id}`,
        file_url: `https://records.example/engine/api/documents/${id}/file`,
        revision: 0,
        exported_at: null,
        version: 1,
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        updated_at: answer.body.created_at,
      });
      expect(answer.text).toContain(`"external_refs":${refs},`);
      expect(answer.headers.get('location')).toBe(`https://records.example/engine/api/documents/${id}`);
      expect(answer.headers.get('etag')).toBe('"1"');
      expect((await stored()).incoming).toEqual([]);
    });

    it.each([
      ['a text field', { name: 'external_refs' }],
      ['a Blob with a type', { name: 'external_refs', filename: 'blob', type: 'application/json' }],
      ['an @file', { name: 'external_refs', filename: 'refs.json', type: 'application/octet-stream' }],
      ['a typed text field', { name: 'external_refs', type: 'text/plain; charset=UTF-8' }],
    ])('takes external_refs as %s, before or after the file', async (_, part) => {
      const refs = '{ "b":1.0,"a":12345678901234567890,\n"a":"\\u0000é" }';
      const around = { ...part, content: `\ufeff \r\n${refs}\n` };
      for (const parts of [
        [around, file()],
        [file(), around],
      ]) {
        const answer = await send([...inbox, ...parts]);
        expect(answer.text).toContain(`"external_refs":${refs},`);
      }
    });

    it('is another document when the content is known, and names the older ones', async () => {
      const one = await upload(file('the same'));
      const two = await upload(file('the same', 'other.txt'));
      const three = await upload(file('the same'));
      expect(three).toMatchObject({ sha256: one.sha256, duplicate_of: [one.id, two.id] });
      expect(await get(one.id)).toMatchObject({ duplicate_of: [] });
    });

    it('is read by itself', async () => {
      const document = await settled(file('Just a letter.\n', 'letter.txt'));
      expect(document).toMatchObject({ status: 'Needs Review', confidence_score: expect.any(Number) });
      const text = await service.fetch(`/api/documents/${document.id}/text`);
      expect([text.status, text.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
      expect(await text.text()).toBe('Just a letter.\n');
    });

    it.each([
      ['encrypted.pdf', /encrypted|password/i],
      ['damaged.pdf', /damaged|broken|cannot be read/i],
    ])('of %s ends in Exception with a plain reason, and the file is kept', async (name, reason) => {
      const content = await readFile(new URL(`../../examples/${name}`, import.meta.url));
      const document = await settled(file(content, name));
      expect(document).toMatchObject({ status: 'Exception', status_reason: expect.stringMatching(reason) });
      const download = await service.fetch(`/api/documents/${document.id}/file`);
      expect(Buffer.from(await download.arrayBuffer()).equals(content)).toBe(true);
      expect((await service.json('GET', `/api/documents/${document.id}/text`)).body).toMatchObject({
        status: 404,
        code: 'no_text',
      });
    });

    it('of something unsupported ends in Exception', async () => {
      const document = await settled(file(Buffer.from([0, 1, 2, 3, 254, 255]), 'data.bin'));
      expect(document).toMatchObject({ status: 'Exception', mime_type: 'application/octet-stream' });
      expect(document.status_reason).toMatch(/\w+ .*\.$/);
    });

    const refs = (content: string | Uint8Array): Part => field('external_refs', content);
    it.each<[string, () => Part[], number, string, string?]>([
      ['no file', () => [...inbox], 400, 'file_missing', '/file'],
      ['an empty file', () => [...inbox, file('')], 422, 'empty_file', '/file'],
      ['a file over the limit', () => [...inbox, file(Buffer.alloc(1024 * 1024 + 1))], 413, 'file_too_large'],
      ['no contact', () => [field('folder_id', '1'), file()], 422, 'validation_failed', '/contact_id'],
      [
        'a contact by name',
        () => [field('contact_id', 'System'), field('folder_id', '1'), file()],
        422,
        'validation_failed',
        '/contact_id',
      ],
      [
        'an unknown contact',
        () => [field('contact_id', '4711'), field('folder_id', '1'), file()],
        422,
        'unknown_contact',
        '/contact_id',
      ],
      [
        'an unknown folder',
        () => [field('contact_id', '1'), field('folder_id', '4711'), file()],
        422,
        'unknown_folder',
        '/folder_id',
      ],
      [
        "another contact's folder",
        () => [field('contact_id', '1'), field('folder_id', String(acme.folder)), file()],
        422,
        'folder_of_another_contact',
        '/folder_id',
      ],
      [
        'an unknown profile',
        () => [...inbox, field('profile_id', '4711'), file()],
        422,
        'unknown_profile',
        '/profile_id',
      ],
      [
        'an unknown field',
        () => [...inbox, field('externalRefs', '{}'), file()],
        422,
        'validation_failed',
        '/externalRefs',
      ],
      [
        'a field twice',
        () => [...inbox, field('contact_id', '1'), file()],
        400,
        'duplicate_member',
        '/contact_id',
      ],
      ['two files', () => [...inbox, file(), file()], 400, 'duplicate_member', '/file'],
      [
        'U+0000 in the notes',
        () => [...inbox, field('notes', 'a\0'), file()],
        422,
        'nul_character',
        '/notes',
      ],
      ['empty refs', () => [...inbox, refs(''), file()], 400, 'external_refs_malformed'],
      ['broken refs', () => [...inbox, file(), refs('{"a":1,}')], 400, 'external_refs_malformed'],
      [
        'refs that are no UTF-8',
        () => [...inbox, file(), refs(Buffer.from('{"a":"\xff"}', 'latin1'))],
        400,
        'not_utf8',
      ],
      ['refs that are no object', () => [...inbox, file(), refs('[]')], 422, 'external_refs_not_an_object'],
      [
        'refs that are too deep',
        () => [...inbox, file(), refs('{"a":'.repeat(64) + '{}' + '}'.repeat(64))],
        422,
        'external_refs_too_deep',
      ],
      [
        'refs that are too large',
        () => [...inbox, file(), refs(`{"a":"${'x'.repeat(65_536)}"}`)],
        413,
        'external_refs_too_large',
      ],
    ])('with %s is refused, and nothing is stored', async (_, parts, status, code, ...[pointer]) => {
      const before = await stored();
      const answer = await send(parts());
      expect(answer.body).toMatchObject({
        ...{ status, code, instance: '/api/documents/upload', detail: expect.any(String) },
        request_id: expect.any(String),
        errors: pointer === undefined ? expect.any(Array) : [expect.objectContaining({ pointer })],
      });
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(await stored()).toEqual(before);
      expect(before.incoming).toEqual([]);
    });

    it('of another media type is refused', async () => {
      const answer = await service.fetch('/api/documents/upload', { method: 'POST', body: 'text' });
      expect([answer.status, ((await answer.json()) as Json).code]).toEqual([415, 'unsupported_media_type']);
    });

    it('that breaks off leaves nothing', async () => {
      const before = await stored();
      const { body, headers } = multipartBody([...inbox, file(randomBytes(900_000), 'half.bin')]);
      const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(
        `POST /api/documents/upload HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${TEST_TOKEN}\r\n` +
          `Content-Type: ${headers['content-type']}\r\nContent-Length: ${body.length}\r\n\r\n`,
      );
      socket.write(body.subarray(0, 500_000));
      await until('the file is being received', async () => (await stored()).incoming.length === 1);
      socket.destroy();
      await until('nothing is left of it', async () => (await stored()).incoming.length === 0);
      expect(await stored()).toEqual(before);
      expect((await upload(file())).status).toBe('New');
    });
  });

  it('that are not there are 404, whatever is asked of them', async () => {
    for (const [method, path, body] of [
      ['GET', ''],
      ['PATCH', '', { notes: 'a' }],
      ['PUT', '/status', { status: 'Archived' }],
      ['POST', '/reprocess', {}],
      ['POST', '/export'],
      ['GET', '/exports'],
      ['GET', '/history'],
      ['GET', '/file'],
      ['GET', '/text'],
      ['GET', '/external_refs'],
      ['PUT', '/external_refs', {}],
      ['DELETE', '/external_refs'],
    ] as const) {
      for (const id of ['999999', '0', '-1', '1e3', 'abc', '99999999999']) {
        const answer = await service.json(method, `/api/documents/${id}${path}`, body);
        expect([method, path, id, answer.status]).toEqual([method, path, id, 404]);
        expect(answer.body).toMatchObject({ status: 404, code: expect.stringMatching(/not_found/) });
      }
    }
  });

  describe('a list', () => {
    it('gives every document once, newest first, while others are added', async () => {
      const ids: number[] = [];
      for (let count = 0; count < 7; count++) ids.push((await upload(file())).id);
      const seen: Json[] = [];
      let next: string | null = '/api/documents?limit=2';
      while (next !== null) {
        const [response] = await Promise.all([service.fetch(next), upload(file())]);
        const page = (await response.json()) as Json;
        expect(Object.keys(page)).toEqual(['items', 'next_cursor', 'next']);
        expect(page.items.length).toBeLessThanOrEqual(2);
        seen.push(...page.items);
        const link = response.headers.get('link');
        expect(link).toBe(page.next === null ? null : `<${page.next}>; rel="next"`);
        if (page.next === null) break;
        const { href, searchParams } = new URL(page.next);
        expect(searchParams.get('cursor')).toBe(page.next_cursor);
        next = href.replace('https://records.example/engine', '');
      }
      const shown = seen.map(({ id }) => id);
      expect(shown).toEqual([...shown].sort((one, other) => other - one));
      expect(new Set(shown).size).toBe(shown.length);
      expect(shown).toEqual(expect.arrayContaining(ids));
      expect(Object.keys(seen[0]).sort()).toEqual(KEYS);
    });

    it('is filtered', async () => {
      const first = await settled();
      const { body: answer } = await send([
        ...[field('contact_id', String(acme.id)), field('folder_id', String(acme.folder)), file()],
      ]);
      const newest = await until('it is settled', async () => {
        const document = await get(answer.id);
        return document.status === 'Needs Review' && document;
      });
      await setStatus(newest.id, 'Archived');
      const ids = async (query: string): Promise<number[]> =>
        (await client.get<{ items: Json[] }>(`/api/documents?limit=200&${query}`)).items.map(({ id }) => id);
      const since = `created_after=${first.created_at}`;
      expect(await ids(since)).toEqual([newest.id, first.id]);
      expect(await ids(`${since}&status=Archived`)).toEqual([newest.id]);
      expect(await ids(`${since}&contact_id=${acme.id}`)).toEqual([newest.id]);
      expect(await ids(`${since}&folder_id=1`)).toEqual([first.id]);
      expect(await ids(`${since}&source=API`)).toEqual([newest.id, first.id]);
      expect(await ids(`${since}&source=Email`)).toEqual([]);
      expect(await ids(`${since}&created_before=${newest.created_at}`)).toEqual([first.id]);
      expect(await ids(`updated_after=${newest.updated_at}`)).toEqual([newest.id]);
    });

    it.each([
      ...['limit=0', 'limit=201', 'limit=a', 'cursor=abc', 'cursor=WzEuNV0', 'status=Done', 'source=Fax'],
      ...[
        'contact_id=x',
        'folder_id=0',
        'created_after=yesterday',
        'updated_after=2026-W45',
        'sort_by=id',
        'status=New&status=Lost',
      ],
    ])('refuses %s', async (query) => {
      const answer = await service.json('GET', `/api/documents?${query}`);
      expect(answer.body).toMatchObject({
        status: 422,
        errors: [{ pointer: expect.stringContaining(query.split('=')[0]!), message: expect.any(String) }],
      });
    });
  });

  describe('a change', () => {
    it('is of what is named alone', async () => {
      const document = await settled(file(), field('external_refs', '{"a":1.0}'), field('notes', 'a'));
      const changed = await patch(document.id, {
        filename: ' other.txt ',
        doc_type: 'Letter',
        doc_date: '2024-02-29',
        extracted_fields: { vendor: 'Müller', po_number: null },
        line_items: [{ description: 'Paper', amount: '10.00' }],
      });
      expect(changed.status).toBe(200);
      expect(changed.headers.get('etag')).toBe(`"${document.version + 1}"`);
      expect(changed.body).toEqual({
        ...document,
        ...{ filename: 'other.txt', doc_type: 'Letter', doc_date: '2024-02-29' },
        extracted_fields: { vendor: 'Müller', po_number: null },
        line_items: [{ description: 'Paper', quantity: '', unit_price: '', amount: '10.00' }],
        version: document.version + 1,
        updated_at: changed.body.updated_at,
      });
      expect(changed.text).toContain('"external_refs":{"a":1.0}');
      expect(Object.keys(await get(document.id)).sort()).toEqual(KEYS);
    });

    it('keeps custom_fields as they are, odd names included', async () => {
      const { id } = await settled();
      const fields =
        '{"z":1,"a":[true,null,{"b":"é"}],"__proto__":{"x":1},"constructor":"c","then":"t","":""}';
      const changed = await patch(id, `{"custom_fields":${fields}}`);
      expect(changed.text).toContain(`"custom_fields":${fields}`);
      expect((await service.json('GET', `/api/documents/${id}`)).text).toContain(`"custom_fields":${fields}`);
    });

    it('clears with null', async () => {
      const { id } = await settled(file(), field('external_refs', '{"a":1}'), field('notes', 'a'));
      await patch(id, {
        doc_type: 'Letter',
        doc_date: '2026-11-03',
        custom_fields: { a: 1 },
        line_items: [{}],
      });
      const names = [
        'doc_type',
        'doc_date',
        'notes',
        'extracted_fields',
        'custom_fields',
        'line_items',
        'external_refs',
      ];
      const cleared = await patch(id, Object.fromEntries(names.map((name) => [name, null])));
      expect(cleared.body).toMatchObject({
        ...{ doc_type: null, doc_date: null, notes: null },
        ...{ extracted_fields: {}, custom_fields: {}, line_items: [], external_refs: {} },
      });
    });

    it('to what it is changes neither version nor updated_at', async () => {
      const document = await settled(file(), field('external_refs', '{ "a":1.0 }'), field('notes', 'a'));
      for (const body of [
        {},
        { notes: 'a' },
        { filename: document.filename, contact_id: 1, folder_id: 1, doc_type: document.doc_type },
        { extracted_fields: document.extracted_fields, custom_fields: {}, line_items: document.line_items },
        '{"external_refs":{ "a":1.0 }}',
      ]) {
        const answer = await patch(document.id, body);
        expect([answer.status, answer.body]).toEqual([200, document]);
      }
    });

    it.each<[string, unknown, number, string, string?]>([
      ['an unknown member', { note: 'a' }, 422, 'validation_failed', '/note'],
      ['a member that cannot be changed', { status: 'Archived' }, 422, 'validation_failed', '/status'],
      ['a member twice', '{"notes":"a","notes":"b"}', 400, 'duplicate_member', '/notes'],
      ['no JSON', '{"notes":', 400, 'malformed_json'],
      ['no object', '[]', 422, 'validation_failed'],
      ['null', 'null', 422, 'validation_failed'],
      ['a text', '"notes"', 422, 'validation_failed'],
      ['nothing', undefined, 400, 'body_required'],
      ['an empty filename', { filename: ' ' }, 422, 'validation_failed', '/filename'],
      ['a filename that is null', { filename: null }, 422, 'validation_failed', '/filename'],
      ['a contact that is null', { contact_id: null }, 422, 'validation_failed', '/contact_id'],
      ['a contact that is a text', { contact_id: '1' }, 422, 'validation_failed', '/contact_id'],
      ['an unknown contact', { contact_id: 4711 }, 422, 'unknown_contact', '/contact_id'],
      ['a date that does not exist', { doc_date: '2026-02-30' }, 422, 'validation_failed', '/doc_date'],
      ['a year that does not exist', { doc_date: '0000-01-01' }, 422, 'validation_failed', '/doc_date'],
      ['a time for a date', { doc_date: '2026-11-03T00:00:00Z' }, 422, 'validation_failed', '/doc_date'],
      ['U+0000', { notes: 'a\0' }, 422, 'validation_failed', '/notes'],
      ['half a surrogate pair', '{"doc_type":"\\ud800"}', 422, 'validation_failed', '/doc_type'],
      [
        'a number for an amount',
        { extracted_fields: { tax: 1.5 } },
        422,
        'validation_failed',
        '/extracted_fields/tax',
      ],
      ['fields that are an array', { custom_fields: [] }, 422, 'validation_failed', '/custom_fields'],
      [
        'an unknown member of a line',
        { line_items: [{ price: '1' }] },
        422,
        'validation_failed',
        '/line_items/0/price',
      ],
      ['refs that are no object', { external_refs: [] }, 422, 'external_refs_not_an_object'],
      ['refs that are a text', { external_refs: '{}' }, 422, 'external_refs_not_an_object'],
      [
        'refs that are too large',
        { external_refs: { a: 'x'.repeat(65_536) } },
        413,
        'external_refs_too_large',
      ],
      [
        'fields that are too large',
        { custom_fields: { a: 'x'.repeat(1024 * 1024) } },
        413,
        'fields_too_large',
      ],
      ['a body over the limit', { notes: 'x'.repeat(2 * 1024 * 1024) }, 413, 'body_too_large'],
    ])('with %s is refused', async (_, body, status, code, ...[pointer]) => {
      const document = await settled();
      const answer = await patch(document.id, body);
      expect(answer.body).toMatchObject({
        ...{ status, code },
        errors: pointer === undefined ? expect.any(Array) : [expect.objectContaining({ pointer })],
      });
      expect(await get(document.id)).toEqual(document);
    });

    it('of another media type is refused', async () => {
      const { id } = await settled();
      const answer = await patch(id, '{"notes":"a"}', { 'content-type': 'text/plain' });
      expect(answer.body).toMatchObject({ status: 415, code: 'unsupported_media_type' });
      expect(
        (await patch(id, { notes: 'a' }, { 'content-type': 'application/json; charset=latin1' })).status,
      ).toBe(415);
    });

    it('is locked while Approved, Export and Archived, but for notes and refs', async () => {
      const { id, doc_type } = await settled();
      for (const [index, status] of ['Approved', 'Export', 'Archived'].entries()) {
        expect((await setStatus(id, status)).status).toBe(200);
        const refused = await patch(id, { doc_type: 'Letter', notes: 'not kept' });
        expect(refused.body).toMatchObject({
          ...{ status: 409, code: 'document_locked' },
          errors: [{ pointer: '/doc_type', message: `is locked in ${status}` }],
        });
        const allowed = await patch(id, `{"notes":"${index}","external_refs":{"n":${index}.0}}`);
        expect(allowed.status).toBe(200);
        expect(allowed.text).toContain(`"external_refs":{"n":${index}.0}`);
        expect(allowed.body).toMatchObject({ notes: String(index), doc_type, status });
      }
    });

    it('happens only to the version that was seen', async () => {
      const { id, version } = await settled();
      const seen = `"${version}"`;
      for (const [headers, query] of [
        [{ 'if-match': `"${version - 1}"` }, ''],
        [{ 'if-match': `W/${seen}` }, ''],
        [{ 'if-match': '"other"' }, ''],
        [{}, `?expected_version=${version + 1}`],
      ] as const) {
        for (const [method, path, body] of [
          ['PATCH', '', { notes: 'lost' }],
          ['PUT', '/status', { status: 'Ready' }],
          ['POST', '/reprocess', {}],
          ['POST', '/export', undefined],
        ] as const) {
          const answer = await service.json(method, `/api/documents/${id}${path}${query}`, body, headers);
          expect([method, path, answer.body['status'], answer.body['code']]).toEqual([
            method,
            path,
            412,
            'version_mismatch',
          ]);
        }
      }
      expect((await service.json('PATCH', `/api/documents/${id}?expected_version=x`, {})).status).toBe(422);
      const one = await patch(id, { notes: '1' }, { 'if-match': seen });
      expect([one.status, one.headers.get('etag')]).toEqual([200, `"${version + 1}"`]);
      expect(
        (await patch(id, { notes: '2' }, { 'if-match': `"7000", ${one.headers.get('etag')}` })).status,
      ).toBe(200);
      expect((await patch(id, { notes: '3' }, { 'if-match': '*' })).status).toBe(200);
      const last = await service.json('PATCH', `/api/documents/${id}?expected_version=${version + 3}`, {
        notes: '4',
      });
      expect(last.body).toMatchObject({ notes: '4', version: version + 4 });
      expect((await service.json('GET', `/api/documents/${id}`)).headers.get('etag')).toBe(
        `"${version + 4}"`,
      );
    });

    it('of one document by many at once happens to each, or to one that saw the version', async () => {
      const { id, version } = await settled();
      const all = await Promise.all(
        Array.from({ length: 10 }, (_, index) => patch(id, { notes: `${index}` })),
      );
      expect(all.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
      const now = await get(id);
      expect(now.version).toBe(version + 10);
      const race = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          patch(id, { notes: `race ${index}` }, { 'if-match': `"${now.version}"` }),
        ),
      );
      expect(race.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 9 }, () => 412)]);
    });
  });

  describe('a status', () => {
    it('changes by the table; a refusal names the allowed ones', async () => {
      const document = await settled();
      const { id } = document;
      expect((await setStatus(id, 'Needs Review')).body).toEqual(document);
      const ready = await service.json<Json>('PUT', `/api/documents/${id}/status`, {
        status: 'Ready',
        reason: 'checked',
      });
      expect(ready.body).toMatchObject({
        status: 'Ready',
        status_reason: 'checked',
        version: document.version + 1,
      });
      const refused = await setStatus(id, 'Missing Info');
      expect(refused.body).toMatchObject({ status: 409, code: 'status_not_allowed' });
      for (const allowed of ['Needs Review', 'Approved', 'Export', 'Archived', 'reprocessed']) {
        expect(refused.body.detail).toContain(allowed);
      }
      for (const status of ['Processing', 'New']) expect((await setStatus(id, status)).status).toBe(409);
      expect((await setStatus(id, 'Done')).body).toMatchObject({
        status: 422,
        errors: [{ pointer: '/status' }],
      });
      expect((await service.json('PUT', `/api/documents/${id}/status`, {})).status).toBe(422);
    });

    it('of Export exports, once, for who may export', async () => {
      const { id } = await settled();
      const asWriter = await setStatus(id, 'Export', { authorization: `Bearer ${WRITER}` });
      expect(asWriter.body).toMatchObject({ status: 403, code: 'missing_scope' });
      expect((await setStatus(id, 'Ready', { authorization: `Bearer ${WRITER}` })).status).toBe(200);
      const exported = await setStatus(id, 'Export');
      expect(exported.body).toMatchObject({
        status: 'Export',
        revision: 1,
        exported_at: exported.body.updated_at,
      });
      expect((await setStatus(id, 'Export')).body).toEqual(exported.body);
      expect((await client.get<Json>(`/api/documents/${id}/exports`)).items).toMatchObject([
        { revision: 1, deliveries: [] },
      ]);
    });

    it('goes round once more when a document is read again', async () => {
      const { id } = await settled(file('INVOICE no. 7\nTotal: 10.00 EUR\n'));
      await patch(id, { extracted_fields: { vendor: 'by hand' }, custom_fields: { ours: 1 }, notes: 'kept' });
      const refused = await service.json('POST', `/api/documents/${id}/reprocess`, { profile_id: 9 });
      expect(refused.body).toMatchObject({ status: 422, code: 'unknown_profile' });
      const answer = await service.json<Json>('POST', `/api/documents/${id}/reprocess`, { profile_id: 2 });
      expect([answer.status, answer.body.profile_id]).toEqual([200, 2]);
      const again = await client.status(id, 'Needs Review');
      expect(again).toMatchObject({ profile_id: 2, custom_fields: { ours: 1 }, notes: 'kept' });
      expect(again).not.toMatchObject({ extracted_fields: { vendor: 'by hand' } });
      expect((await service.json('POST', `/api/documents/${id}/reprocess`)).status).toBe(200);
      await client.status(id, 'Needs Review');
      await setStatus(id, 'Approved');
      expect((await service.json('POST', `/api/documents/${id}/reprocess`)).body).toMatchObject({
        code: 'status_not_allowed',
      });
    });
  });

  it('have a history of who changed what, when, from what to what', async () => {
    const { id, filename } = await settled(file(), field('external_refs', '{"n":1.0}'));
    await patch(id, '{"external_refs":{ "n" : 1e2 },"notes":"a"}', { authorization: `Bearer ${WRITER}` });
    await setStatus(id, 'Export');
    const first = await service.json<Json>('GET', `/api/documents/${id}/history?limit=3`);
    const actors = first.body.items.map(
      ({ actor, action, field: name }: Json) => `${actor} ${action} ${name}`,
    );
    expect(actors).toEqual([
      expect.stringMatching(/^token:\d+ \(.+\) exported revision$/),
      expect.stringMatching(/^token:\d+ \(.+\) status status$/),
      expect.stringMatching(/^token:\d+ \(writer\) edited (notes|external_refs)$/),
    ]);
    const all = await service.json<Json>('GET', `/api/documents/${id}/history?limit=200`);
    expect(all.text).toContain('"field":"external_refs","from":{"n":1.0},"to":{ "n" : 1e2 }');
    expect(all.body.items.at(-1)).toEqual({
      ...{ id: expect.any(Number), at: expect.stringMatching(/Z$/), actor: expect.stringMatching(/^token:/) },
      ...{ action: 'uploaded', field: null, from: null, to: filename },
    });
    expect(all.body.items.some(({ actor, to }: Json) => actor === 'system' && to === 'Processing')).toBe(
      true,
    );
    const next = await service.json<Json>(
      'GET',
      first.body.next.replace('https://records.example/engine', ''),
    );
    expect([...first.body.items, ...next.body.items].map((entry: Json) => entry.id)).toEqual(
      all.body.items.slice(0, 6).map((entry: Json) => entry.id),
    );
  });

  describe('a file', () => {
    const download = (id: number, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> =>
      service.fetch(`/api/documents/${id}/file`, { method, headers });

    it('comes back as it was, for nobody to run', async () => {
      const page = '<html><script>fetch("/api/documents")</script></html>';
      const { id, sha256 } = await upload(file(page, 'page.html'));
      const response = await download(id);
      expect(await response.text()).toBe(page);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-type': 'text/html',
        'content-length': String(page.length),
        'content-disposition': `attachment; filename="page.html"; filename*=UTF-8''page.html`,
        'x-content-type-options': 'nosniff',
        'content-security-policy': 'sandbox',
        'accept-ranges': 'bytes',
        etag: `"${sha256}"`,
      });
    });

    it('is shown by browsers only as PDF, PNG or JPEG', async () => {
      const pdf = await readFile(new URL('../../examples/invoice-us.pdf', import.meta.url));
      const svg =
        '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
      for (const [content, name, disposition] of [
        [pdf, 'a.pdf', 'inline'],
        [svg, 'a.svg', 'attachment'],
        ['<script>alert(1)</script>', 'a.pdf', 'attachment'],
        ['text', 'a.png', 'attachment'],
      ] as const) {
        const response = await download((await upload(file(content, name))).id);
        expect([name, response.headers.get('content-disposition')?.split(';')[0]]).toEqual([
          name,
          disposition,
        ]);
        expect(response.headers.get('content-security-policy')).toBe('sandbox');
        expect(response.headers.get('x-content-type-options')).toBe('nosniff');
        await response.arrayBuffer();
      }
    });

    it('keeps its name, whatever it is, without what is hidden in it', async () => {
      const { id } = await upload(file('a', 'x.txt'));
      await patch(id, { filename: 'März "1" 漢\n\u0085😀*(\').txt' });
      const response = await download(id);
      expect(await response.text()).toBe('a');
      const disposition = response.headers.get('content-disposition') ?? '';
      expect(disposition).toMatch(
        /^attachment; filename="M_rz _1_ [_*('). ]+txt"; filename\*=UTF-8''[\w%.-]+$/,
      );
      expect(decodeURIComponent(disposition.split("UTF-8''")[1] ?? '')).toBe('März "1" 漢😀*(\').txt');
      expect((await patch(id, { filename: '../../etc/passwd' })).body).toMatchObject({ filename: 'passwd' });
    });

    it('comes in parts', async () => {
      const { id, sha256 } = await upload(file('0123456789', 'digits.txt'));
      for (const [range, status, body, contentRange] of [
        ['bytes=0-3', 206, '0123', 'bytes 0-3/10'],
        ['bytes=4-', 206, '456789', 'bytes 4-9/10'],
        ['bytes=-3', 206, '789', 'bytes 7-9/10'],
        ['bytes=8-100', 206, '89', 'bytes 8-9/10'],
        ['bytes=-100', 206, '0123456789', 'bytes 0-9/10'],
        ['bytes=10-', 416, 'range_not_satisfiable', 'bytes */10'],
        ['bytes=-0', 416, 'range_not_satisfiable', 'bytes */10'],
        ['bytes=3-1', 200, '0123456789', null],
        ['bytes=0-1,4-5', 200, '0123456789', null],
        ['lines=1-2', 200, '0123456789', null],
      ] as const) {
        const response = await download(id, { range });
        const answered =
          response.status === 416
            ? ((await response.json()) as { code: string }).code
            : await response.text();
        expect([range, response.status, answered, response.headers.get('content-range')]).toEqual([
          ...[range, status, body, contentRange],
        ]);
      }
      const resumed = await download(id, { range: 'bytes=4-', 'if-range': `"${sha256}"` });
      expect([resumed.status, await resumed.text()]).toEqual([206, '456789']);
      const changed = await download(id, { range: 'bytes=4-', 'if-range': '"other"' });
      expect([changed.status, await changed.text()]).toEqual([200, '0123456789']);
    });

    it('is described without being sent', async () => {
      const { id, sha256 } = await upload(file('0123456789'));
      const head = await download(id, { range: 'bytes=0-3' }, 'HEAD');
      expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '10', '']);
      const cached = await download(id, { 'if-none-match': `"${sha256}"` });
      expect([cached.status, await cached.text()]).toEqual([304, '']);
    });
  });
});
