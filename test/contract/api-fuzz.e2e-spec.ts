import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc, { type GeneratorValue } from 'fast-check';
import pg from 'pg';
import { Client } from '../support/client.js';
import { DescribedApi, type Operation, type Parameter } from '../support/described-api.js';
import { multipartBody, type Part } from '../support/multipart-body.js';
import { rawRequest, type RawAnswer, type RawRequest } from '../support/raw-request.js';
import { pick, SchemaValues } from '../support/schema-values.js';
import { Service, TEST_TOKEN } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

/** `node scripts/fuzz.mjs --runs 20000 --seed 1` sets them. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 250);
const SEED = Number(process.env['FUZZ_SEED'] ?? randomInt(2 ** 31));
/** So many are under way at the same time. */
const BATCH = 4;
const READER = `re_${'ab'.repeat(20)}`;
const POOL = 30;

/** What is known of a request before it is sent: a schema may allow it, or forbid it, or say nothing. */
interface Attempt {
  request: RawRequest;
  operation?: Operation;
  verdict: 'satisfies' | 'violates' | 'unclear';
}

/** Requests made from `openapi.json`, valid and broken ones, and what must hold for every answer. */
describe('The API under requests made from its description', () => {
  const api = DescribedApi.committed;
  const agent = new Agent({ keepAlive: true, maxSockets: BATCH });
  const seen = new Map<string, Set<number>>();
  let turn = 0;
  const pools: Record<string, unknown[]> = {
    checksums: ['0'.repeat(64)],
    cursors: [],
    etags: ['"1"'],
    keys: ['key-1', 'key-2', 'key-3'],
  };
  let database: TestDatabase;
  let service: Service;
  let receiver: WebhookReceiver;
  let files: { name: string; content: Uint8Array }[];

  beforeAll(async () => {
    receiver = await WebhookReceiver.start();
    database = await TestDatabase.create();
    service = await Service.start({
      DATABASE_URL: database.url,
      MAX_UPLOAD_MB: '1',
      WEBHOOK_TIMEOUT_MS: '1000',
      RATE_LIMIT_PER_SECOND: '0',
      PUBLIC_BASE_URL: 'https://records.example/engine',
    });
    const sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    await sql.query(
      `INSERT INTO api_tokens (name, token_hash, scopes) VALUES ('reader', sha256(convert_to($1, 'UTF8')), '{read}')`,
      [READER],
    );
    await sql.end();
    const names = ['invoice-us.pdf', 'damaged.pdf', 'encrypted.pdf'];
    files = [
      ...Array<{ name: string; content: Buffer }>(10).fill({
        name: 'note.txt',
        content: Buffer.from('A note.\n'),
      }),
      { name: 'rows.csv', content: Buffer.from('description,amount\na,1.00\n') },
      { name: '', content: new Uint8Array() },
      ...(await Promise.all(
        names.map(async (name) => ({
          name,
          content: await readFile(new URL(`../../examples/${name}`, import.meta.url)),
        })),
      )),
    ];
    const client = new Client(service);
    for (const [name, path] of [
      ['contacts', '/api/contacts'],
      ['folders', '/api/folders'],
    ] as const) {
      pools[name] = (await client.get<{ items: { id: number }[] }>(path)).items.map(({ id }) => id);
    }
    await client.endpoint(receiver.url);
    const { id } = await client.reviewed({ refs: '{"crm": {"record_id": "1"}, "n": 1.0}' });
    await client.export(id);
    pools['documents'] = [id, (await client.upload()).id];
    pools['webhook-deliveries'] = (await client.deliveries()).map((delivery) => delivery.id);
    pools['webhook-endpoints'] = [1];
    pools['users'] = [1];
  });
  afterAll(async () => {
    agent.destroy();
    await service?.stop();
    await receiver?.stop();
    await database?.drop();
  });

  const known = (name: string): unknown[] | undefined => {
    if (name === 'url') {
      return [
        receiver.url,
        'http://127.0.0.1:1/',
        'http://127.0.0.1:99999/',
        'ftp://127.0.0.1/',
        'http://',
      ].concat([
        'http://a:b@127.0.0.1/',
        'http://169.254.169.254/',
        'http://[::ffff:10.0.0.1]/',
        'http://127.1/',
      ]);
    }
    if (/(^|_)profile_id$/.test(name)) return [1, 2, 3];
    // Most documents go to System/Inbox: the folder of another contact is refused.
    if (name === 'contact_id') return [1, 1, 1, 1, ...(pools['contacts'] ?? [])];
    if (name === 'folder_id') return [1, 1, 1, 1, ...(pools['folders'] ?? [])];
    if (name === 'parent_id') return pools['contacts'];
    if (name === 'cursor') return pools['cursors'];
    if (name === 'filename') return ['note.txt', 'a/b\\c.pdf', '.', '\u202egpj.exe', 'ä.csv'];
    return pools[/^(document)_id$/.exec(name)?.[1]?.concat('s') ?? `webhook-${name.replace(/_id$/, 's')}`];
  };
  const values = new SchemaValues(api.description.components.schemas, known);

  /** Most operations as often as each other; what deletes, less often. */
  const frequent = api.operations.flatMap((operation) =>
    Array<Operation>(operation.method === 'DELETE' ? 1 : operation.requestBody ? 4 : 2).fill(operation),
  );

  function attempt(g: GeneratorValue): Attempt {
    const kind = g(fc.nat, 99);
    if (kind < 3) return { request: elsewhere(g), verdict: 'unclear' };
    // Chance alone leaves one of sixty out now and then.
    const operation = kind < 50 ? api.operations[turn++ % api.operations.length]! : pick(g, frequent);
    const claims: Attempt['verdict'][] = [];
    const headers: Record<string, string> = { authorization: `Bearer ${TEST_TOKEN}` };
    const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
      const found = operation.parameters.find(
        (parameter) => parameter.in === 'path' && parameter.name === name,
      );
      const [text, claim] = pathText(g, operation, found);
      claims.push(claim);
      return text;
    });
    const query = queryText(g, operation, claims);
    const body =
      kind < 60 ? wellFormed(g, operation, headers, claims) : broken(g, operation, headers, claims);
    if (kind % 4 === 0) oddHeaders(g, headers, claims);
    if (kind === 5) {
      headers['authorization'] = pick(g, [
        'Bearer',
        'Bearer x',
        `Bearer ${TEST_TOKEN}x`,
        'Basic YTpi',
        're_',
      ]);
      claims.push('violates');
    }
    if (kind === 6) {
      headers['authorization'] = `Bearer ${READER}`;
      claims.push(operation['x-required-scope'] === 'read' ? 'satisfies' : 'violates');
    }
    if (operation['x-required-scope'] === undefined) claims.push('unclear');
    const verdict = claims.includes('unclear')
      ? 'unclear'
      : claims.includes('violates')
        ? 'violates'
        : 'satisfies';
    return { request: { method: operation.method, path: path + query, headers, body }, operation, verdict };
  }

  function pathText(
    g: GeneratorValue,
    operation: Operation,
    parameter?: Parameter,
  ): [string, Attempt['verdict']] {
    const schema = parameter?.schema ?? {};
    const collection = /^\/api\/([\w-]+)/.exec(operation.path)?.[1] ?? '';
    const first = operation.path.indexOf('{') === operation.path.indexOf(`{${parameter?.name}}`);
    const all = first ? (pools[collection] ?? []) : [];
    const existing = operation.method === 'DELETE' ? all.slice(1) : all; // so that something is left
    if (g(fc.nat, 9) > 0) {
      if (schema.type === 'integer' || schema['format'] === 'uuid') {
        const id = existing.length > 0 && g(fc.nat, 9) > 0 ? pick(g, existing) : values.valid(g, schema);
        return [String(id), 'satisfies'];
      }
      const systems = ['crm', 'salesforce', 'a:b', 'ü', 'a b', '__proto__', '', '.', '..'];
      const text = String(pick(g, parameter?.name === 'sha256' ? (pools['checksums'] ?? []) : systems));
      return [encodeURIComponent(text), text === '' ? 'violates' : 'unclear'];
    }
    const odd = [
      '0',
      '-1',
      '1.5',
      '1e1',
      '0x1',
      '+1',
      '2147483648',
      '9'.repeat(40),
      'abc',
      '%00',
      '%20',
      'null',
    ];
    const escapes = [
      '%FF',
      '%',
      '%2',
      '%u0041',
      '1%2F2',
      '..%2f..',
      '%F0%9F%98%80',
      'a'.repeat(4000),
      '%ED%A0%80',
    ];
    return [pick(g, [...odd, ...escapes]), schema.type === 'integer' ? 'violates' : 'unclear'];
  }

  function queryText(g: GeneratorValue, operation: Operation, claims: Attempt['verdict'][]): string {
    const query: string[] = [];
    const add = (name: string, text: string): void => {
      query.push(`${encodeURIComponent(name)}=${encodeURIComponent(text.toWellFormed())}`);
    };
    const declared = operation.parameters.filter((parameter) => parameter.in === 'query');
    for (const { name, schema } of declared) {
      if (g(fc.nat, 3) > 0) continue;
      if (g(fc.nat, 3) > 0) {
        const value = values.valid(g, schema, name);
        for (const each of Array.isArray(value) ? value : [value]) add(name, String(each));
        continue;
      }
      const text = pick(g, [
        '',
        ' ',
        '-1',
        '0',
        '1.0',
        '1e2',
        '+1',
        '2147483648',
        'abc',
        'null',
        '\0',
        '[]',
        '%',
      ]);
      add(name, text);
      const isRefused =
        (schema.type === 'integer' && !(/^\d{1,10}$/.test(text) && Number(text) >= 1)) ||
        (Array.isArray(schema['enum']) && !schema['enum'].includes(text)) ||
        (/^(uuid|date)/.test(String(schema['format'])) && text !== '');
      claims.push(isRefused ? 'violates' : 'unclear');
    }
    const isList = declared.some(({ name }) => name === 'limit');
    if (g(fc.nat, 40) === 0) {
      add(pick(g, ['unknown', '__proto__', 'limit[]', 'q[a]', '']), 'x');
      claims.push(isList ? 'violates' : 'unclear');
    }
    if (g(fc.nat, 40) === 0) {
      query.push(pick(g, ['limit=1&limit=2', 'a=%FF', '%', '&&&=', 'limit=1;x', `q=${'x'.repeat(5000)}`]));
      claims.push('unclear');
    }
    return query.length === 0 ? '' : `?${query.join('&')}`;
  }

  function wellFormed(
    g: GeneratorValue,
    operation: Operation,
    headers: Record<string, string>,
    claims: Attempt['verdict'][],
    damage = false,
  ): Buffer | undefined {
    const { content = {}, required = false } = operation.requestBody ?? {};
    const types = Object.keys(content);
    if (types.length === 0) return undefined;
    if (!required && g(fc.nat, 4) === 0) return undefined;
    const type = pick(g, types);
    const schema = content[type]?.schema ?? {};
    if (type === 'multipart/form-data') return form(g, operation, headers, claims, damage);
    headers['content-type'] = pick(g, [type, `${type}; charset=utf-8`, type.toUpperCase()]);
    let value = values.valid(g, schema);
    for (let times = damage ? 1 + g(fc.nat, 2) : 0; times > 0; times--) value = values.damaged(g, value);
    const text = JSON.stringify(value) ?? 'null';
    claims.push(judge(operation, type, JSON.parse(text)));
    return Buffer.from(text);
  }

  function judge(operation: Operation, type: string, value: unknown): Attempt['verdict'] {
    return api.refusalOfBody(operation, type, value) === undefined ? 'satisfies' : 'violates';
  }

  function form(
    g: GeneratorValue,
    operation: Operation,
    headers: Record<string, string>,
    claims: Attempt['verdict'][],
    damage: boolean,
  ): Buffer {
    const schema = values.resolve(operation.requestBody?.content['multipart/form-data']?.schema ?? {});
    const parts: Part[] = [];
    for (const [name, member] of Object.entries(schema.properties ?? {})) {
      if (!(schema.required ?? []).includes(name) && g(fc.boolean)) continue;
      if (values.resolve(member)['format'] === 'binary') {
        const { name: filename, content } = pick(g, files);
        parts.push({ name, filename, type: 'application/octet-stream', content });
        if (content.length === 0) claims.push('violates');
      } else if (name === 'external_refs')
        parts.push({
          name,
          content: JSON.stringify(values.valid(g, { type: 'object', additionalProperties: true })),
        });
      else parts.push({ name, content: String(values.valid(g, member, name)) });
    }
    if (damage) {
      claims.push('unclear');
      const part = pick(g, parts);
      const odd = ['', '\0', ' ', '-1', '1e1', '{', '[]', 'null', Buffer.from([0xff]), 'x'.repeat(1_100_000)];
      if (g(fc.boolean)) part.content = pick(g, odd);
      else
        parts.push(
          pick(g, [
            part,
            { name: 'unknown', content: 'x' },
            { ...part, filename: 'x' },
            { ...part, name: 'file' },
          ]),
        );
    }
    const { body, headers: own } = multipartBody(g(fc.boolean) ? parts : parts.reverse());
    Object.assign(headers, own);
    return body;
  }

  function broken(
    g: GeneratorValue,
    operation: Operation,
    headers: Record<string, string>,
    claims: Attempt['verdict'][],
  ): Buffer | undefined {
    if (!operation.requestBody) {
      if (g(fc.boolean)) return undefined;
      headers['content-type'] = pick(g, [
        'application/json',
        'text/plain',
        'application/x-www-form-urlencoded',
      ]);
      headers['transfer-encoding'] = 'chunked';
      claims.push('unclear');
      return Buffer.from(pick(g, ['{}', '{', 'null', 'a=b', '{"id": 1}']));
    }
    if (g(fc.nat, 2) > 0) return wellFormed(g, operation, headers, claims, true);
    const good = wellFormed(g, operation, headers, claims) ?? Buffer.from('{}');
    const isForm = (headers['content-type'] ?? '').startsWith('multipart/');
    const required = operation.requestBody.required === true;
    switch (g(fc.nat, 8)) {
      case 0: // broken off
        claims.push(required || good.length > 2 ? 'violates' : 'unclear');
        return good.subarray(0, Math.max(1, g(fc.nat, good.length - 1)));
      case 1: // more than one value
        claims.push(isForm ? 'unclear' : 'violates');
        return Buffer.concat([good, Buffer.from(pick(g, ['{}', 'x', ',', ']', '\0']))]);
      case 2: // not UTF-8
        claims.push(isForm ? 'unclear' : 'violates');
        return Buffer.concat([
          good.subarray(0, 1),
          Buffer.from(pick(g, ['ff', 'c0af', 'eda080', 'f4908080']), 'hex'),
          good.subarray(1),
        ]);
      case 3: // a member twice
        claims.push(isForm || good[0] !== 0x7b || isExact(operation) ? 'unclear' : 'violates');
        return Buffer.concat([Buffer.from('{"twice":1,"twice":1,'), good.subarray(1)]);
      case 4: // numbers that no double holds, words that are not JSON
        claims.push('unclear');
        return Buffer.from(
          pick(g, [
            '{"id":1e400}',
            '{"id":NaN}',
            `{"id":${'9'.repeat(400)}}`,
            '[-]',
            '{"a":01}',
            "{'a':1}",
            '\ufeff{}',
            '"\ud800"',
          ]),
        );
      case 5: // said to be something else
        headers['content-type'] = pick(g, [
          'text/plain',
          'application/xml',
          'application/json; charset=utf-16',
          'multipart/form-data',
          'x',
          '/',
          'application/json; charset="',
        ]);
        claims.push('unclear');
        return good;
      case 6: // compressed, it says
        headers['content-encoding'] = pick(g, ['gzip', 'br', 'x', 'gzip, gzip']);
        claims.push('violates');
        return good;
      case 7: // nothing
        claims.push(required ? 'violates' : 'unclear');
        return g(fc.boolean) ? undefined : Buffer.alloc(0);
      default: // too much
        claims.push(g(fc.nat, 9) === 0 ? 'violates' : 'unclear');
        return claims.at(-1) === 'violates' ? Buffer.concat([Buffer.alloc(2_200_000, 0x20), good]) : good;
    }
  }

  /** What the body of it is, is the caller's. */
  function isExact(operation: Operation): boolean {
    return /external_refs/.test(operation.path);
  }

  function oddHeaders(
    g: GeneratorValue,
    headers: Record<string, string>,
    claims: Attempt['verdict'][],
  ): void {
    const choices: [name: string, values: unknown[]][] = [
      [
        'If-Match',
        ['*', '"1"', 'W/"1"', '"99999999999"', 'x', '"', '', '"1", "2"', ...(pools['etags'] ?? [])],
      ],
      ['If-None-Match', ['*', '"1"', ...(pools['etags'] ?? [])]],
      [
        'Range',
        [
          'bytes=0-',
          'bytes=5-2',
          'bytes=-0',
          'bytes=-5',
          `bytes=${'9'.repeat(30)}-`,
          'bytes=0-1,3-4',
          'x=0-1',
          '',
        ],
      ],
      [
        'Idempotency-Key',
        [...(pools['keys'] ?? []), 'k'.repeat(255), 'k'.repeat(256), '', ' ', '\xe9', "';--"],
      ],
      ['Accept', ['text/html', 'application/xml', '*/*;q=0', 'x', '']],
      ['X-Request-Id', ['x'.repeat(3000), '', ' ', '\xff', '{"a":1}']],
      ['X-HTTP-Method-Override', ['DELETE', 'x']],
      ['X-Forwarded-For', ['1.2.3.4', 'x', '::']],
      ['X-Forwarded-Proto', ['https', 'x']],
      ['Cookie', ['re_session=x', ';;=', `re_session=${'x'.repeat(2000)}`]],
      ['Origin', ['https://evil.example', 'null']],
      ['X-API-Key', ['', 'x', TEST_TOKEN]],
      ['Expect', ['100-continue']],
    ];
    const [name, some] = pick(g, choices);
    headers[name] = String(pick(g, some));
    if (/^(If|Idem|Expect)/.test(name)) claims.push('unclear');
  }

  function elsewhere(g: GeneratorValue): RawRequest {
    const { path } = pick(g, api.operations);
    const paths = [
      path.replace(/\{\w+\}/g, '1'),
      `${path}/x`,
      '/api',
      '/api/',
      '/api/x',
      '//api//contacts',
      '/api/../readyz',
    ];
    return {
      method: pick(g, [
        'GET',
        'PUT',
        'POST',
        'PATCH',
        'DELETE',
        'OPTIONS',
        'HEAD',
        'TRACE',
        'PROPFIND',
        'PURGE',
      ]),
      path: pick(g, [
        ...paths,
        '/api/%',
        '/%2e%2e/etc/passwd',
        '/api/contacts/1/2/3',
        '*',
        `/api/${'x/'.repeat(500)}`,
      ]),
      headers: { authorization: `Bearer ${TEST_TOKEN}` },
    };
  }

  /** Sends one, judges the answer, and learns from it. */
  async function run({ request, operation, verdict }: Attempt): Promise<void> {
    const { method, path, headers, body } = request;
    try {
      const answer = await rawRequest(service.url, agent, {
        ...request,
        headers: {
          ...headers,
          ...(body && !headers['transfer-encoding'] && { 'content-length': String(body.length) }),
        },
      });
      api.check(method, path, answer);
      if (answer.status >= 500) throw new Error(`answered ${answer.status}: ${answer.text}`);
      if (verdict === 'satisfies' && answer.status === 400) {
        throw new Error(`is valid by its schema and was answered 400: ${answer.text}`);
      }
      if (verdict === 'violates' && answer.status < 300) {
        throw new Error(
          `is not valid by its schema and was answered ${answer.status}: ${answer.text.slice(0, 500)}`,
        );
      }
      if (operation) learn(operation, answer);
    } catch (error) {
      const shown =
        body === undefined
          ? ''
          : `\n\n${body.length > 4000 ? `${body.length} bytes` : body.toString('latin1')}`;
      const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
      throw new Error(
        `${String(error)}\n\n${method} ${path}\n${head.join('\n')}${shown}\n\n` +
          `Again: node scripts/fuzz.mjs --runs ${RUNS} --seed ${SEED}`,
        { cause: error },
      );
    }
  }

  function learn({ operationId, path }: Operation, { status, headers, text }: RawAnswer): void {
    seen.set(operationId, (seen.get(operationId) ?? new Set()).add(status));
    if (status >= 300 || !(headers.get('content-type') ?? '').includes('json')) return;
    const collection = /^\/api\/([\w-]+)(\/\{\w+\}|\/upload)?$/.exec(path)?.[1];
    // What one system has in external_refs can be any JSON, null as well.
    const body = ((JSON.parse(text) as unknown) ?? {}) as {
      id?: unknown;
      sha256?: unknown;
      items?: { id?: unknown }[];
      next_cursor?: unknown;
    };
    if (headers.has('etag')) keep('etags', headers.get('etag'));
    if (typeof body.sha256 === 'string') keep('checksums', body.sha256);
    if (typeof body.next_cursor === 'string') keep('cursors', body.next_cursor);
    if (collection === undefined) return;
    for (const { id } of [body, ...(body.items ?? [])]) {
      // The token that everything is done with must stay.
      if (id !== undefined && !(collection === 'tokens' && id === 1)) keep(collection, id);
    }
  }

  function keep(name: string, value: unknown): void {
    const pool = (pools[name] ??= []);
    if (pool.includes(value)) return;
    if (pool.push(value) > POOL) pool.splice(1, 1); // the first stays: contact 1, folder 1
  }

  it(
    `answers ${RUNS * BATCH} requests as described, and stays alive (seed ${SEED})`,
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.gen(), async (g) => {
          await Promise.all(Array.from({ length: BATCH }, () => run(attempt(g))));
        }),
        { numRuns: RUNS, seed: SEED, endOnFailure: true, includeErrorInReport: true },
      );
      expect((await service.fetch('/readyz')).status).toBe(200);
      expect(service.process.exitCode).toBeNull();
      expect(service.log).not.toMatch(/unhandled|uncaught|Unexpected error|heap out of memory/i);
      if (process.env['FUZZ_SHOW'] !== undefined) {
        for (const [name, statuses] of [...seen].sort()) console.log(name, [...statuses].sort().join(' '));
      }
    },
    60_000 + RUNS * 200,
  );

  it('got through to every operation', () => {
    const never = api.operations.filter(({ operationId }) => !seen.has(operationId));
    expect(never.map(({ operationId }) => operationId)).toEqual([]);
    const successes = [...seen].filter(([, statuses]) => [...statuses].some((status) => status < 300));
    // What a person does to their own account needs a session, which this one has not.
    const possible = api.operations.filter(({ path }) => !path.startsWith('/api/me/'));
    expect(successes.length).toBeGreaterThan(possible.length * 0.7);
  });
});
