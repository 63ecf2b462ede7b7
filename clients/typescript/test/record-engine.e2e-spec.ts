import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonObjectTexts, jsonValueTexts } from '../../../test/support/json-texts.js';
import { Service, TEST_TOKEN } from '../../../test/support/service.js';
import { TestDatabase } from '../../../test/support/test-database.js';
import { until } from '../../../test/support/until.js';
import { exactJson, exactText, RecordEngine, RecordEngineError } from '../src/index.js';

const REFS = '{ "crm" :{"big":12345678901234567890,"share":1.0},\n"10":1e2,"9":-0 ,"a":"\\u00e9\\/","a":[ ]}';
const INBOX = { contact_id: 1, folder_id: 1 };

describe('RecordEngine, the client, against a real service', () => {
  let database: TestDatabase;
  let service: Service;
  let engine: RecordEngine;

  beforeAll(async () => {
    database = await TestDatabase.create();
    service = await Service.start({ DATABASE_URL: database.url, PUBLIC_BASE_URL: 'https://records.example' });
    engine = new RecordEngine({ baseUrl: `${service.url}/`, token: TEST_TOKEN });
  });
  afterAll(async () => {
    await service?.stop();
    await database?.drop();
  });

  const upload = async (refs: string | object): Promise<number> =>
    (
      await engine.uploadFile({
        ...INBOX,
        file: Buffer.from('A note.'),
        filename: 'note.txt',
        external_refs: refs,
      })
    ).data.id;
  const refusal = async (call: Promise<unknown>): Promise<RecordEngineError> => {
    const error = await call.then(
      () => 'no error',
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(RecordEngineError);
    return error as RecordEngineError;
  };

  it('sends refs exactly, whichever way', async () => {
    const id = await upload(REFS);
    const stored = async (): Promise<string> =>
      exactText((await engine.getExternalRefs({ path: { id } })).data);
    expect(await stored()).toBe(REFS);

    const other = '{"b" : 1.50,"a":2e0}';
    await engine.editDocument({ path: { id }, body: { notes: 'A "note"', external_refs: exactJson(other) } });
    expect(await stored()).toBe(other);
    await engine.replaceExternalRefs({ path: { id }, body: exactJson(REFS) });
    expect(await stored()).toBe(REFS);
    await engine.replaceExternalRef({ path: { id, system: 'a/b ü' }, body: exactJson('[1.0, 1E2]') });
    expect(await stored()).toBe(`${REFS.slice(0, -1)},"a/b ü":[1.0, 1E2]}`);
    await engine.mergeExternalRefs({ path: { id }, body: { 'a/b ü': null, n: exactJson('{"x":1.00}') } });
    expect(await stored()).toBe(`${REFS.slice(0, -1)},"n":{"x":1.00}}`);
    await engine.changeDocuments({ body: { documents: [{ id, external_refs: exactJson(other) }] } });
    expect(await stored()).toBe(other);
    await engine.clearExternalRefs({ path: { id } });
    expect(await stored()).toBe('{}');
  });

  it('sends nothing to a path in which a name would be lost', async () => {
    const id = await upload(REFS);
    let sent = 0;
    const counting = new RecordEngine({
      ...{ baseUrl: service.url, token: TEST_TOKEN },
      fetch: (request) => {
        sent++;
        return fetch(request);
      },
    });
    for (const system of ['', '.', '..', undefined, null, [], {}]) {
      const path = { id, system: system as string };
      const name = 'path.system must be';
      await expect(counting.removeExternalRef({ path })).rejects.toThrow(name);
      await expect(counting.getExternalRef({ path })).rejects.toThrow(name);
      await expect(counting.replaceExternalRef({ path, body: {} })).rejects.toThrow(name);
    }
    await expect(counting.deleteDocument({ path: { id: '' as never } })).rejects.toThrow('path.id must be');
    expect(sent).toBe(0);
    expect(exactText((await counting.getExternalRefs({ path: { id } })).data)).toBe(REFS);
    expect((await counting.replaceExternalRef({ path: { id, system: '...' }, body: {} })).data).toEqual({});
  });

  it('uploads as JSON, too, and takes what is no exact text', async () => {
    const { data } = await engine.uploadDocument({
      body: { ...INBOX, filename: 'note.txt', content_base64: 'SGVsbG8h', external_refs: exactJson(REFS) },
    });
    expect(exactText(data.external_refs)).toBe(REFS);
    const id = await upload({ crm: { record_id: 'D-1', since: undefined, at: new Date(0) } });
    const { data: document } = await engine.getDocument({ path: { id } });
    expect(exactText(document.external_refs)).toBe(
      '{"crm":{"record_id":"D-1","at":"1970-01-01T00:00:00.000Z"}}',
    );
  });

  it('uploads a new version, and knows the old ones', async () => {
    const id = await upload(REFS);
    const { data: document } = await engine.getDocument({ path: { id } });
    const again = {
      file: Buffer.from('Another letter.'),
      filename: 'another.txt',
      idempotencyKey: `again-${id}`,
    };
    const first = await engine.uploadVersion(id, { ...again, profile_id: 2 });
    expect(first.data).toMatchObject({ id, version_number: 2, filename: 'another.txt', profile_id: 2 });
    expect(exactText(first.data.external_refs)).toBe(REFS);
    const repeated = await engine.uploadVersion(id, { ...again, profile_id: 2 });
    expect(repeated.response.headers.get('idempotency-replayed')).toBe('true');
    const late = engine.uploadVersion(id, { ...again, idempotencyKey: 'late', expected_version: 99 });
    await expect(late).rejects.toMatchObject({ status: 412, code: 'version_mismatch' });
    const { data: versions } = await engine.listDocumentVersions({ path: { id } });
    expect(versions.items.map(({ number, filename }) => [number, filename])).toEqual([
      [2, 'another.txt'],
      [1, document.filename],
    ]);
    const { data: old } = await engine.getDocumentVersionFile({ path: { id, number: 1 }, parseAs: 'text' });
    expect(typeof old).toBe('string');
  });

  it('receives refs exactly in documents, lists and events', async () => {
    const id = await upload(REFS);
    await until('the note is read', async () => {
      return (await engine.getDocument({ path: { id } })).data.status === 'Needs Review';
    });
    const { data: exported, response } = await engine.exportDocument({ path: { id } });
    expect(exactText(exported.external_refs)).toBe(REFS);
    expect(response.headers.get('etag')).toBe(`"${exported.version}"`);
    const { data: list } = await engine.listDocuments({ query: { limit: 1 } });
    expect(list.items.map((document) => exactText(document.external_refs))).toEqual([REFS]);
    const { data: event } = await engine.getEvent({ path: { id: exported.event_id } });
    expect(exactText(event.body['external_refs'] as object)).toBe(REFS);
    const { data: feed } = await until('the event is in the feed', async () => {
      const answer = await engine.listEvents({ query: {} });
      return answer.data.items.length > 0 && answer;
    });
    expect(feed.items.map(({ body }) => exactText(body['external_refs'] as object))).toEqual([REFS]);
  });

  it('gives the text of one system, also where it is no object', async () => {
    const id = await upload('{"a":{ "b":1.0 },"n":1.50,"t":"\\u00e9"}');
    const { data } = await engine.getExternalRef({ path: { id, system: 'a' } });
    expect([data, exactText(data as object)]).toEqual([{ b: 1 }, '{ "b":1.0 }']);
    const texts = await Promise.all(
      ['n', 't'].map((system) => engine.getExternalRef({ path: { id, system }, parseAs: 'text' })),
    );
    expect(texts.map((answer) => answer.data)).toEqual(['1.50', '"\\u00e9"']);
  });

  it('keeps any text through a round trip', async () => {
    const id = await upload({});
    await fc.assert(
      fc.asyncProperty(jsonObjectTexts, jsonValueTexts, async (whole, member) => {
        const { data } = await engine.replaceExternalRefs({ path: { id }, body: exactJson(whole) });
        expect(exactText(data)).toBe(whole);
        await engine.replaceExternalRef({ path: { id, system: 'added' }, body: exactJson(member) });
        const { data: document } = await engine.getDocument({ path: { id } });
        expect(JSON.parse(exactText(document.external_refs))).toEqual(document.external_refs);
        expect(exactText(document.external_refs)).toContain(member);
      }),
      { numRuns: 25 },
    );
  });

  it('throws refusals as errors that say what to do', async () => {
    const missing = await refusal(engine.getDocument({ path: { id: 2_000_000_000 } }));
    expect(missing).toMatchObject({
      name: 'RecordEngineError',
      status: 404,
      code: 'document_not_found',
      requestId: expect.any(String),
      retryAfterSeconds: null,
      message: expect.stringMatching(/^404 document_not_found: There is no document/),
    });
    const id = await upload('{}');
    const stale = engine.editDocument({
      path: { id },
      body: { notes: 'x' },
      headers: { 'If-Match': '"99"' },
    });
    expect((await refusal(stale)).status).toBe(412);
    const stranger = new RecordEngine({ baseUrl: service.url, token: `re_${'f'.repeat(40)}` });
    expect((await refusal(stranger.listDocuments())).status).toBe(401);
    expect((await refusal(upload('{"half":'))).code).toBe('external_refs_malformed');
  });

  it('does an upload once for one key', async () => {
    const note = { ...INBOX, file: new Blob(['Once.']), filename: 'once.txt', idempotencyKey: 'once' };
    const { data, response } = await engine.uploadFile(note);
    const { data: again, response: repeated } = await engine.uploadFile(note);
    expect([again.id, response.headers.get('idempotency-replayed')]).toEqual([data.id, null]);
    expect(repeated.headers.get('idempotency-replayed')).toBe('true');
  });

  it('passes on the error of a service that is not there', async () => {
    const nobody = new RecordEngine({ baseUrl: 'http://127.0.0.1:9', token: TEST_TOKEN });
    await expect(nobody.listDocuments()).rejects.toThrow(/fetch failed/);
  });

  it('tells the developer what can never work', () => {
    expect(() => new RecordEngine({ baseUrl: 'records.example', token: TEST_TOKEN })).toThrow(
      /baseUrl must be/,
    );
    expect(() => new RecordEngine({ baseUrl: service.url, token: '' })).toThrow(/token must be/);
    expect(() => exactJson('{"a":1},"b":{}')).toThrow(SyntaxError);
    expect(() => exactText({})).toThrow(/pass the very object/);
    expect(() => exactText(undefined)).toThrow(TypeError);
  });
});
