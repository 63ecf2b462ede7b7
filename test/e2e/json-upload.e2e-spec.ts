import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from '../support/client.js';
import { DescribedApi } from '../support/described-api.js';
import { multipartBody } from '../support/multipart-body.js';
import { Service, TEST_TOKEN, type Answer } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';

/** A parsed answer: a wrong guess at its members fails the test. */
type Json = ReturnType<JSON['parse']>;

const MB = 1024 * 1024;
const TEXT = 'Dear Sirs, this is a letter.\n';

describe('An upload as JSON', () => {
  let database: TestDatabase;
  let service: Service;
  let client: Client;

  beforeAll(async () => {
    database = await TestDatabase.create();
    service = await Service.start({
      DATABASE_URL: database.url,
      PUBLIC_BASE_URL: 'https://records.example/engine',
      MAX_JSON_UPLOAD_MB: '1',
    });
    client = new Client(service);
  });
  afterAll(async () => {
    await service?.stop();
    await database?.drop();
  });

  const send = (body: unknown, headers: Record<string, string> = {}): Promise<Answer<Json>> =>
    service.json('POST', '/api/documents/upload', body, headers);
  const members = (values: object = {}): object => ({
    filename: 'letter.txt',
    content_base64: Buffer.from(TEXT).toString('base64'),
    contact_id: 1,
    folder_id: 1,
    ...values,
  });
  const stored = async (): Promise<string[]> =>
    (await readdir(join(service.dataDir, 'files'), { recursive: true })).filter((path) =>
      /[0-9a-f-]{36,64}$/.test(path),
    );
  const content = async (id: number): Promise<string> =>
    (await service.fetch(`/api/documents/${id}/file`)).text();

  it('answers as one of multipart/form-data does', async () => {
    const refs = '{ "crm" : {"record_id":"1","n":1.0,"n":1e2} }';
    const asJson = await send(
      `{"folder_id":1,"content_base64":"${Buffer.from(TEXT).toString('base64')}","external_refs": ${refs} ,` +
        `"filename":"C:\\\\scans\\\\März.csv","notes":"from Ann\\r\\n","profile_id":2,"contact_id":1}`,
    );
    const form = multipartBody([
      { name: 'contact_id', content: '1' },
      { name: 'folder_id', content: '1' },
      { name: 'profile_id', content: '2' },
      { name: 'external_refs', content: refs },
      { name: 'notes', content: 'from Ann\r\n' },
      { name: 'file', filename: 'C:\\scans\\März.csv', type: 'text/csv', content: TEXT },
    ]);
    const response = await service.fetch('/api/documents/upload', { method: 'POST', ...form });
    const asForm = {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as Json,
    };

    expect(asJson.status).toBe(201);
    expect(asJson.text).toContain(`"external_refs":${refs},`);
    const { id } = asJson.body;
    expect(asJson.headers.get('location')).toBe(`https://records.example/engine/api/documents/${id}`);
    expect(asJson.headers.get('etag')).toBe('"1"');
    expect([...asForm.headers.keys()].sort()).toEqual([...asJson.headers.keys()].sort());
    const own = Object.fromEntries(
      ['id', 'duplicate_of', 'doc_url', 'file_url', 'created_at', 'updated_at'].map((key) => [
        key,
        expect.anything(),
      ]),
    );
    expect(asForm.body).toEqual({ ...asJson.body, ...own, duplicate_of: [id] });
    expect(asJson.body).toMatchObject({
      ...{ status: 'New', source: 'API', filename: 'März.csv', mime_type: 'text/csv', size: TEXT.length },
      ...{ sha256: createHash('sha256').update(TEXT).digest('hex'), profile_id: 2, notes: 'from Ann\r\n' },
    });
    expect(await content(id)).toBe(TEXT);
    await client.status(id, 'Needs Review');
  });

  it('runs as it is shown in the description', async () => {
    const { example } =
      DescribedApi.committed.operation('uploadDocument').requestBody?.content['application/json'] ?? {};
    const answer = await send(example);
    expect([answer.status, answer.body.filename]).toEqual([201, 'letter.txt']);
    expect(answer.body.external_refs).toEqual((example as Json).external_refs);
    expect(await content(answer.body.id)).toBe('Dear Sirs, this is a letter.\n');
  });

  it('takes null for what may be left out', async () => {
    const answer = await send(members({ external_refs: null, notes: null, profile_id: null }));
    expect([answer.status, answer.body]).toMatchObject([201, { notes: null, profile_id: 1 }]);
    expect(answer.text).toContain('"external_refs":{},');
  });

  it.each([
    ['without its padding', (text: string) => text.replace(/=+$/, '')],
    ['wrapped', (text: string) => text.replace(/.{8}/g, '$&\r\n')],
  ])('takes base64 %s', async (_, change) => {
    const bytes = randomBytes(1000);
    const answer = await send(members({ filename: 'x', content_base64: change(bytes.toString('base64')) }));
    expect([answer.status, answer.body.sha256]).toEqual([
      201,
      createHash('sha256').update(bytes).digest('hex'),
    ]);
  });

  it('takes a file up to the limit, and none over it', async () => {
    const most = await send(members({ content_base64: randomBytes(MB).toString('base64') }));
    expect([most.status, most.body.size]).toEqual([201, MB]);
    const before = await stored();
    for (const [bytes, code] of [
      [MB + 1, 'file_too_large'],
      [5 * MB, 'body_too_large'],
    ] as const) {
      const answer = await send(members({ content_base64: Buffer.alloc(bytes).toString('base64') }));
      expect([answer.status, answer.body.code]).toEqual([413, code]);
    }
    expect(await stored()).toEqual(before);
  });

  it('is refused for what is wrong with it, and nothing is stored', async () => {
    const before = await stored();
    const without = (name: string): object =>
      Object.fromEntries(Object.entries(members()).filter(([key]) => key !== name));
    const cases: [body: unknown, status: number, code: string, pointer?: string][] = [
      ['', 400, 'body_required'],
      ['{"content_base64":"SGk="', 400, 'malformed_json'],
      ['{"content_base64":"SGk', 400, 'malformed_json'],
      [
        JSON.stringify(members()).replace('{', '{"notes":"a","notes":"b",'),
        400,
        'duplicate_member',
        '/notes',
      ],
      [
        JSON.stringify(members()).replace('}', ',"content_base64":"SGk="}'),
        ...([400, 'duplicate_member', '/content_base64'] as const),
      ],
      [without('content_base64'), 400, 'file_missing', '/content_base64'],
      [members({ content_base64: null }), 400, 'file_missing', '/content_base64'],
      [members({ content_base64: 17 }), 422, 'validation_failed', '/content_base64'],
      [members({ content_base64: '' }), 422, 'empty_file', '/content_base64'],
      [members({ content_base64: ' \n' }), 422, 'empty_file', '/content_base64'],
      [members({ content_base64: 'data:text/plain;base64,SGk=' }), 422, 'invalid_base64', '/content_base64'],
      [members({ content_base64: 'SG-_' }), 422, 'invalid_base64', '/content_base64'],
      [members({ content_base64: 'SGk=SGk=' }), 422, 'invalid_base64', '/content_base64'],
      [members({ content_base64: 'SGVsb' }), 422, 'invalid_base64', '/content_base64'],
      [without('filename'), 422, 'validation_failed', '/filename'],
      [members({ filename: '' }), 422, 'validation_failed', '/filename'],
      [members({ filename: 'a\u0000' }), 422, 'validation_failed', '/filename'],
      [without('contact_id'), 422, 'validation_failed', '/contact_id'],
      [members({ contact_id: '1' }), 422, 'validation_failed', '/contact_id'],
      [members({ folder_id: 1.5 }), 422, 'validation_failed', '/folder_id'],
      [members({ contact_id: 999_999 }), 422, 'unknown_contact'],
      [members({ profile_id: 77 }), 422, 'unknown_profile'],
      [members({ folder: 1 }), 422, 'validation_failed', '/folder'],
      [members({ notes: 'x'.repeat(100_001) }), 422, 'validation_failed', '/notes'],
      [members({ external_refs: [] }), 422, 'external_refs_not_an_object'],
      [members({ external_refs: '{}' }), 422, 'external_refs_not_an_object'],
      [members({ external_refs: { a: 'x'.repeat(70_000) } }), 413, 'external_refs_too_large'],
      [[members()], 422, 'validation_failed'],
      ['17', 422, 'validation_failed'],
    ];
    for (const [body, status, code, pointer] of cases) {
      const answer = await send(body);
      const shown = JSON.stringify(body).slice(0, 200);
      expect([shown, answer.status, answer.body.code]).toEqual([shown, status, code]);
      if (pointer !== undefined) expect(answer.body.errors[0].pointer).toBe(pointer);
    }
    expect(await stored()).toEqual(before);
  });

  it('is refused as anything else than the two types, and both are named', async () => {
    for (const type of ['text/plain', 'application/vnd.api+json', 'application/x-www-form-urlencoded', '']) {
      const response = await service.fetch('/api/documents/upload', {
        method: 'POST',
        body: Buffer.from(JSON.stringify(members())),
        headers: type === '' ? {} : { 'content-type': type },
      });
      const problem = (await response.json()) as Json;
      expect([type, response.status, problem.code]).toEqual([type, 415, 'unsupported_media_type']);
      expect(problem.detail).toMatch(/multipart\/form-data.*application\/json/);
    }
    expect((await send(members(), { 'content-type': 'application/json; charset=latin1' })).status).toBe(415);
    expect((await send(members(), { 'content-encoding': 'gzip' })).status).toBe(415);
  });

  it('is done once for one Idempotency-Key', async () => {
    const body = members({ content_base64: randomBytes(500).toString('base64') });
    const key = { 'idempotency-key': 'json-upload-1' };
    const [first, again] = [await send(body, key), await send(body, key)];
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.text).toBe(first.text);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await send({ ...body, content_base64: 'SGk=' }, key)).status).toBe(422);
  });

  it('leaves nothing behind when the client goes away within it', async () => {
    const before = await stored();
    const port = Number(new URL(service.url).port);
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    socket.write(
      `POST /api/documents/upload HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${TEST_TOKEN}\r\n` +
        `Content-Type: application/json\r\nContent-Length: 900000\r\n\r\n{"content_base64":"${'A'.repeat(400_000)}`,
    );
    await until('it is being received', async () => (await stored()).length > before.length);
    socket.destroy();
    await until('nothing of it is left', async () => (await stored()).length === before.length);
    expect((await send(members())).status).toBe(201);
  });

  it('is read with little memory', async () => {
    const large = await Service.start({ DATABASE_URL: database.url }, service.dataDir);
    try {
      const body = Buffer.from(
        JSON.stringify(members({ content_base64: randomBytes(10 * MB).toString('base64') })),
      );
      const upload = async (): Promise<number> =>
        (
          await large.fetch('/api/documents/upload', {
            method: 'POST',
            body,
            headers: { 'content-type': 'application/json' },
          })
        ).status;
      const resident = async (): Promise<number> =>
        Number(
          /VmRSS:\s+(\d+)/.exec(
            await readFile(`/proc/${large.process.pid}/status`, 'utf8').catch(() => ''),
          )?.[1] ?? 0,
        ) / 1024;
      expect(await upload()).toBe(201);
      const before = await resident();
      let highest = before;
      const waits: number[] = [];
      let uploading = true;
      const looking = (async () => {
        while (uploading) {
          const start = performance.now();
          await (await fetch(`${large.url}/healthz`)).text();
          waits.push(performance.now() - start);
          highest = Math.max(highest, await resident());
        }
      })();
      for (let count = 0; count < 3; count++)
        expect(await Promise.all([upload(), upload()])).toEqual([201, 201]);
      uploading = false;
      await looking;
      waits.sort((one, other) => one - other);
      process.stderr.write(
        `JSON uploads of 10 MB, two at a time: ${before.toFixed(0)} MB resident before, ${highest.toFixed(0)} MB at most; ` +
          `others waited ${waits[Math.floor(waits.length / 2)]?.toFixed(0)} ms, ${waits.at(-1)?.toFixed(0)} ms at most\n`,
      );
      expect(highest - before).toBeLessThan(64);
    } finally {
      await large.stop();
    }
  }, 120_000);
});
