import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Delete, Get, Module, Post, Req } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Request } from 'express';
import pg from 'pg';
import { AccessModule } from '../../src/access/access.module.js';
import { configureApp } from '../../src/configure-app.js';
import { ContactsModule } from '../../src/contacts/contacts.module.js';
import { openApiDocument } from '../../src/openapi-document.js';
import { Config } from '../../src/shared/config/config.js';
import { ConfigModule } from '../../src/shared/config/config.module.js';
import { DatabaseModule } from '../../src/shared/database/database.module.js';
import { CurrentCaller } from '../../src/shared/http/current-caller.js';
import { CurrentSession, type Session } from '../../src/shared/http/current-session.js';
import { HealthController } from '../../src/shared/http/health.controller.js';
import { createLogger } from '../../src/shared/http/logging.js';
import { Page } from '../../src/shared/http/page-route.js';
import { readForm } from '../../src/shared/http/read-form.js';
import { RequireScope } from '../../src/shared/http/require-scope.js';
import type { Caller } from '../../src/shared/kernel/caller.js';
import { DomainError } from '../../src/shared/kernel/domain-error.js';
import { FileStoreHealth } from '../../src/shared/kernel/file-store-health.js';
import { KernelModule } from '../../src/shared/kernel.module.js';
import { DescribedApi } from '../support/described-api.js';
import { TestDatabase } from '../support/test-database.js';

const ADMIN = `re_${'0123456789'.repeat(4)}`;
const token = (digit: string): string => `re_${digit.repeat(40)}`;

const PROBES = /^\/(pages\/|api\/(probe|exported|undecorated))/;

/** Stands for the pages and routes of other modules. */
@Controller()
class ProbeController {
  @Get('pages/:name')
  @Page('read')
  page(@CurrentSession() session: Session | undefined, @CurrentCaller() caller: Caller): string {
    return `${caller.actor} ${session?.csrfToken ?? 'no session'}`;
  }

  @Post('pages/:name')
  @Page('write')
  async change(@Req() request: Request): Promise<string> {
    return `changed ${(await readForm(request)).get('what')}`;
  }

  @Get('pages/:name/gone')
  @Page('read')
  gone(): never {
    throw new DomainError('gone', 'document_deleted', 'The <document> was deleted.');
  }

  @Delete('api/probe')
  @RequireScope('write')
  remove(): { removed: boolean } {
    return { removed: true };
  }

  @Get('api/exported')
  @RequireScope('export')
  exported(): object {
    return {};
  }

  @Get('api/undecorated')
  undecorated(): string {
    return 'nobody may see this';
  }
}

/** Members of the answers that the tests look at. */
interface Body {
  id: number;
  name: string;
  created_at: string;
  items: Body[];
  next: string | null;
  next_cursor: string | null;
  code: string;
  detail: string;
  errors: unknown[];
}

/** The service without documents and deliveries, in this process, and what a browser and a client do with it. */
class App {
  private static readonly started: App[] = [];

  private constructor(
    readonly nest: NestExpressApplication,
    readonly url: string,
  ) {}

  static async start(databaseUrl: string, env: Record<string, string> = {}): Promise<App> {
    const config = Config.read({
      RECORDENGINE_TOKEN: ADMIN,
      ...env,
      DATABASE_URL: databaseUrl,
      SECRETS_KEY: Buffer.alloc(32, 1).toString('base64'),
    });
    @Module({
      imports: [ConfigModule.with(config), KernelModule, DatabaseModule, AccessModule, ContactsModule],
      controllers: [HealthController, ProbeController],
      providers: [{ provide: FileStoreHealth, useValue: { failingSince: async () => undefined } }],
    })
    class Root {}
    const nest = await NestFactory.create<NestExpressApplication>(Root, {
      bodyParser: false,
      abortOnError: false,
      logger: false,
    });
    configureApp(nest, config, createLogger('silent'));
    await nest.listen(0, '127.0.0.1');
    const app = new App(nest, `http://127.0.0.1:${(nest.getHttpServer().address() as AddressInfo).port}`);
    App.started.push(app);
    return app;
  }

