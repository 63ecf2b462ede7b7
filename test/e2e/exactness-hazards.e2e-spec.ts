import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from '../support/client.js';
import { multipartBody } from '../support/multipart-body.js';
import type { Service } from '../support/service.js';
import { Stack } from '../support/stack.js';
import { until } from '../support/until.js';
import { waysIn } from '../support/ways-in.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const deep = (levels: number): string => '{"a":'.repeat(levels - 1) + '{}' + '}'.repeat(levels - 1);

/** One test for each place at which other software loses bytes, named after the place. */
describe('external_refs survive', () => {
  let stack: Stack;
  let service: Service;
  let client: Client;
  let receiver: WebhookReceiver;
  let id: number;

  beforeAll(async () => {
    receiver = await WebhookReceiver.start();
    stack = await Stack.start({ WEBHOOK_RETRY_SCHEDULE: '200ms,200ms,200ms' });
    ({ service, client } = stack);
    await client.endpoint(receiver.url);
    id = (await client.reviewed()).id;
  });
  afterAll(async () => {
    await stack?.stop();
    await receiver?.stop();
  });

  const textOf = async (path: string): Promise<string> => (await service.fetch(path)).text();
  const refsOf = (document = id): Promise<string> => textOf(`/api/documents/${document}/external_refs`);
  const send = async (
    method: string,
    path: string,
    body: string,
    type = 'application/json',
  ): Promise<[status: number, text: string]> => {
    const response = await service.fetch(path, { method, headers: { 'content-type': type }, body });
    return [response.status, await response.text()];
  };
  const put = (refs: string): Promise<[number, string]> =>
    send('PUT', `/api/documents/${id}/external_refs`, refs);
  const upload = async (form: Omit<RequestInit, 'method'>): Promise<[status: number, text: string]> => {
    const response = await service.fetch('/api/documents/upload', { method: 'POST', ...form });
    return [response.status, await response.text()];
  };
  /** In by PATCH, upload and PUT; out by all answers, the webhook and the feed. */
  const comeBack = async (refs: string): Promise<void> => {
    const member = `"external_refs":${refs},"`;
    const [, patched] = await send('PATCH', `/api/documents/${id}`, `{"external_refs":${refs}}`);
    expect(patched).toContain(member);
    expect(await put('{}')).toEqual([200, '{}']);
    expect(await put(refs)).toEqual([200, refs]);
    expect(await refsOf()).toBe(refs);
    for (const path of [`/api/documents/${id}`, '/api/documents?limit=200'])
      expect(await textOf(path)).toContain(member);
    expect(await refsOf((await client.upload({ refs })).id)).toBe(refs);
    const { event_id } = await client.export(id);
    const arrival = await until('the webhook has come', () =>
      receiver.arrivals.find(({ headers }) => headers['webhook-id'] === event_id),
    );
    expect(arrival.body.toString()).toContain(member);
    expect(await textOf(`/api/events/${event_id}`)).toContain(member);
  };

  it('JSON.parse: big integers, the spelling of numbers, long fractions', async () => {
    await comeBack(
      '{"a":12345678901234567890,"b":9007199254740993,"c":1.0,"d":1e2,"e":-0,"f":1e400,"g":1E-07,' +
        '"h":0.1000000000000000055511151231257827021181583404541015625,"i":[0.10,100.00,-0.0e+00]}',
    );
    await put('{"crm":{"record_id":12345678901234567890}}');
    expect(await textOf('/api/documents?external_ref=crm:12345678901234567890')).toContain(`"id":${id},`);
  });

  it('JavaScript objects: the order of keys like integers, keys given twice', async () => {
    await comeBack('{"b":1,"a":2,"10":3,"2":4,"a":5,"-1":6,"01":7,"b":{"2":1,"1":1,"2":2}}');
  });

  it('Object.assign and merges: a key named __proto__', async () => {
    await comeBack('{"__proto__":{"status":"Exception","toString":1},"constructor":{"prototype":{"x":1}}}');
    await put('{"__proto__":{"a":1},"a":{"__proto__":{"b":1},"c":1}}');
    const patch = '{"__proto__":{"polluted":true},"a":{"__proto__":{"polluted":1},"c":null}}';
    const merged = '{"__proto__":{"a":1,"polluted":true},"a":{"__proto__":{"b":1,"polluted":1}}}';
    expect(await send('PATCH', `/api/documents/${id}/external_refs`, patch)).toEqual([200, merged]);
    expect(await textOf(`/api/documents/${id}/external_refs/__proto__`)).toBe('{"a":1,"polluted":true}');
    expect(await textOf('/api/documents')).not.toContain('"polluted":true,"id"');
    expect(await client.get('/api/contacts')).not.toHaveProperty('polluted');
  });

  it('JSON.stringify: escapes and white space, and depth', async () => {
    await comeBack(String.raw`{ "\u0041" :"\/\u00e9\u002F\b\f",${'\r\n\t'}"\/":[ ] ,"e" : { } }`);
    await comeBack(deep(64));
    for (const levels of [65, 5000]) {
      expect((await put(deep(levels)))[1]).toContain('external_refs_too_deep');
    }
    expect((await put(deep(1_000_000).slice(0, 2_000_000)))[0]).toBe(413);
    expect(await refsOf()).toBe(deep(64));
  });

  it('bytes made to text: what is no UTF-8 is refused, U+FFFD and the escape of half a pair are kept', async () => {
    await comeBack(String.raw`{"a":"\ud800","\udfff":"${'\ufffd😀\uffff'}\ud83d\ude00"}`);
    const before = await textOf(`/api/documents/${id}`);
    for (const way of waysIn) {
      const value = Buffer.from('{"a":"\xff"}', 'latin1');
      const response = await way.send(service, id, { value });
      expect([way.name, response.status, await response.text()]).toEqual([
        way.name,
        400,
        expect.stringContaining('not_utf8'),
      ]);
    }
    expect(await textOf(`/api/documents/${id}`)).toBe(before);
  });

  it('the body parser of Express: a merge patch is read, whatever its type is called', async () => {
    for (const type of [
      'application/merge-patch+json',
      'application/json; charset=utf-8',
      'application/vnd.api+json',
    ]) {
      await put('{"a":1.0, "b":{"c":1e2}}');
      expect(await send('PATCH', `/api/documents/${id}/external_refs`, '{"b":{"d": 2.0}}', type)).toEqual([
        200,
        '{"a":1.0, "b":{"c":1e2,"d":2.0}}',
      ]);
    }
    const [status] = await send('PATCH', `/api/documents/${id}/external_refs`, '{"b":1}', 'text/json');
    expect(status).toBe(415);
  });

  it('parsers of multipart: no replaced bytes, nothing cut off, a part with a file name is the refs', async () => {
    const form = (part: object): ReturnType<typeof multipartBody> =>
      multipartBody([
        { name: 'file', filename: 'a.txt', content: 'A note.\n' },
        { name: 'external_refs', content: '', ...part },
        { name: 'folder_id', content: '1' },
        { name: 'contact_id', content: '1' },
      ]);
    const refs = `{"a":"é😀\u2028","n":"${'x'.repeat(60_000)}" , "z":1.0}`;
    for (const part of [
      { content: refs },
      { content: refs, type: 'text/plain; charset=UTF-8' },
      { content: refs, filename: 'refs.json' },
      { content: refs, filename: 'blob', type: 'application/json' },
      { content: refs, filename: '', type: 'application/octet-stream' },
    ]) {
      const [status, text] = await upload(form(part));
      expect([status, text]).toEqual([201, expect.stringContaining(`"external_refs":${refs},"`)]);
    }
    // A field of over 1 MiB would be well-formed again if it were cut off behind its first 65,536 bytes.
    for (const size of [65_536, 1 << 20, 3 << 20]) {
      const [status] = await upload(
        form({ content: `{"a":1}${' '.repeat(65_536)}{"b":"${'x'.repeat(size)}"}` }),
      );
      expect(status).toBe(413);
    }
    for (const type of ['text/plain; charset=iso-8859-1', 'application/json; charset=utf-16']) {
      expect((await upload(form({ content: '{}', type })))[0]).toBe(415);
    }
  });

  it('FormData: the line ends of a text field come as the client sent them, those of a Blob as they are', async () => {
    const refs = '{\n"a":1.0,\n\r"b":"x"}';
    const form = (value: string | Blob): { body: FormData } => {
      const body = new FormData();
      for (const name of ['contact_id', 'folder_id']) body.set(name, '1');
      body.set('external_refs', value);
      body.set('file', new Blob(['A note.\n']), 'note.txt');
      return { body };
    };
    expect((await upload(form(new Blob([refs]))))[1]).toContain(`"external_refs":${refs},"`);
    // The client made them CRLF, as the standard of FormData says; nobody could tell what they were.
    const sent = '{\r\n"a":1.0,\r\n\r\n"b":"x"}';
    expect((await upload(form(refs)))[1]).toContain(`"external_refs":${sent},"`);
  });

  it('validation and class-transformer: no type, name or text is changed or refused', async () => {
    const refs =
      '{"id":"1","n":"007","t":"true","d":"2026-01-31T00:00:00.000Z","s":"  x ","e":"","u":null,"documents":[{"id":1}],' +
      '"external_refs":{"external_refs":1.0},"toJSON":"x","then":{},"length":"5","constructor":1,"hasOwnProperty":2}';
    await comeBack(refs);
    for (const way of waysIn) {
      const given = way.creates ? 0 : (await client.upload()).id;
      const response = await way.send(service, given, { value: refs });
      const text = await response.text();
      expect([way.name, response.ok || text]).toEqual([way.name, true]);
      const made = way.creates ? (JSON.parse(text) as { id: number }).id : given;
      expect([way.name, await refsOf(made)]).toEqual([way.name, way.stored(refs)]);
    }
  });

  it("PostgreSQL's jsonb: the order of keys by length, keys given twice, numbers, and what it refuses", async () => {
    await comeBack('{"long":1,"b":1e2,"a":-0,"c":1E-3,"a":2, "d":1.10}');
    await comeBack(
      String.raw`{"nul":"\u0000","half":"\ud800","other":"\udc00\ud800","huge":1e999999,"tiny":-1E-999999}`,
    );
  });

  it("PostgreSQL's json: U+0000 beside a record that is looked up, equal values, and depth", async () => {
    const record = randomRecord();
    await comeBack(
      String.raw`{"odd":"\u0000","\u0000":{"record_id":"\u0000"},"crm":{"record_id":"${record}"}}`,
    );
    expect(await textOf(`/api/documents?external_ref=crm:${record}`)).toContain(`"id":${id},`);
    const { version } = await client.get<{ version: number }>(`/api/documents/${id}`);
    expect((await put(await refsOf()))[0]).toBe(200);
    expect(await client.get(`/api/documents/${id}`)).toMatchObject({ version });
    expect((await put('['.repeat(60_000)))[1]).toContain('external_refs_too_deep');
    expect((await put('['.repeat(100_000)))[1]).toContain('external_refs_too_large');
  });

  it('the driver: every column that holds them is text', async () => {
    const refs = '{"a":1.0,"a":9007199254740993}';
    await put(refs);
    const { rows } = await stack.sql.query<Record<string, unknown>>(
      `SELECT document.external_refs AS refs, pg_typeof(document.external_refs)::text AS "refsType",
              line.to_value AS history, pg_typeof(line.to_value)::text AS "historyType",
              pg_typeof(event.body)::text AS "bodyType"
         FROM documents AS document, document_history AS line, outbox_events AS event
        WHERE document.id = $1 AND line.document_id = $1 AND event.document_id = $1 ORDER BY line.id DESC LIMIT 1`,
      [id],
    );
    expect(rows).toEqual([{ refs, refsType: 'text', history: refs, historyType: 'text', bodyType: 'text' }]);
  });

  it('TypeORM: whatever else of a document is written', async () => {
    const refs = '{"n":1.0,"10":1,"2":2,"n":12345678901234567890}';
    const { id: other } = await client.reviewed();
    await send('PUT', `/api/documents/${other}/external_refs`, refs);
    const path = `/api/documents/${other}`;
    const steps: [method: string, path: string, body?: object][] = [
      ['PATCH', path, { notes: 'n', custom_fields: { a: 1 }, extracted_fields: { total: '1.00' } }],
      ['POST', `${path}/reprocess`, {}],
      ['PATCH', '/api/documents/bulk', { documents: [{ id: other, status: 'Approved' }] }],
      ['POST', `${path}/export`],
      ['PUT', `${path}/status`, { status: 'Archived' }],
    ];
    for (const [method, where, body] of steps) {
      const answer = await service.json(method, where, body);
      expect([where, answer.status < 300 || answer.text]).toEqual([where, true]);
      if (where.endsWith('reprocess')) await client.status(other, 'Needs Review');
      expect([where, await refsOf(other)]).toEqual([where, refs]);
      expect(await textOf(path)).toContain(`"external_refs":${refs},"`);
    }
  });

  it('jsonb_build_object and the like: documents that are written and exported in sets', async () => {
    const all = [await client.reviewed(), await client.reviewed()].map(({ id: each }, index) => ({
      id: each,
      refs: `{"x":${index}.0,"a":1e2,"a":-0, "10":1,"2":${index}}`,
    }));
    const documents = all.map(
      ({ id: each, refs }) => `{"id":${each},"external_refs":${refs},"status":"Ready"}`,
    );
    expect((await send('PATCH', '/api/documents/bulk', `{"documents":[${documents.join()}]}`))[0]).toBe(200);
    const { body } = await service.json<{ results: { event_id: string }[] }>('POST', '/api/exports', {
      document_ids: all.map(({ id: each }) => each),
    });
    for (const [index, { event_id }] of body.results.entries()) {
      expect(await textOf(`/api/events/${event_id}`)).toContain(`"external_refs":${all[index]?.refs},"`);
      expect(await refsOf(all[index]?.id)).toBe(all[index]?.refs);
    }
  });

  it('the outbox and retries: every attempt has the same bytes, whatever the refs have become', async () => {
    const refs = '{"n":1.0,"n":1e2, "10":1,"2":2}';
    await put(refs);
    receiver.answer((arrival, response) => {
      const before = receiver.arrivals.filter(
        ({ headers }) => headers['webhook-id'] === arrival.headers['webhook-id'],
      );
      response.writeHead(before.length < 3 ? 503 : 200).end();
    });
    const { event_id } = await client.export(id);
    await put('{"n":"another"}');
    const arrivals = await until('it has come three times', () => {
      const found = receiver.arrivals.filter(({ headers }) => headers['webhook-id'] === event_id);
      return found.length >= 3 && found;
    });
    receiver.answer(200);
    const bodies = arrivals.map(({ body }) => body.toString());
    expect(new Set(bodies).size).toBe(1);
    expect(bodies[0]).toContain(`"external_refs":${refs},"`);
    await client.deliveryOf({ event_id }, 'delivered');
  });

  function randomRecord(): string {
    return `R-${crypto.randomUUID()}`;
  }
});
