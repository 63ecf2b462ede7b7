import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Client } from '../support/client.js';
import { Service } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';

describe('Looking documents up by the records of other systems', () => {
  let database: TestDatabase;
  let service: Service;
  let client: Client;

  beforeAll(async () => {
    database = await TestDatabase.create();
    service = await Service.start({ DATABASE_URL: database.url });
    client = new Client(service);
  });
  afterAll(async () => {
    await service?.stop();
    await database?.drop();
  });

  const upload = async (refs: string): Promise<number> => (await client.upload({ refs })).id;
  const found = async (query: Record<string, string> | [string, string][]): Promise<number[]> => {
    const { items } = await client.get<{ items: { id: number }[] }>(
      `/api/documents?${new URLSearchParams(query).toString()}`,
    );
    return items.map(({ id }) => id);
  };

  it('finds exactly those with that record id, newest first', async () => {
    const first = await upload('{"salesforce":{"record_id":"001Qy"}}');
    const second = await upload('{"a":1,"salesforce":{"x":{"record_id":"other"},"record_id":"001Qy"}}');
    await upload('{"salesforce":{"record_id":"001qy"}}');
    await upload('{"hubspot":{"record_id":"001Qy"}}');
    expect(await found({ external_ref: 'salesforce:001Qy' })).toEqual([second, first]);
    expect(await found({ external_ref: 'salesforce:001Q' })).toEqual([]);
    expect(await found({ external_ref: 'salesforce:001Qy', status: 'Archived' })).toEqual([]);
  });

  it('finds a number by its spelling, a name by its meaning, and of several members the last', async () => {
    const number = await upload('{"n":{"record_id":12345678901234567890}}');
    expect(await found({ external_ref: 'n:12345678901234567890' })).toEqual([number]);
    const spelled = await upload('{"n":{"record_id":1.50}}');
    expect(await found({ external_ref: 'n:1.50' })).toEqual([spelled]);
    expect(await found({ external_ref: 'n:1.5' })).toEqual([]);
    const escaped = await upload(String.raw`{"\u0065sc":{"r\u0065cord_id":"a\/\u0000é"}}`);
    expect(await found({ external_ref: 'esc:a/\u0000é' })).toEqual([escaped]);
    const doubled = await upload(
      '{"d":{"record_id":"1"},"d":{"record_id":"2","record_id":"3"},"e":{"record_id":"1"},"e":7}',
    );
    expect(await found({ external_ref: 'd:3' })).toEqual([doubled]);
    for (const other of ['d:1', 'd:2', 'e:1']) expect(await found({ external_ref: other })).toEqual([]);
  });

  it('finds those of several records, of systems with a colon, and of a system alone', async () => {
    const one = await upload('{"m":{"record_id":"1"},"urn:x":{"record_id":"a:b"}}');
    const two = await upload('{"m":{"record_id":"2"}}');
    const several: [string, string][] = [
      ['external_ref', 'm:1'],
      ['external_ref', 'm:2'],
      ['external_ref', 'm:3'],
    ];
    expect(await found(several)).toEqual([two, one]);
    expect(await found({ external_ref_system: 'urn:x', external_ref_id: 'a:b' })).toEqual([one]);
    expect(await found({ external_ref_system: 'm' })).toEqual([two, one]);
    expect(await found({ external_ref_system: 'm', external_ref: 'urn:x' })).toEqual([]);
    const alone = await service.json('GET', '/api/documents?external_ref_id=1');
    expect(alone).toMatchObject({ status: 422, body: { code: 'validation_failed' } });
    expect(await service.json('GET', '/api/documents?external_ref=salesforce')).toMatchObject({
      status: 422,
    });
  });

  it('finds the documents of many records at once', async () => {
    const one = await upload('{"bulk":{"record_id":"1"}}');
    const two = await upload('{"bulk":{"record_id":"1"},"other":{"record_id":"é"}}');
    const records = [
      { system: 'bulk', record_id: '1' },
      { system: 'none', record_id: '1' },
      { system: 'other', record_id: 'é' },
    ];
    const { status, body } = await service.json('POST', '/api/documents/lookup', { records });
    expect([status, body]).toEqual([
      200,
      {
        results: [[two, one], [], [two]].map((document_ids, index) => ({
          ...records[index],
          document_ids,
          has_more: false,
        })),
      },
    ]);
    const many = Array.from({ length: 1000 }, (_, index) => ({ system: 'bulk', record_id: String(index) }));
    const all = await service.json<{ results: { document_ids: number[] }[] }>(
      'POST',
      '/api/documents/lookup',
      { records: many },
    );
    expect(all.body.results.map(({ document_ids }) => document_ids.length)).toEqual(
      many.map(({ record_id }) => (record_id === '1' ? 2 : 0)),
    );
    const empty = [[], [...many, many[0]], ['x'], [{ system: 'a', record_id: 1 }], [null]];
    const odd = [
      [[]],
      [[{ system: 'a', record_id: '1' }]],
      [{ system: 'a', record_id: '1', constructor: 1 }],
    ];
    for (const wrong of [...empty, ...odd]) {
      expect(await service.json('POST', '/api/documents/lookup', { records: wrong })).toMatchObject({
        status: 422,
      });
    }
  });

  it('follows every change, and odd shapes match nothing', async () => {
    const id = await upload('{"c":{"record_id":"1"}}');
    const path = `/api/documents/${id}/external_refs`;
    await service.json('PUT', `${path}/c`, { record_id: '2' });
    expect(await found({ external_ref: 'c:1' })).toEqual([]);
    expect(await found({ external_ref: 'c:2' })).toEqual([id]);
    await service.json('PATCH', `/api/documents/${id}`, { external_refs: { odd: { record_id: '2' } } });
    expect(await found({ external_ref: 'c:2' })).toEqual([]);
    expect(await found({ external_ref_system: 'c' })).toEqual([]);
    for (const odd of [
      'null',
      '"2"',
      '[{"record_id":"2"}]',
      '{"record_id":null}',
      '{"record_id":{"a":"2"}}',
      '{"record_id":true}',
    ]) {
      expect((await service.fetch(path, put(`{"odd":${odd}}`))).status).toBe(200);
      expect(await found({ external_ref: 'odd:2' })).toEqual([]);
      expect(await found({ external_ref_system: 'odd' })).toEqual([]);
    }
    const long = 'x'.repeat(60_000);
    expect((await service.fetch(path, put(`{"odd":{"record_id":"${long}"}}`))).status).toBe(200);
    expect(await found({ external_ref_system: 'odd' })).toEqual([id]);
    expect((await service.fetch(`/api/documents/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect(await found({ external_ref_system: 'odd' })).toEqual([]);
  });

  it('finds what was there before it could be looked up', async () => {
    const old = await upload('{"old":{"record_id":"1"}}');
    await service.signal('SIGTERM');
    const sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    await sql.query(`DROP TABLE document_ref_keys, document_ref_systems`);
    await sql.query(
      `DELETE FROM migrations WHERE name IN ('ExternalRefKeys1764480000000', 'RefSystems1764730000000')`,
    );
    await sql.end();
    const upgraded = await Service.start({ DATABASE_URL: database.url }, service.dataDir);
    try {
      client = new Client(upgraded);
      await until('the worker has come to it', async () =>
        (await found({ external_ref: 'old:1' })).includes(old),
      );
      expect(await found({ external_ref: 'n:1.50' })).toHaveLength(1);
    } finally {
      await upgraded.stop();
    }
  });
});

function put(body: string): RequestInit {
  return { method: 'PUT', headers: { 'content-type': 'application/json' }, body };
}
