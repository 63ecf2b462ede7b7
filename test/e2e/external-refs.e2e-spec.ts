import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from '../support/client.js';
import { Service } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';

const ODD =
  '{ "b" :1.0,"a":[12345678901234567890,1E+2, -0 ],\r\n\t"a":{"x":1,"x":2},"10":1,"2":2,' +
  '"__proto__":{"p":1},"\\u0041\\/":"\\u0000\\ud800é😀\u2028" }';

describe('external_refs over HTTP', () => {
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

  const refs = async (
    method: string,
    body?: string | Buffer<ArrayBuffer>,
    headers: Record<string, string> = {},
    query = '',
  ): Promise<{ status: number; etag: string | null; type: string | null; bytes: Buffer; code?: string }> => {
    const response = await service.fetch(`/api/documents/${id}/external_refs${query}`, {
      method,
      headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const type = response.headers.get('content-type');
    return {
      ...{ status: response.status, etag: response.headers.get('etag'), type, bytes },
      ...(type?.includes('problem') && { code: (JSON.parse(bytes.toString()) as { code: string }).code }),
    };
  };
  const text = async (path: string): Promise<string> => (await service.fetch(path)).text();
  const expectEverywhere = async (expected: string): Promise<void> => {
    expect((await refs('GET')).bytes.toString()).toBe(expected);
    expect(await text(`/api/documents/${id}`)).toContain(`"external_refs":${expected},"`);
    expect(await text('/api/documents')).toContain(`"external_refs":${expected},"`);
  };

  it('are {} when never set', async () => {
    await expectEverywhere('{}');
  });

  it('come back to the byte from the whole value, the document and the list', async () => {
    const put = await refs('PUT', `\ufeff \n${ODD}\r\n`);
    expect([put.status, put.bytes.toString()]).toEqual([200, ODD]);
    await expectEverywhere(ODD);
    const got = await refs('GET');
    expect(got.type).toContain('application/json');
    expect(got.etag).toBe(`"${createHash('sha256').update(ODD).digest('hex').slice(0, 32)}"`);
    expect(got.etag).toBe(put.etag);

    const patched = await service.json(
      'PATCH',
      `/api/documents/${id}`,
      `{"external_refs": ${ODD} ,"notes":"a"}`,
    );
    expect(patched.text).toContain(`"external_refs":${ODD},"`);
    await expectEverywhere(ODD);
  });

  it('come without one byte order mark, in a part of an upload, too', async () => {
    const { id: uploaded } = await client.upload({ refs: '\ufeff {"a":1.0}' });
    expect(await text(`/api/documents/${uploaded}/external_refs`)).toBe('{"a":1.0}');
    expect((await refs('PUT', '\ufeff\ufeff{}')).code).toBe('external_refs_malformed');
  });

  it('written as they are change nothing', async () => {
    await refs('PUT', ODD);
    const before = await text(`/api/documents/${id}`);
    expect((await refs('PUT', `  ${ODD}`)).status).toBe(200);
    expect(await text(`/api/documents/${id}`)).toBe(before);
  });

  it('are replaced or cleared only if they are the ones that were seen', async () => {
    const { etag } = await refs('PUT', '{"a":1}');
    for (const method of ['PUT', 'DELETE'] as const) {
      const body = method === 'PUT' ? '{"lost":1}' : undefined;
      for (const tag of ['"other"', `W/${etag}`, '"1"']) {
        expect(await refs(method, body, { 'if-match': tag })).toMatchObject({
          status: 412,
          code: 'version_mismatch',
        });
      }
      expect(await refs(method, body, {}, '?expected_version=1')).toMatchObject({ status: 412 });
    }
    await expectEverywhere('{"a":1}');
    const { etag: next } = await refs('PUT', '{"a": 1}', { 'if-match': String(etag) });
    expect(next).not.toBe(etag);
    const { version } = await client.get<{ version: number }>(`/api/documents/${id}`);
    expect((await refs('PUT', '{"a":  1}', {}, `?expected_version=${version}`)).status).toBe(200);
    expect(await refs('DELETE', undefined, { 'if-match': '*' })).toMatchObject({
      status: 204,
      bytes: Buffer.alloc(0),
    });
    expect((await refs('DELETE')).status).toBe(204);
    await expectEverywhere('{}');
  });

  it('can be changed in every status', async () => {
    for (const status of ['Approved', 'Export', 'Archived']) {
      await service.json('PUT', `/api/documents/${id}/status`, { status });
      expect((await refs('PUT', `{"in":"${status}"}`)).status).toBe(200);
    }
    await expectEverywhere('{"in":"Archived"}');
  });

  const latin1 = (value: string): Buffer<ArrayBuffer> => Buffer.from(value, 'latin1');
  it.each<[string, string | Buffer<ArrayBuffer>, Record<string, string>, number, string]>([
    ['no body', '', {}, 400, 'body_required'],
    ['broken JSON', '{"a":1', {}, 400, 'external_refs_malformed'],
    ['two values', '{}{}', {}, 400, 'external_refs_malformed'],
    ['bytes that are no UTF-8', latin1('{"a":"\xe9"}'), {}, 400, 'not_utf8'],
    ['half a surrogate pair in UTF-8', latin1('{"a":"\xed\xa0\x80"}'), {}, 400, 'not_utf8'],
    ['an array', '[]', {}, 422, 'external_refs_not_an_object'],
    ['null', 'null', {}, 422, 'external_refs_not_an_object'],
    ['too many levels', '{"a":'.repeat(64) + '{}' + '}'.repeat(64), {}, 422, 'external_refs_too_deep'],
    ['a million levels', '{"a":'.repeat(300_000), {}, 413, 'external_refs_too_large'],
    ['too many bytes', `{"a":"${'é'.repeat(32_768)}"}`, {}, 413, 'external_refs_too_large'],
    ['plain text', '{}', { 'content-type': 'text/plain' }, 415, 'unsupported_media_type'],
    [
      'another charset',
      '{}',
      { 'content-type': 'application/json; charset=utf-16' },
      415,
      'unsupported_charset',
    ],
    ['compression', '{}', { 'content-encoding': 'gzip' }, 415, 'unsupported_content_encoding'],
  ])('as %s are refused, and leave no trace', async (_, body, headers, status, code) => {
    const before = await text(`/api/documents/${id}`);
    expect(await refs('PUT', body, headers)).toMatchObject({ status, code });
    expect(await text(`/api/documents/${id}`)).toBe(before);
  });
});
