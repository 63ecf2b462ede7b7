import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Service, TEST_TOKEN, type Answer } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';

interface Token {
  id: number;
  token: string;
  last_used_at: string | null;
}
interface Problem {
  code: string;
  errors: { pointer: string; message: string }[];
}

const API = '/api/tokens';
/** A route for each scope, which answers this when the scope is there. */
const ROUTES = [
  ['read', 'GET', '/api/contacts', 200],
  ['write', 'POST', '/api/contacts', 422],
  ['export', 'POST', '/api/documents/1/export', 404],
  ['admin', 'GET', API, 200],
] as const;

describe('API tokens over HTTP', () => {
  let database: TestDatabase;
  let dataDir: string;
  let service: Service;

  beforeAll(async () => {
    database = await TestDatabase.create();
    dataDir = await mkdtemp(join(tmpdir(), 're-tokens-'));
    service = await start();
  });
  afterAll(async () => {
    await service.stop();
    await rm(dataDir, { recursive: true });
    await database.drop();
  });

  const start = (env: Record<string, string> = {}): Promise<Service> => {
    const settings = { PUBLIC_BASE_URL: 'https://records.example/re', LOG_LEVEL: 'trace' };
    return Service.start({ DATABASE_URL: database.url, ...settings, ...env }, dataDir);
  };
  const again = async (env: Record<string, string>): Promise<Service> => {
    await service.stop();
    return start(env);
  };

  const as = <T = Problem>(secret: string, method: string, path: string): Promise<Answer<T>> =>
    service.json<T>(method, path, method === 'POST' ? {} : undefined, { authorization: `Bearer ${secret}` });
  const create = async (scopes: string[], members: object = {}): Promise<Token> => {
    const answer = await service.json<Token>('POST', API, { name: 'zapier', scopes, ...members });
    expect(answer).toMatchObject({ status: 201 });
    return answer.body;
  };

  it('shows a token once, and everything else about it from then on', async () => {
    const expires_at = '2099-12-31T01:00:00+01:00';
    const created = await service.json<Token>('POST', API, {
      name: ' CRM of 日本 ',
      scopes: ['write', 'read'],
      expires_at,
    });
    expect(created.status).toBe(201);
    const { token, ...shown } = created.body;
    expect(created.headers.get('location')).toBe(`https://records.example/re${API}/${shown.id}`);
    expect(token).toMatch(/^re_[0-9a-f]{40}$/);
    expect(shown).toEqual({
      id: expect.any(Number),
      name: 'CRM of 日本',
      scopes: ['write', 'read'],
      expires_at: '2099-12-31T00:00:00.000Z',
      last_used_at: null,
      created_at: expect.any(String),
    });
    expect((await service.json('GET', `${API}/${shown.id}`)).body).toEqual(shown);
    const { text, body } = await service.json<{ items: Token[] }>('GET', API);
    expect(body.items[0]).toEqual(shown);
    expect(text).not.toContain(token.slice(3));
  });

  it('lists them page by page, newest first', async () => {
    const made = [await create(['read']), await create(['read'])].map(({ id }) => id).reverse();
    const ids: number[] = [];
    let path: string | null = `${API}?limit=1`;
    while (path !== null && ids.length < 2) {
      const page: Answer<{ items: Token[]; next: string | null }> = await service.json('GET', path);
      ids.push(...page.body.items.map(({ id }) => id));
      path = page.body.next && new URL(page.body.next).pathname + new URL(page.body.next).search;
    }
    expect(ids).toEqual(made);
  });

  it('lets a token do exactly what its scopes are for', async () => {
    for (const scopes of [['read'], ['write'], ['export'], ['read', 'export'], ['admin']]) {
      const { token } = await create(scopes);
      for (const [scope, method, path, status] of ROUTES) {
        const allowed = scopes.includes(scope) || scopes.includes('admin');
        const answer = await as(token, method, path);
        expect({ scopes, scope, status: answer.status }).toEqual({
          ...{ scopes, scope },
          status: allowed ? status : 403,
        });
      }
    }
  });

  it('tells when a token was last used', async () => {
    const { id, token } = await create(['read']);
    await as(token, 'GET', '/api/contacts');
    const used = await until('the use is noted', async () => {
      return (await service.json<Token>('GET', `${API}/${id}`)).body.last_used_at;
    });
    expect(Math.abs(Date.now() - Date.parse(used))).toBeLessThan(60_000);
  });

  it('takes a token until it expires', async () => {
    const { token } = await create(['read'], { expires_at: new Date(Date.now() + 1000).toISOString() });
    expect((await as(token, 'GET', '/api/contacts')).status).toBe(200);
    const refused = await until('the token has expired', async () => {
      const answer = await as(token, 'GET', '/api/contacts');
      return answer.status !== 200 && answer;
    });
    expect(refused).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
  });

  it('revokes a token from the next request on, and the sessions that were opened with it', async () => {
    const { id, token } = await create(['read']);
    const form = await service.fetch('/login');
    const [cookie = ''] = form.headers.getSetCookie().map((each) => each.split(';')[0] ?? '');
    const login = await service.fetch('/login', {
      method: 'POST',
      headers: { cookie },
      body: new URLSearchParams({ form_token: cookie.split('=')[1] ?? '', token }),
    });
    const [session = ''] = login.headers.getSetCookie().map((each) => each.split(';')[0] ?? '');
    const statuses = async (): Promise<number[]> => {
      const inSession = await fetch(`${service.url}/api/contacts`, { headers: { cookie: session } });
      return [(await as(token, 'GET', '/api/contacts')).status, inSession.status];
    };
    expect(await statuses()).toEqual([200, 200]);
    expect(await service.json('DELETE', `${API}/${id}`)).toMatchObject({ status: 204, text: '' });
    expect(await statuses()).toEqual([401, 401]);
    for (const method of ['GET', 'DELETE']) {
      expect(await service.json(method, `${API}/${id}`)).toMatchObject({
        status: 404,
        body: { code: 'token_not_found' },
      });
    }
  });

  it.each([
    [{ scopes: ['read'] }, '/name'],
    [{ name: ' ', scopes: ['read'] }, '/name'],
    [{ name: 'x'.repeat(101), scopes: ['read'] }, '/name'],
    [{ name: 'a\u0000b', scopes: ['read'] }, '/name'],
    [{ name: 'zapier' }, '/scopes'],
    [{ name: 'zapier', scopes: [] }, '/scopes'],
    [{ name: 'zapier', scopes: 'read' }, '/scopes'],
    [{ name: 'zapier', scopes: ['read', 'read'] }, '/scopes'],
    [{ name: 'zapier', scopes: ['read', 'root'] }, '/scopes'],
    [{ name: 'zapier', scopes: [['read']] }, '/scopes'],
    [{ name: 'zapier', scopes: ['read'], expires_at: 'tomorrow' }, '/expires_at'],
    [{ name: 'zapier', scopes: ['read'], expires_at: 4102444800 }, '/expires_at'],
    [{ name: 'zapier', scopes: ['read'], expires_at: '2026-01-15' }, '/expires_at'],
    [{ name: 'zapier', scopes: ['read'], expires_at: '9999-12-31T23:59:59-01:00' }, '/expires_at'],
    [{ name: 'zapier', scopes: ['read'], token: TEST_TOKEN }, '/token'],
  ])('refuses %j', async (body, pointer) => {
    const answer = await service.json<Problem>('POST', API, body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map((error) => error.pointer)).toEqual([pointer]);
  });

  it('never logs a token', async () => {
    const { id, token } = await create(['read']);
    const requests = [
      ['GET', '/api/contacts'],
      ['POST', '/api/contacts'], // 403
      ['DELETE', `${API}/${id}`], // 403
    ] as const;
    for (const [method, path] of requests) {
      const { headers } = await as(token, method, path);
      const request = headers.get('x-request-id') ?? 'none';
      await until('the request is in the log', () => service.log.includes(request));
    }
    expect(service.log).not.toMatch(/\bre_[0-9a-f]/);
  });

  it('does not make a deleted bootstrap token again, unless RECORDENGINE_TOKEN says so', async () => {
    const { id, token } = await create(['admin']);
    const { body } = await service.json<{ items: { id: number; name: string }[] }>('GET', `${API}?limit=200`);
    const bootstrap = body.items.find(({ name }) => name === 'bootstrap');
    expect((await as(token, 'DELETE', `${API}/${bootstrap?.id}`)).status).toBe(204);
    expect((await service.json('GET', API)).status).toBe(401);

    service = await again({ RECORDENGINE_TOKEN: '' });
    expect((await service.json('GET', API)).status).toBe(401);
    expect((await as(token, 'GET', API)).status).toBe(200);
    expect(service.log).not.toMatch(/\bre_[0-9a-f]/);

    service = await again({ RECORDENGINE_TOKEN: TEST_TOKEN });
    expect((await service.json('DELETE', `${API}/${id}`)).status).toBe(204);
  });

  it('keeps one of two admins who delete each other', async () => {
    let { id, token } = await create(['admin']);
    const { body } = await service.json<{ items: { id: number }[] }>('GET', `${API}?limit=200`);
    for (const other of body.items) if (other.id !== id) await as(token, 'DELETE', `${API}/${other.id}`);
    const lastStays = async (): Promise<void> =>
      expect(await as(token, 'DELETE', `${API}/${id}`)).toMatchObject({
        status: 409,
        body: { code: 'last_admin_token' },
      });
    await lastStays();

    for (let round = 0; round < 8; round++) {
      const { body: rival } = await service.json<Token>(
        'POST',
        API,
        { name: 'rival', scopes: ['admin'] },
        { authorization: `Bearer ${token}` },
      );
      const [first, second] = await Promise.all([
        as(token, 'DELETE', `${API}/${rival.id}`),
        as(rival.token, 'DELETE', `${API}/${id}`),
      ]);
      const [winner, loser] = first.status === 204 ? [first, second] : [second, first];
      expect(winner.status).toBe(204);
      // Who comes when the other has won already is not known any more.
      expect(['last_admin_token', 'unauthenticated']).toContain(loser.body.code);
      if (winner === second) ({ id, token } = rival);
      await lastStays();
    }
  });
});
