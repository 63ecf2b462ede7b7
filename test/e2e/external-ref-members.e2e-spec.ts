import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, type DocumentBody } from '../support/client.js';
import { Service } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';

const REFS = '{ "erp" :{"n":1.0},\n"crm":{"record_id":"1"} , "crm":{ "record_id":"2" }, "x/y?":[ ] }';

interface HistoryLine {
  action: string;
  actor: string;
  field: string | null;
}

describe('The members of external_refs over HTTP', () => {
  let database: TestDatabase;
  let service: Service;
  let client: Client;
  let id: number;

  beforeAll(async () => {
    database = await TestDatabase.create();
    service = await Service.start({ DATABASE_URL: database.url });
    client = new Client(service);
    id = (await client.reviewed()).id;
  });
  afterAll(async () => {
    await service?.stop();
    await database?.drop();
  });

  const call = async (
    method: string,
    path = '',
    body?: string,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; text: string; etag: string | null; code?: string }> => {
    const response = await service.fetch(`/api/documents/${id}/external_refs${path}`, {
      method,
      headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    const problem = response.headers.get('content-type')?.includes('problem');
    return {
      ...{ status: response.status, text, etag: response.headers.get('etag') },
      ...(problem && { code: (JSON.parse(text) as { code: string }).code }),
    };
  };
  const refs = async (): Promise<string> => (await call('GET')).text;
  const start = async (text: string): Promise<void> => {
    expect((await call('PUT', '', text)).status).toBe(200);
  };
  const version = async (): Promise<number> =>
    (await client.get<DocumentBody>(`/api/documents/${id}`)).version;

  it('are read to the byte, of several the last, by their percent-encoded names', async () => {
    await start(REFS);
    expect(await call('GET', '/crm')).toMatchObject({ status: 200, text: '{ "record_id":"2" }' });
    expect(await call('GET', '/x%2Fy%3F')).toMatchObject({ status: 200, text: '[ ]' });
    expect(await call('GET', '/none')).toMatchObject({ status: 404, code: 'external_ref_not_found' });
    expect((await service.json('GET', '/api/documents/999999/external_refs/crm')).body).toMatchObject({
      code: 'document_not_found',
    });
  });

  it('are set and removed while all others keep their bytes and place', async () => {
    await start(REFS);
    expect(await call('PUT', '/crm', ' { "record_id": 3.0 }\n')).toMatchObject({
      status: 200,
      text: '{ "record_id": 3.0 }',
    });
    expect(await refs()).toBe('{ "erp" :{"n":1.0} , "crm":{ "record_id": 3.0 }, "x/y?":[ ] }');
    expect((await call('PUT', '/neu%20%C3%A9%22', '1e2')).text).toBe('1e2');
    expect(await refs()).toBe(
      String.raw`{ "erp" :{"n":1.0} , "crm":{ "record_id": 3.0 }, "x/y?":[ ],"neu é\"":1e2 }`,
    );
    expect((await call('DELETE', '/erp')).status).toBe(204);
    expect((await call('DELETE', '/erp')).status).toBe(204);
    expect(await refs()).toBe(String.raw`{ "crm":{ "record_id": 3.0 }, "x/y?":[ ],"neu é\"":1e2 }`);
    await start(REFS);
    expect((await call('DELETE', '/crm')).status).toBe(204);
    expect(await refs()).toBe('{ "erp" :{"n":1.0}, "x/y?":[ ] }');
  });

  it('are merged to the byte by a merge patch', async () => {
    await start(REFS);
    const patch = '{"erp":{"n":null,"m": 1E1 },"new":{ "a" : 1.0 },"x/y?":null}';
    const merged = await call('PATCH', '', patch, { 'content-type': 'application/merge-patch+json' });
    const expected =
      '{ "erp" :{"m":1E1},\n"crm":{"record_id":"1"} , "crm":{ "record_id":"2" },"new":{ "a" : 1.0 } }';
    expect(merged).toMatchObject({ status: 200, text: expected });
    expect(await refs()).toBe(expected);
    expect((await call('PATCH', '', '[]')).code).toBe('external_refs_not_an_object');
  });

  it('written as they are change nothing, and every change is in the history', async () => {
    await start('{"a":1}');
    const before = await version();
    expect((await call('PUT', '/a', '1')).status).toBe(200);
    expect((await call('DELETE', '/b')).status).toBe(204);
    expect((await call('PATCH', '', '{"c":null}')).status).toBe(200);
    expect(await version()).toBe(before);
    await call('PUT', '/b', 'null');
    expect(await version()).toBe(before + 1);
    const { items } = await client.get<{ items: HistoryLine[] }>(`/api/documents/${id}/history`);
    expect(items[0]).toMatchObject({
      action: 'edited',
      field: 'external_refs',
      from: { a: 1 },
      to: { a: 1, b: null },
    });
  });

  it('are not named by an empty name, nor by one that clients take for a step in the path', async () => {
    await start('{"a":1,"":2,"b":3}');
    const document = `/api/documents/${id}`;
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
      const body = method === 'PUT' || method === 'PATCH' ? '{"c":1}' : undefined;
      const answer = await call(method, '/', body);
      expect([method, answer]).toMatchObject([method, { status: 400, code: 'trailing_slash' }]);
      expect(answer.text).toContain('Name the system');
      for (const path of ['/.', '/%2E', '/..', '/%2e%2e', '/a/', '/..//'])
        expect([method, path, await call(method, path, body)]).toMatchObject([
          ...[method, path],
          { status: 400, code: 'trailing_slash' }, // fetch has made …/external_refs/ of it, or …/{id}/
        ]);
      const shouted = await service.fetch(`${document.toUpperCase()}/External_Refs/`, { method });
      expect([method, shouted.status]).toEqual([method, 400]);
    }
    expect(await refs()).toBe('{"a":1,"":2,"b":3}');
    expect((await service.fetch('/api/documents/')).status).toBe(400);
    expect((await service.fetch('/api/docs/')).status).toBe(200);
    expect((await call('PATCH', '', '{"":null,".":4}')).text).toBe('{"a":1,"b":3,".":4}');
  });

  it('are changed only if they are what was seen', async () => {
    await start('{"a":1,"b":1}');
    const { etag } = await call('GET', '/a');
    await call('PUT', '/b', '2');
    expect((await call('PUT', '/a', '2', { 'if-match': String(etag) })).status).toBe(200);
    for (const method of ['PUT', 'DELETE']) {
      const body = method === 'PUT' ? '3' : undefined;
      expect(await call(method, '/a', body, { 'if-match': String(etag) })).toMatchObject({ status: 412 });
      expect(await call(method, '/none', body, { 'if-match': String(etag) })).toMatchObject({ status: 412 });
    }
    expect(await refs()).toBe('{"a":2,"b":2}');
  });

  it('with If-Match: * are changed only if they are there', async () => {
    await start('{"a":1,"n":null}');
    const there = { 'if-match': '*' };
    for (const method of ['PUT', 'DELETE']) {
      const body = method === 'PUT' ? '3' : undefined;
      expect(await call(method, '/none', body, there)).toMatchObject({
        ...{ status: 412, code: 'version_mismatch' },
      });
      expect((await call(method, '/a', body, there)).status).toBeLessThan(300);
    }
    expect((await call('PUT', '/n', '4', there)).status).toBe(200); // null is a value
    expect(await refs()).toBe('{"n":4}');
    expect((await call('PUT', '', '{}', there)).status).toBe(200); // the whole is always there
  });

  it('keep the limits of the whole, and what is refused leaves no trace', async () => {
    await start(`{"a":"${'x'.repeat(65_000)}"}`);
    const before = await refs();
    const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
    expect(await call('PUT', '/b', `"${'y'.repeat(600)}"`)).toMatchObject({ status: 413 });
    expect(await call('PATCH', '', `{"b":"${'y'.repeat(600)}"}`)).toMatchObject({ status: 413 });
    expect(await call('PUT', '/b', deep(64))).toMatchObject({ code: 'external_refs_too_deep' });
    expect(await call('PATCH', '', `{"b":${deep(64)}}`)).toMatchObject({ code: 'external_refs_too_deep' });
    expect(await call('PUT', '/b', '{"a":}')).toMatchObject({ code: 'external_refs_malformed' });
    expect(await call('PUT', '/%E9', '1')).toMatchObject({ status: 400 });
    expect(await refs()).toBe(before);
    expect((await call('PUT', '/b', deep(63))).status).toBe(200);
  });

  it('lose nothing when a hundred systems write at one time', async () => {
    await start('{}');
    const systems = Array.from({ length: 100 }, (_, index) => `system-${index}`);
    const answers = await Promise.all(
      systems.map((system, index) => call('PUT', `/${system}`, `{"record_id":"${index}"}`)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const all = JSON.parse(await refs()) as Record<string, { record_id: string }>;
    expect(Object.keys(all).sort()).toEqual([...systems].sort());
    expect(systems.every((system, index) => all[system]?.record_id === String(index))).toBe(true);
  });
});