  static async stopAll(): Promise<void> {
    for (const app of App.started.splice(0)) await app.nest.close();
  }

  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`${this.url}${path}`, { redirect: 'manual', ...init });
  }

  async api(
    method: string,
    path: string,
    { as = ADMIN, body }: { as?: string; body?: unknown } = {},
  ): Promise<{ status: number; headers: Headers; body: Body }> {
    const response = await this.fetch(path, {
      method,
      headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const { status, headers } = response;
    const text = await response.text();
    if (!PROBES.test(path)) DescribedApi.committed.check(method, path, { status, headers, text });
    return { status, headers, body: JSON.parse(text) as Body };
  }
}

/** Keeps cookies and fills in forms, and says where it comes from, like a browser. */
class Browser {
  readonly cookies = new Map<string, string>();
  setCookies: string[] = [];

  constructor(
    private readonly app: App,
    private readonly site = 'same-origin',
  ) {}

  async get(
    path: string,
  ): Promise<{ status: number; location: string | null; html: string; headers: Headers }> {
    return this.read(await this.app.fetch(path, { headers: this.headers() }));
  }

  async post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
    return this.read(
      await this.app.fetch(path, {
        method: 'POST',
        headers: { ...this.headers(), 'sec-fetch-site': this.site, ...headers },
        body: new URLSearchParams(fields),
      }),
    );
  }

  /** Opens the form, keeps its hidden fields, and sends it. */
  async logIn(secret: string, next?: string) {
    const query = next === undefined ? '' : `?next=${encodeURIComponent(next)}`;
    const { html } = await this.get(`/login${query}`);
    return this.post('/login', { ...hiddenFields(html), token: secret });
  }

  headers(): Record<string, string> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return cookie === '' ? {} : { cookie };
  }

  private async read(response: Response) {
    this.setCookies = response.headers.getSetCookie();
    for (const cookie of this.setCookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return {
      status: response.status,
      location: response.headers.get('location'),
      headers: response.headers,
      html: await response.text(),
    };
  }
}

function hiddenFields(html: string): Record<string, string> {
  const fields = html.matchAll(/<input\s+type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"/g);
  return Object.fromEntries(
    [...fields].map(([, name = '', value = '']) => [
      name,
      value.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code))),
    ]),
  );
}

