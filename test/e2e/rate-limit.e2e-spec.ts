import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Service } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';

const LIMIT = 5;
const BURST = 40;

describe('the rate limit of a token', () => {
  let database: TestDatabase;
  let service: Service;
  const others: Service[] = [];
  let other: Record<string, string>;

  beforeAll(async () => {
    database = await TestDatabase.create();
    service = await Service.start({ DATABASE_URL: database.url, RATE_LIMIT_PER_SECOND: String(LIMIT) });
    const { body } = await service.json<{ token: string }>('POST', '/api/tokens', {
      name: 'other',
      scopes: ['read', 'write'],
    });
    other = { authorization: `Bearer ${body.token}` };
  });
  afterAll(async () => {
    for (const each of others) await each.stop();
    await service.stop();
    await database.drop();
  });

  const asOther = (method: string, path: string, body?: unknown) =>
    service.json<{ code: string; items: unknown[] }>(method, path, body, other);
  /** Waits until this token may ask again. */
  const calm = (headers: Record<string, string> = {}): Promise<unknown> =>
    until('the second is over', async () => {
      return (await service.json('GET', '/api/contacts', undefined, headers)).status === 200;
    });

  it('tells the rest of a burst to wait, does nothing for them, and leaves other tokens alone', async () => {
    await calm(other);
    const before = (await asOther('GET', '/api/contacts?limit=200')).body.items.length;
    const began = performance.now();
    const burst = await Promise.all(
      Array.from({ length: BURST }, (_, number) => asOther('POST', '/api/contacts', { name: `C ${number}` })),
    );
    const unaffected = await service.json('GET', '/api/contacts');
    const windows = Math.ceil((performance.now() - began) / 1000) + 1;

    const passed = burst.filter(({ status }) => status === 201);
    const refused = burst.filter(({ status }) => status === 429);
    expect(passed.length + refused.length).toBe(BURST);
    expect(passed.length).toBeGreaterThan(0);
    expect(passed.length).toBeLessThanOrEqual(windows * LIMIT);
    for (const { headers, body } of refused) {
      expect(body.code).toBe('rate_limited');
      expect(headers.get('retry-after')).toBe('1');
    }
    expect(refused.length).toBeGreaterThan(0);
    expect(unaffected.status).toBe(200);

    await calm(other);
    const after = (await asOther('GET', '/api/contacts?limit=200')).body.items.length;
    expect(after - before).toBe(passed.length);
  });

  it('counts a session with its token', async () => {
    const form = await service.fetch('/login');
    const [cookie = ''] = form.headers.getSetCookie().map((each) => each.split(';')[0] ?? '');
    const login = await service.fetch('/login', {
      method: 'POST',
      headers: { cookie },
      body: new URLSearchParams({
        form_token: cookie.split('=')[1] ?? '',
        token: (other['authorization'] ?? '').replace('Bearer ', ''),
      }),
    });
    const [session = ''] = login.headers.getSetCookie().map((each) => each.split(';')[0] ?? '');
    const inSession = (path: string): Promise<Response> =>
      fetch(`${service.url}${path}`, { headers: { cookie: session } });
    await calm(other);
    expect((await inSession('/api/contacts')).status).toBe(200);
    const refused = await until('a page is refused', async () => {
      await Promise.all(Array.from({ length: LIMIT }, () => asOther('GET', '/api/contacts')));
      const page = await inSession('/documents/1');
      return page.status === 429 && page;
    });
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(refused.headers.get('content-type')).toMatch(/^text\/html/);
    await calm(other);
  });

  it('is off at 0', async () => {
    const unlimited = { DATABASE_URL: database.url, RATE_LIMIT_PER_SECOND: '0' };
    const free = await Service.start(unlimited, service.dataDir);
    others.push(free);
    const answers = await Promise.all(Array.from({ length: BURST }, () => free.json('GET', '/api/contacts')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });
});
