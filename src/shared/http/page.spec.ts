import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { Request } from 'express';
import fc from 'fast-check';
import { Config } from '../config/config.js';
import { DomainError } from '../kernel/domain-error.js';
import { RawJson } from '../kernel/json/raw-json.js';
import { answerPage, PageRequest } from './page.js';
import { RequestValidationPipe } from './request-validation.pipe.js';

const config = Config.read({ PUBLIC_BASE_URL: 'https://records.example/re' });
const parse = (query: object): Promise<PageRequest> =>
  new RequestValidationPipe().transform(query, {
    type: 'query',
    metatype: PageRequest,
  }) as Promise<PageRequest>;

function requestFor(originalUrl: string): { request: Request; headers: Map<string, string> } {
  const headers = new Map<string, string>();
  const res = { setHeader: (name: string, value: string) => headers.set(name, value) };
  return { request: { originalUrl, res } as unknown as Request, headers };
}

function withCursor(value: unknown): PageRequest {
  return Object.assign(new PageRequest(), {
    cursor: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url'),
  });
}

describe('the query of a list', () => {
  it('has 50 items by default and takes 1 to 200', async () => {
    expect((await parse({})).limit).toBe(50);
    expect((await parse({ limit: '1' })).limit).toBe(1);
    expect((await parse({ limit: '200' })).limit).toBe(200);
  });

  it.each(['0', '201', '-1', '1.5', '1e2', ' 7', '', 'ten', '99999999999', ['1', '2']])(
    'refuses the limit %j',
    async (limit) => {
      await expect(parse({ limit })).rejects.toMatchObject({ kind: 'invalid', code: 'validation_failed' });
    },
  );

  it('starts at the beginning without a cursor', () => {
    expect(new PageRequest().after('id')).toBeUndefined();
  });

  it('refuses cursors that were not made for it', () => {
    const bad = ['', '%%%', 'null', '{}', [], ['7'], [1.5], [2 ** 31], [1, 2], [null], [{}]].map(withCursor);
    bad.push(Object.assign(new PageRequest(), { cursor: '' }));
    for (const query of bad) {
      expect(() => query.after('id')).toThrow(expect.objectContaining({ code: 'invalid_cursor' }));
    }
    expect(() => withCursor(['2026-13-45T00:00:00.000Z', 1]).after('time', 'id')).toThrow(DomainError);
    expect(() => withCursor(["'; DROP TABLE x"]).after('uuid')).toThrow(DomainError);
  });

  it('knows ids that are no 32-bit integers, where there are any', () => {
    for (const id of [2 ** 31, Number.MAX_SAFE_INTEGER]) {
      expect(withCursor([id]).after('bigId')).toEqual([id]);
      expect(() => withCursor([id]).after('id')).toThrow(DomainError);
    }
    expect(() => withCursor([2 ** 53]).after('bigId')).toThrow(DomainError);
  });

  it('answers any cursor at all with a key or a refusal', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.jsonValue()), (value) => {
        try {
          const [id] = withCursor(value).after('id') ?? [];
          expect(Number.isInteger(id)).toBe(true);
        } catch (error) {
          expect(error).toMatchObject({ code: 'invalid_cursor' });
        }
      }),
    );
  });
});

describe('the answer of a list', () => {
  it('tells where to go on, in the body and in the Link header', () => {
    const { request, headers } = requestFor('/api/things?limit=2&tag=a&tag=b%26c&cursor=old');
    const query = Object.assign(new PageRequest(), { limit: 2 });
    const page = answerPage(
      { request, config, query },
      [9, 8, 7],
      (id) => [id],
      (id) => ({ id }),
    );
    expect(page.items).toEqual([{ id: 9 }, { id: 8 }]);
    expect(Object.assign(new PageRequest(), { cursor: page.next_cursor }).after('id')).toEqual([8]);
    expect(page.next).toBe(
      `https://records.example/re/api/things?limit=2&tag=a&tag=b%26c&cursor=${page.next_cursor}`,
    );
    expect(headers.get('Link')).toBe(`<${page.next}>; rel="next"`);
  });

  it('carries keys of several parts', () => {
    const { request } = requestFor('/api/things');
    const query = Object.assign(new PageRequest(), { limit: 1 });
    const key = [new Date('2026-01-02T03:04:05.678Z'), '0199f4c2-6d1e-7c55-b7b0-2f7a3c1f9a10', 3] as const;
    const { next_cursor: cursor } = answerPage(
      { request, config, query },
      [1, 2],
      () => key,
      (item) => item,
    );
    expect(Object.assign(new PageRequest(), { cursor }).after('time', 'uuid', 'id')).toEqual(key);
  });

  it('ends without a cursor when the last page is exactly full, and leaves items as they are', () => {
    const { request, headers } = requestFor('/api/things');
    const query = Object.assign(new PageRequest(), { limit: 1 });
    const item = { refs: new RawJson('{"a":1.0}') };
    const page = answerPage(
      { request, config, query },
      [item],
      () => [1],
      (found) => found,
    );
    expect(page).toEqual({ items: [item], next_cursor: null, next: null });
    expect(page.items[0]).toBe(item);
    expect(headers.size).toBe(0);
  });
});