describe('access and contacts over HTTP', () => {
  let database: TestDatabase;
  let fresh: TestDatabase | undefined;
  let sql: pg.Client;
  let app: App;

  const addToken = (secret: string, scopes: string[], expires = 'NULL'): Promise<unknown> =>
    sql.query(
      `INSERT INTO api_tokens (name, token_hash, scopes, expires_at)
       VALUES ($1, sha256(convert_to($2, 'UTF8')), $3, ${expires})`,
      [`test ${secret.slice(3, 5)}`, secret, scopes],
    );

  beforeAll(async () => {
    database = await TestDatabase.create();
    sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    app = await App.start(database.url);
    await addToken(token('1'), ['read']);
    await addToken(token('2'), ['write']);
    await addToken(token('3'), ['read', 'write'], `now() - interval '1 second'`);
    await addToken(token('4'), ['export']);
  });
  afterAll(async () => {
    await App.stopAll();
    await sql.end();
    await database.drop();
    await fresh?.drop();
  });

  describe('API tokens', () => {
    it('asks for a token and says how to send it', async () => {
      const response = await app.fetch('/api/contacts');
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer realm="RecordEngine"');
      expect(response.headers.get('content-type')).toMatch('application/problem+json');
      expect(await response.json()).toMatchObject({
        code: 'unauthenticated',
        detail: expect.stringMatching(/Authorization: Bearer re_.*X-API-Key/),
      });
    });

    it('takes it in either header', async () => {
      for (const headers of <Record<string, string>[]>[
        { authorization: `Bearer ${ADMIN}` },
        { authorization: `bearer ${ADMIN}` },
        { 'x-api-key': ADMIN },
        { 'x-api-key': ADMIN, authorization: 'Basic of-the-proxy' },
      ]) {
        expect((await app.fetch('/api/contacts', { headers })).status).toBe(200);
      }
    });

    it('refuses unknown, malformed and expired ones, also beside a good cookie', async () => {
      const browser = new Browser(app);
      await browser.logIn(ADMIN);
      for (const secret of [token('9'), ADMIN.toUpperCase(), `${ADMIN}0`, token('3'), '']) {
        const response = await app.fetch('/api/contacts', {
          headers: { ...browser.headers(), authorization: `Bearer ${secret}` },
        });
        expect(response.status).toBe(401);
      }
    });

    it('lets each scope do what it is for, and names the missing one', async () => {
      expect((await app.api('GET', '/api/contacts', { as: token('1') })).status).toBe(200);
      const refused = await app.api('POST', '/api/contacts', { as: token('1'), body: { name: 'X' } });
      expect(refused).toMatchObject({ status: 403, body: { code: 'missing_scope' } });
      expect(refused.body.detail).toContain('write');
      expect((await app.api('GET', '/api/contacts', { as: token('2') })).status).toBe(403);
      expect((await app.api('DELETE', '/api/probe', { as: token('2') })).status).toBe(200);
      expect((await app.api('GET', '/api/exported', { as: token('4') })).status).toBe(200);
      expect((await app.api('GET', '/api/exported', { as: token('1') })).status).toBe(403);
      expect((await app.api('GET', '/api/exported')).status).toBe(200);
    });

    it('keeps a route closed that does not say for whom it is', async () => {
      expect(await app.api('GET', '/api/undecorated')).toMatchObject({
        status: 403,
        body: { code: 'route_closed' },
      });
    });

    it('leaves health and the API description open', async () => {
      for (const path of ['/healthz', '/readyz', '/api/openapi.json']) {
        const response = await app.fetch(path);
        expect(response.status).toBe(200);
        await response.text(); // the description is too long to wait in buffers, and would keep its connection
      }
    });

    it('gives up on who tries tokens, but never on who has one', async () => {
      const other = await App.start(database.url, { TRUST_PROXY: 'loopback' });
      const from = (address: string, secret: string): Promise<Response> =>
        other.fetch('/api/contacts', {
          headers: { 'x-forwarded-for': address, authorization: `Bearer ${secret}` },
        });
      for (let attempt = 0; attempt < 20; attempt++) {
        expect((await from('192.0.2.1', token('8'))).status).toBe(401);
      }
      const refused = await from('192.0.2.1', token('8'));
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(((await refused.json()) as { code: string }).code).toBe('too_many_failures');
      expect((await from('192.0.2.1', ADMIN)).status).toBe(200);
      expect((await from('192.0.2.2', token('8'))).status).toBe(401);
    });
  });

  describe('the bootstrap token', () => {
    it('is made and shown once when none is set, whatever number of processes starts', async () => {
      fresh = await TestDatabase.create();
      const printed: string[] = [];
      const write = process.stdout.write.bind(process.stdout);
      process.stdout.write = (text: string) => printed.push(text) > 0;
      const apps: App[] = [];
      try {
        const none = { RECORDENGINE_TOKEN: '' };
        apps.push(...(await Promise.all([App.start(fresh.url, none), App.start(fresh.url, none)])));
        apps.push(await App.start(fresh.url, none));
      } finally {
        process.stdout.write = write;
      }
      const shown = printed.join('').match(/re_[0-9a-f]{40}/g) ?? [];
      expect(shown).toHaveLength(1);
      expect((await apps[0]?.api('GET', '/api/contacts', { as: shown[0] ?? '' }))?.status).toBe(200);
      const replaced = await App.start(fresh.url, { RECORDENGINE_TOKEN: token('7') });
      expect((await replaced.api('GET', '/api/contacts', { as: token('7') })).status).toBe(200);
      expect((await replaced.api('GET', '/api/contacts', { as: shown[0] ?? '' })).status).toBe(401);
    });
  });

  describe('sessions of the browser', () => {
    it('sends a person to the login and back to the page', async () => {
      const browser = new Browser(app);
      const asked = await browser.get('/pages/847?tab=refs');
      expect(asked).toMatchObject({ status: 302, location: '/login?next=%2Fpages%2F847%3Ftab%3Drefs' });
      const form = await browser.get(asked.location ?? '');
      expect(form.status).toBe(200);
      expect(form.headers.get('cache-control')).toBe('no-store');
      expect(form.html).toMatch(/<label for="token">API token<\/label>/);
      expect(form.html).not.toContain('<script');
      const done = await browser.post('/login', { ...hiddenFields(form.html), token: ` ${ADMIN} ` });
      expect(done).toMatchObject({ status: 303, location: '/pages/847?tab=refs' });
      const page = await browser.get('/pages/847?tab=refs');
      expect(page.status).toBe(200);
      expect(page.html).toMatch(/^token:\d+ \(bootstrap\) [\w-]{43}$/);
      expect(page.headers.get('cache-control')).toBe('no-store');
    });

    it('sets a cookie that scripts cannot read and other sites cannot use', async () => {
      const browser = new Browser(app);
      await browser.logIn(ADMIN);
      const [cookie] = browser.setCookies.filter((each) => each.startsWith('recordengine_session='));
      expect(cookie).toMatch(
        /^recordengine_session=[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
      );
      const expires = Date.parse(/Expires=([^;]+)/.exec(cookie ?? '')?.[1] ?? '');
      expect(Math.abs(expires - Date.now() - 168 * 3_600_000)).toBeLessThan(10_000);
    });

    it('gives a new session at every login and ends the one before', async () => {
      const browser = new Browser(app);
      browser.cookies.set('recordengine_session', 'a'.repeat(43)); // planted by somebody else
      await browser.logIn(ADMIN);
      const first = browser.cookies.get('recordengine_session') ?? '';
      expect(first).not.toBe('a'.repeat(43));
      const { html } = await new Browser(app).get('/login');
      const formToken = hiddenFields(html)['form_token'] ?? '';
      browser.cookies.set('recordengine_login', formToken);
      await browser.post('/login', { form_token: formToken, token: ADMIN });
      expect(browser.cookies.get('recordengine_session')).not.toBe(first);
      const old = new Browser(app);
      old.cookies.set('recordengine_session', first);
      expect((await old.get('/pages/1')).status).toBe(302);
    });

    it('shows the form again for a wrong token, without repeating it', async () => {
      const browser = new Browser(app);
      const { status, html } = await browser.logIn(token('9'), '/pages/1');
      expect(status).toBe(401);
      expect(html).toMatch(/role="alert"/);
      expect(html).not.toContain(token('9'));
      expect(hiddenFields(html)['next']).toBe('/pages/1');
      expect(browser.cookies.has('recordengine_session')).toBe(false);
    });

    it.each([
      '//evil.example',
      '/\\evil.example',
      'https:evil.example',
      '/.//evil.example',
      '/\t/evil.example',
    ])('does not lead to another site: %j', async (next) => {
      const browser = new Browser(app);
      const form = await browser.get(`/login?next=${encodeURIComponent(next)}`);
      expect(hiddenFields(form.html)['next']).toBeUndefined();
      const done = await browser.post('/login', { ...hiddenFields(form.html), next, token: ADMIN });
      expect(done).toMatchObject({ status: 303, location: '/login' });
      expect((await browser.get(done.location ?? '')).html).toContain('Signed in');
    });

    it('does not let another site log somebody in', async () => {
      const without = await new Browser(app).post('/login', { token: ADMIN });
      expect(without.status).toBe(403);
      const planted = new Browser(app);
      await planted.get('/login');
      expect((await planted.post('/login', { form_token: 'b'.repeat(43), token: ADMIN })).status).toBe(403);
      expect((await new Browser(app, 'cross-site').logIn(ADMIN)).status).toBe(403);
    });

    it('changes things only with the token of the form and from the same site', async () => {
      const browser = new Browser(app);
      await browser.logIn(ADMIN);
      const csrf = (await browser.get('/pages/1')).html.split(' ').at(-1) ?? '';
      expect(await browser.post('/pages/1', { csrf_token: csrf, what: 'refs' })).toMatchObject({
        status: 201,
        html: 'changed refs',
      });
      const refused = await browser.post('/pages/1', { what: 'refs' });
      expect(refused.status).toBe(403);
      expect(refused.headers.get('content-type')).toMatch('text/html');
      expect((await browser.post('/pages/1', { csrf_token: 'c'.repeat(43) })).status).toBe(403);
      const foreign = { 'sec-fetch-site': 'cross-site' };
      expect((await browser.post('/pages/1', { csrf_token: csrf }, foreign)).status).toBe(403);
      const other = new Browser(app);
      await other.logIn(ADMIN);
      expect((await other.post('/pages/1', { csrf_token: csrf })).status).toBe(403);
    });

    it('may read the API, and change it only with the header of a script of ours', async () => {
      const browser = new Browser(app);
      await browser.logIn(ADMIN);
      expect((await browser.get('/api/contacts')).status).toBe(200);
      const csrf = (await browser.get('/pages/1')).html.split(' ').at(-1) ?? '';
      const remove = (headers: Record<string, string>): Promise<Response> =>
        app.fetch('/api/probe', { method: 'DELETE', headers: { ...browser.headers(), ...headers } });
      expect((await remove({})).status).toBe(403);
      expect((await remove({ 'x-csrf-token': csrf })).status).toBe(200);
      expect((await remove({ 'x-csrf-token': csrf, origin: 'https://evil.example' })).status).toBe(403);
    });

    it('has the scopes of its token and ends with it', async () => {
      await addToken(token('5'), ['read']);
      const browser = new Browser(app);
      await browser.logIn(token('5'));
      const csrf = (await browser.get('/pages/1')).html.split(' ').at(-1) ?? '';
      const refused = await browser.post('/pages/1', { csrf_token: csrf });
      expect(refused.status).toBe(403);
      expect(refused.html).toContain('write');
      await sql.query(`DELETE FROM api_tokens WHERE name = 'test 55'`);
      expect((await browser.get('/pages/1')).status).toBe(302);
    });

    it('logs out, but not for another site', async () => {
      const browser = new Browser(app);
      await browser.logIn(ADMIN);
      const csrf = hiddenFields((await browser.get('/login')).html)['csrf_token'] ?? '';
      expect((await browser.post('/logout', {})).status).toBe(403);
      const kept = browser.cookies.get('recordengine_session') ?? '';
      expect(await browser.post('/logout', { csrf_token: csrf })).toMatchObject({
        status: 303,
        location: '/login',
      });
      expect(browser.cookies.has('recordengine_session')).toBe(false);
      browser.cookies.set('recordengine_session', kept);
      expect((await browser.get('/pages/1')).status).toBe(302);
    });

    it('shows problems of a page as a page, escaped', async () => {
      const browser = new Browser(app);
      await browser.logIn(ADMIN);
      const { status, headers, html } = await browser.get('/pages/1/gone');
      expect(status).toBe(410);
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(html).toContain('The &#60;document&#62; was deleted.');
    });

    it('refuses a form that is too large', async () => {
      const browser = new Browser(app);
      const { html } = await browser.get('/login');
      const large = await browser.post('/login', { ...hiddenFields(html), token: 'x'.repeat(100_000) });
      expect(large.status).toBe(413);
    });

    it('works below a path and over https', async () => {
      const below = await App.start(database.url, { PUBLIC_BASE_URL: 'https://records.example/re/' });
      const browser = new Browser(below);
      const asked = await browser.get('/pages/1');
      expect(asked.location).toBe('/re/login?next=%2Fpages%2F1');
      const form = await browser.get('/login?next=%2Fpages%2F1'); // the proxy took /re away
      expect(form.html).toContain('action="/re/login"');
      const done = await browser.post('/login', { ...hiddenFields(form.html), token: ADMIN });
      expect(done.location).toBe('/re/pages/1');
      for (const cookie of browser.setCookies) expect(cookie).toMatch(/; Path=\/re;.*; Secure/);
      await below.api('POST', '/api/folders', { body: { contact_id: 1, name: 'Another' } });
      const list = await below.api('GET', '/api/folders?limit=1');
      expect(list.body.next).toMatch(/^https:\/\/records\.example\/re\/api\/folders\?limit=1&cursor=/);
    });
  });

  describe('contacts and folders', () => {
    it('creates a contact with two folders and gives it back', async () => {
      const made = await app.api('POST', '/api/contacts', {
        as: token('2'),
        body: {
          name: '  Acme Corporation ',
          type: 'Client',
          email: ' ap@acme.example',
          phone: '',
          notes: null,
        },
      });
      expect(made.status).toBe(201);
      expect(made.headers.get('location')).toBe(`http://localhost:3000/api/contacts/${made.body.id}`);
      expect(made.body).toEqual({
        id: expect.any(Number),
        name: 'Acme Corporation',
        type: 'Client',
        email: 'ap@acme.example',
        phone: null,
        notes: null,
        parent_id: null,
        default_profile_id: null,
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        updated_at: made.body.created_at,
      });
      expect((await app.api('GET', `/api/contacts/${made.body.id}`)).body).toEqual(made.body);
      const { body: folders } = await app.api('GET', `/api/folders?contact_id=${made.body.id}`);
      expect(folders.items.map((folder) => folder.name)).toEqual(['Review', 'Documents']);
      expect((await app.api('GET', `/api/folders/${folders.items[0]?.id}`)).body).toEqual(folders.items[0]);
      const child = await app.api('POST', '/api/contacts', {
        body: { name: 'Ann', parent_id: made.body.id, default_profile_id: 2 },
      });
      expect(child.body).toMatchObject({ type: 'Other', parent_id: made.body.id, default_profile_id: 2 });
    });

    it.each<[unknown, string]>([
      [{}, '/name'],
      [{ name: '   ' }, '/name'],
      [{ name: 7 }, '/name'],
      [{ name: 'x'.repeat(201) }, '/name'],
      [{ name: 'a\0b' }, '/name'],
      [{ name: 'half \ud83d a pair' }, '/name'],
      [{ name: 'A', type: 'Customer' }, '/type'],
      [{ name: 'A', email: 'nobody' }, '/email'],
      [{ name: 'A', email: 'a b@example.org' }, '/email'],
      [{ name: 'A', notes: 'a\0b' }, '/notes'],
      [{ name: 'A', parent_id: '1' }, '/parent_id'],
      [{ name: 'A', parent_id: 2 ** 40 }, '/parent_id'],
      [{ name: 'A', parent_id: 4711 }, '/parent_id'],
      [{ name: 'A', default_profile_id: 99 }, '/default_profile_id'],
      [{ name: 'A', colour: 'red' }, '/colour'],
    ])('refuses the contact %j', async (body, pointer) => {
      const { status, body: problem } = await app.api('POST', '/api/contacts', { body });
      expect(status).toBe(422);
      expect(problem.errors).toEqual([{ pointer, message: expect.any(String) }]);
    });

    it('refuses folders of nobody and without a name', async () => {
      const unknown = await app.api('POST', '/api/folders', { body: { contact_id: 4711, name: 'A' } });
      expect(unknown).toMatchObject({ status: 422, body: { code: 'unknown_contact' } });
      expect(unknown.body.detail).toContain('4711');
      expect((await app.api('POST', '/api/folders', { body: { contact_id: 1, name: '' } })).status).toBe(422);
      expect((await app.api('POST', '/api/folders', { body: { contact_id: 1, name: 'A' } })).status).toBe(
        201,
      );
    });

    it('answers 404 for what is not there, and 400 for what is no JSON', async () => {
      expect(await app.api('GET', '/api/contacts/4711')).toMatchObject({
        status: 404,
        body: { code: 'contact_not_found' },
      });
      for (const id of ['0', 'abc', '99999999999', '1.5']) {
        expect((await app.api('GET', `/api/contacts/${id}`)).status).toBe(404);
        expect((await app.api('GET', `/api/folders/${id}`)).status).toBe(404);
      }
      expect((await app.api('POST', '/api/contacts', { body: '{"name":' })).status).toBe(400);
      expect(
        (await app.api('POST', '/api/contacts', { body: '{"name":"a","name":"b"}' })).body,
      ).toMatchObject({
        status: 400,
        code: 'duplicate_member',
      });
      expect((await app.api('POST', '/api/contacts')).status).toBe(422);
    });

    it('lists by pages that hold everything once, while more is added', async () => {
      for (let index = 0; index < 7; index++) {
        await app.api('POST', '/api/contacts', { body: { name: `Page ${index}`, type: 'Partner' } });
      }
      const names: string[] = [];
      let path: string | null = '/api/contacts?type=Partner&limit=3';
      while (path !== null) {
        const { status, headers, body } = await app.api('GET', path);
        expect(status).toBe(200);
        names.push(...body.items.map((item) => item.name));
        expect(headers.get('link')).toBe(body.next === null ? null : `<${body.next}>; rel="next"`);
        if (body.next !== null) expect(new URL(body.next).searchParams.get('cursor')).toBe(body.next_cursor);
        path = body.next === null ? null : body.next.replace('http://localhost:3000', '');
        await app.api('POST', '/api/contacts', { body: { name: 'Late', type: 'Partner' } });
      }
      expect(names).toEqual([6, 5, 4, 3, 2, 1, 0].map((index) => `Page ${index}`));
    });

    it('finds contacts by name, email and text, and refuses filters it does not know', async () => {
      await app.api('POST', '/api/contacts', { body: { name: 'Nørd & Co', email: 'Mail@Nord.example' } });
      const found = async (query: string): Promise<number> =>
        (await app.api('GET', `/api/contacts?${query}`)).body.items.length;
      expect(await found(`name=${encodeURIComponent('nørd & co')}`)).toBe(1);
      expect(await found('email=mail%40nord.example')).toBe(1);
      expect(await found('q=nord.ex')).toBe(1);
      expect(await found('name=')).toBe(0);
      for (const query of [
        'q=%00',
        'type=x',
        'limit=0',
        'limit=201',
        'cursor=x',
        'colour=red',
        'name=a&name=b',
      ]) {
        expect((await app.api('GET', `/api/contacts?${query}`)).status).toBe(422);
      }
      expect((await app.api('GET', '/api/contacts?cursor=x')).body.code).toBe('invalid_cursor');
    });
  });

  it('describes every route for clients', () => {
    const { paths } = openApiDocument(app.nest);
    expect(Object.keys(paths)).toEqual(expect.arrayContaining(['/api/contacts', '/api/folders/{id}']));
    expect(Object.keys(paths).filter((path) => /login|pages/.test(path))).toEqual([]);
    for (const [path, methods] of Object.entries(paths)) {
      if (!/contacts|folders/.test(path)) continue;
      for (const operation of Object.values(methods as Record<string, Record<string, unknown>>)) {
        expect(operation['operationId']).toMatch(/^[a-z][A-Za-z]+$/);
        expect(operation['summary']).toBeTruthy();
        expect(Object.keys(operation['responses'] as object)).toEqual(expect.arrayContaining(['401', '403']));
      }
    }
  });
});
