import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BrowserSession, hiddenFields, type Visited } from '../support/browser-session.js';
import { DescribedApi } from '../support/described-api.js';
import { TEST_TOKEN } from '../support/service.js';
import { Stack } from '../support/stack.js';

interface User {
  id: number;
  email: string;
}
interface Problem {
  code: string;
  errors: { pointer: string; message: string }[];
}
interface Me {
  user: User | null;
  token_name: string | null;
  scopes: string[];
  csrf_token: string | null;
}
interface Listed<T> {
  items: T[];
}

const PASSWORD = 'a password for stories';
const SESSION = 'recordengine_session';

describe('Users', () => {
  let stack: Stack;
  let document: number;
  let made = 0;

  beforeAll(async () => {
    stack = await Stack.start();
    document = (await stack.client.reviewed()).id;
  });
  afterAll(() => stack.stop());

  const create = async (role: string, members: object = {}): Promise<User> => {
    const email = `${role}${(made += 1)}@example.com`;
    const answer = await stack.service.json<User>('POST', '/api/users', {
      ...{ email, name: 'Ann <Smith>', role, password: PASSWORD },
      ...members,
    });
    expect([answer.status, answer.text]).toEqual([201, expect.anything()]);
    return answer.body;
  };
  const browser = (site?: string): BrowserSession => new BrowserSession(stack.service.url, site);
  const signIn = async (email: string, password = PASSWORD): Promise<BrowserSession> => {
    const visitor = browser();
    expect((await visitor.logIn({ email, password })).status).toBe(303);
    return visitor;
  };
  const signedIn = async (role: string): Promise<BrowserSession & { user: User }> => {
    const user = await create(role);
    return Object.assign(await signIn(user.email), { user });
  };
  const isIn = async (visitor: BrowserSession): Promise<boolean> =>
    (await visitor.send('/api/me')).status === 200;
  const withCookie = (secret: string): BrowserSession => {
    const visitor = browser();
    visitor.cookies.set(SESSION, secret);
    return visitor;
  };
  const events = async (what: string): Promise<{ actor: string; subject: string; detail: string | null }[]> =>
    (
      await stack.client.get<Listed<{ actor: string; subject: string; detail: string | null }>>(
        `/api/access-events?what=${what}`,
      )
    ).items;

  describe('the first of them', () => {
    it('is an admin whose password is printed once, and who can sign in with it', async () => {
      const [, email = '', password = ''] =
        /E-mail {4}(\S+)\n {2}Password {2}(\S+)/.exec(stack.service.log) ?? [];
      expect(email).toBe('admin@localhost');
      const admin = await signIn(email, password);
      expect((await admin.json<Me>('GET', '/api/me')).body).toEqual({
        user: { id: 1, email, name: 'Administrator', role: 'admin' },
        token_name: null,
        scopes: ['admin'],
        csrf_token: expect.stringMatching(/^[\w-]{43}$/),
      });
      const { rows } = await stack.sql.query<{ text: string }>('SELECT u::text AS text FROM users u');
      expect(rows.map(({ text }) => text).join()).not.toContain(password);
      expect(rows[0]?.text).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
    });

    it('cannot be disabled, demoted or deleted while no other is admin', async () => {
      const first = '/api/users/1';
      for (const body of [{ role: 'reviewer' }, { disabled: true }]) {
        expect(await stack.service.json('PATCH', first, body)).toMatchObject({
          status: 409,
          body: { code: 'last_admin_user' },
        });
      }
      expect(await stack.service.json('DELETE', first)).toMatchObject({ status: 409 });
    });
  });

  describe('sign in', () => {
    it('and come back to where they wanted to go, with a cookie that scripts and other sites do not get', async () => {
      const { email } = await create('viewer');
      const visitor = browser();
      const asked = await visitor.send(`/documents/${document}`);
      expect([asked.status, asked.location]).toEqual([302, `/login?next=%2Fdocuments%2F${document}`]);
      const done = await visitor.logIn(
        { email: ` ${email.toUpperCase()}`, password: PASSWORD },
        `/documents/${document}`,
      );
      expect([done.status, done.location]).toEqual([303, `/documents/${document}`]);
      expect(done.headers.getSetCookie()[0]).toMatch(
        /^recordengine_session=[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
      );
      expect((await visitor.send(`/documents/${document}`)).status).toBe(200);
      const page = await visitor.send('/login');
      expect(page.text).toContain('Ann &#60;Smith&#62;');
    });

    it('in two tabs, each of which leads to where it wanted to go', async () => {
      const { email } = await create('viewer');
      const visitor = browser();
      const [first, second] = [
        await visitor.send(`/login?next=%2Fdocuments%2F${document}`),
        await visitor.send('/login?next=%2Fintake'),
      ];
      const submit = async ({ text }: Visited): Promise<[number, string | null]> => {
        const { status, location } = await visitor.post('/login', {
          ...hiddenFields(text),
          ...{ email, password: PASSWORD },
        });
        return [status, location];
      };
      expect(await submit(first)).toEqual([303, `/documents/${document}`]);
      expect(await submit(second)).toEqual([303, '/intake']);
      expect(await isIn(visitor)).toBe(true);
    });

    it('and out, after which the cookie is worth nothing', async () => {
      const visitor = await signedIn('viewer');
      const kept = withCookie(visitor.cookies.get(SESSION) ?? '');
      const out = await visitor.post('/logout', { csrf_token: await visitor.csrfToken() });
      expect([out.status, out.location]).toEqual([303, '/login']);
      expect([await isIn(visitor), await isIn(kept)]).toEqual([false, false]);
      const actor = `user:${visitor.user.id} (${visitor.user.email})`;
      expect((await events('logout'))[0]).toMatchObject({ actor, subject: actor });
    });

    it('never with a session id that was there before: nobody can plant one', async () => {
      const { email } = await create('viewer');
      const visitor = browser();
      const planted = 'a'.repeat(43);
      visitor.cookies.set(SESSION, planted);
      await visitor.logIn({ email, password: PASSWORD });
      const first = visitor.cookies.get(SESSION) ?? '';
      expect(first).not.toBe(planted);
      expect(await isIn(withCookie(planted))).toBe(false);
      const again = withCookie(first); // signs in once more, within a session
      again.cookies.set('recordengine_login', 'b'.repeat(43));
      await again.post('/login', { email, password: PASSWORD, form_token: 'b'.repeat(43) });
      expect(again.cookies.get(SESSION)).not.toBe(first);
      expect([await isIn(withCookie(first)), await isIn(again)]).toEqual([false, true]);
    });

    it('not with a wrong password, an e-mail that nobody has, or a disabled account: the answer is the same', async () => {
      const { id, email } = await create('viewer');
      const off = await create('viewer');
      await stack.service.json('PATCH', `/api/users/${off.id}`, { disabled: true });
      const answers: string[] = [];
      for (const [given, password] of [
        [email, 'a wrong password'],
        ['nobody@example.com', PASSWORD],
        [off.email, PASSWORD],
      ] as const) {
        const answer = await browser().logIn({ email: given, password });
        expect(answer.status).toBe(401);
        expect(answer.text).not.toContain(password);
        answers.push(/role="alert">([^<]*)/.exec(answer.text)?.[1] ?? '');
      }
      expect(answers).toEqual(Array(3).fill('The e-mail or the password is wrong.'));
      expect((await events('login_failed')).slice(0, 3).map(({ subject }) => subject)).toEqual([
        `user:${off.id} (${off.email})`,
        'nobody@example.com',
        `user:${id} (${email})`,
      ]);
    });

    it.each(['//evil.example', '/\\evil.example', 'https://evil.example/'])(
      'and are not sent to %s',
      async (next) => {
        const { email } = await create('viewer');
        const visitor = browser();
        const { text } = await visitor.send(`/login?next=${encodeURIComponent(next)}`);
        const done = await visitor.post('/login', { ...hiddenFields(text), next, email, password: PASSWORD });
        expect([done.status, done.location]).toEqual([303, '/login']);
      },
    );

    it('not because another site wants it', async () => {
      const { email } = await create('viewer');
      const fields = { email, password: PASSWORD };
      expect((await browser('cross-site').logIn(fields)).status).toBe(403);
      expect((await browser().post('/login', fields)).status).toBe(403);
      const planted = browser();
      await planted.send('/login');
      expect((await planted.post('/login', { ...fields, form_token: 'c'.repeat(43) })).status).toBe(403);
    });

    it('with an API token still, as which they are somebody else', async () => {
      const visitor = browser();
      await visitor.logIn({ token: TEST_TOKEN });
      const { body } = await visitor.json<Me>('GET', '/api/me');
      expect(body).toMatchObject({ user: null, token_name: 'bootstrap', scopes: ['admin'] });
      for (const path of ['/api/me/sessions', '/account']) {
        expect((await visitor.send(path)).status).toBe(403);
      }
    });
  });

  describe('have a role, which counts', () => {
    it.each([
      ['viewer', [200, 200, 200, 403, 403, 403, 403]],
      ['reviewer', [200, 200, 200, 200, 200, 403, 403]],
      ['admin', [200, 200, 200, 200, 200, 200, 200]],
    ])('for a %s, on page, file and API alike', async (role, wanted) => {
      const visitor = await signedIn(role);
      const path = `/documents/${document}`;
      const statuses = [
        (await visitor.send(path)).status,
        (await visitor.send(`/api${path}/file`)).status,
        (await visitor.json('GET', `/api${path}`)).status,
        (await visitor.json('PATCH', `/api${path}`, { notes: role })).status,
        (await visitor.json('POST', `/api${path}/export`)).status,
        (await visitor.json('GET', '/api/users')).status,
        (await visitor.json('GET', '/api/access-events')).status,
      ];
      expect({ role, statuses }).toEqual({ role, statuses: wanted });
    });

    describe('at every address of a document', () => {
      const PARTS: Record<string, string> = { '{number}': '1', '{system}': 'crm' };
      const described = DescribedApi.committed.operations
        .filter(({ path }) => path.startsWith('/api/documents/{id}'))
        .map(({ method, path, 'x-required-scope': scope }) => ({ method, path, scope }));
      const live = { method: 'GET', path: '/api/documents/{id}/live', scope: 'read' };
      const page = { method: 'GET', path: '/documents/{id}', scope: 'read' };
      const all = [...described, live, page];
      const reads = all.filter(({ scope }) => scope === 'read');
      let whole: number;

      beforeAll(async () => {
        whole = (await stack.client.reviewed({ refs: '{"crm":{"id":1}}' })).id;
      });

      /** @returns the addresses by their statuses, without the bodies: one of them is a stream */
      const ask = async (
        asked: typeof all,
        headers: Record<string, string>,
        id = whole,
      ): Promise<Record<number, string[]>> => {
        const found: Record<number, string[]> = {};
        for (const { method, path } of asked) {
          const filled = path
            .replace('{id}', String(id))
            .replace(/\{\w+\}/, (name) => PARTS[name] ?? `no part for ${name}`);
          const response = await fetch(stack.service.url + filled, { method, headers, redirect: 'manual' });
          await response.body?.cancel();
          (found[response.status] ??= []).push(`${method} ${path}`);
        }
        return found;
      };
      const namesOf = (asked: typeof all): string[] => asked.map(({ method, path }) => `${method} ${path}`);
      const as = async (visitor: BrowserSession): Promise<Record<string, string>> => ({
        cookie: visitor.cookie,
        'sec-fetch-site': 'same-origin',
        'x-csrf-token': await visitor.csrfToken(),
      });

      it('nobody gets anything', async () => {
        expect(await ask(all, {})).toEqual({ 302: namesOf([page]), 401: namesOf([...described, live]) });
      });

      it.each([
        ['viewer', ['read']],
        ['reviewer', ['read', 'write', 'export']],
        ['admin', ['read', 'write', 'export']],
      ])('a %s gets what the scopes %j give, and nothing else', async (role, scopes) => {
        const headers = await as(await signedIn(role));
        expect(await ask(reads, headers)).toEqual({ 200: namesOf(reads) });
        const others = all.filter(({ scope }) => scope !== 'read');
        const { 403: refused = [], ...answered } = await ask(others, headers, 999_999);
        expect(refused).toEqual(namesOf(others.filter(({ scope }) => !scopes.includes(scope ?? ''))));
        // The document is not there, and the bodies are none.
        expect(Object.keys(answered).filter((status) => !/^4(00|04|15|22)$/.test(status))).toEqual([]);
      });

      it('a token that may not read gets nothing of it', async () => {
        const { body } = await stack.service.json<{ token: string }>('POST', '/api/tokens', {
          ...{ name: 'writer', scopes: ['write', 'export'] },
        });
        const headers = { authorization: `Bearer ${body.token}` };
        expect(await ask(reads, headers)).toEqual({ 403: namesOf(reads) });
      });

      it('a session that has ended gets nothing any more', async () => {
        const visitor = await signedIn('admin');
        const headers = await as(visitor);
        await visitor.post('/logout', { csrf_token: headers['x-csrf-token'] ?? '' });
        expect(Object.keys(await ask(all, headers))).toEqual(['302', '401']);
      });
    });

    it('from the next request on when it changes: sessions are over', async () => {
      const visitor = await signedIn('reviewer');
      const path = `/api/users/${visitor.user.id}`;
      await stack.service.json('PATCH', path, { role: 'viewer' });
      expect(await isIn(visitor)).toBe(false);
      const again = await signIn(visitor.user.email);
      expect((await again.json<Me>('GET', '/api/me')).body.scopes).toEqual(['read']);
    });

    it('and page, file and API ask for a login alike', async () => {
      const path = `/documents/${document}`;
      const asked = [path, `/api${path}/file`, `/api${path}`].map((each) => browser().send(each));
      expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([302, 401, 401]);
    });
  });

  it('are found in the audit with their logins, beside what was done to documents', async () => {
    const { user } = await signedIn('reviewer');
    const { items } = await stack.client.get<Listed<{ kind: string; actor: string; summary: string }>>(
      `/api/audit?kind=access.login&q=${encodeURIComponent(user.email)}`,
    );
    expect(items).toEqual([
      expect.objectContaining({ kind: 'access.login', actor: `user:${user.id} (${user.email})` }),
    ]);
    const all = await stack.client.get<Listed<{ kind: string }>>('/api/audit?limit=200');
    expect(all.items.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['access.login', 'document.uploaded']),
    );
  });

  it('stand in the history of what they change, and what they upload comes from the UI', async () => {
    const visitor = await signedIn('reviewer');
    const uploaded = await visitor.json<{ id: number; source: string }>('POST', '/api/documents/upload', {
      filename: 'note.txt',
      content_base64: Buffer.from('A note of a reviewer.').toString('base64'),
      contact_id: 1,
      folder_id: 1,
    });
    expect(uploaded).toMatchObject({ status: 201, body: { source: 'UI' } });
    await visitor.json('PATCH', `/api/documents/${document}`, { notes: 'Seen.' });
    const history = await stack.client.get<Listed<{ actor: string }>>(`/api/documents/${document}/history`);
    expect(history.items[0]?.actor).toBe(`user:${visitor.user.id} (${visitor.user.email})`);
  });

  describe('change things', () => {
    it('only with the token against forgery, and from the same site', async () => {
      const visitor = await signedIn('reviewer');
      const path = `/api/documents/${document}`;
      const change = (headers: Record<string, string>): Promise<{ status: number }> =>
        visitor.json('PATCH', path, { notes: 'forged' }, headers);
      const other = await signedIn('reviewer');
      for (const token of ['', 'x'.repeat(43), await other.csrfToken()]) {
        expect((await change({ 'x-csrf-token': token })).status).toBe(403);
      }
      const elsewhere = new BrowserSession(stack.service.url, 'cross-site');
      elsewhere.cookies.set(SESSION, visitor.cookies.get(SESSION) ?? '');
      expect((await elsewhere.json('PATCH', path, { notes: 'forged' })).status).toBe(403);
      expect((await visitor.post('/logout', {})).status).toBe(403);
      expect((await change({})).status).toBe(200);
    });

    it('once with an Idempotency-Key of theirs, in which no password is kept', async () => {
      const admin = await signedIn('admin');
      const token = { authorization: `Bearer ${TEST_TOKEN}` };
      const key = { 'idempotency-key': 'the same for both' };
      const contact = { name: 'Once' };
      const one = await admin.json<{ id: number }>('POST', '/api/contacts', contact, key);
      const two = await admin.json<{ id: number }>('POST', '/api/contacts', contact, key);
      const ofToken = await stack.service.json('POST', '/api/contacts', contact, { ...key, ...token });
      expect(two.headers.get('idempotency-replayed')).toBe('true');
      expect(two.body.id).toBe(one.body.id);
      expect(ofToken.body['id']).not.toBe(one.body.id);

      const user = { email: 'once@example.com', name: 'Once', role: 'viewer' };
      const create = (password: string): Promise<{ status: number; headers: Headers }> =>
        admin.json('POST', '/api/users', { ...user, password }, { 'idempotency-key': 'a user' });
      expect((await create(PASSWORD)).status).toBe(201);
      const repeated = await create('the password is not part of what is compared');
      expect([repeated.status, repeated.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    });
  });

  describe('have sessions', () => {
    it('that they see and end one by one', async () => {
      const visitor = await signedIn('viewer');
      const other = await signIn(visitor.user.email);
      const { body } = await visitor.json<Listed<{ id: string; current: boolean }>>(
        'GET',
        '/api/me/sessions',
      );
      expect(body.items.map(({ current }) => current)).toEqual([false, true]);
      const [theOther] = body.items;
      const stranger = await signedIn('admin');
      const path = `/api/me/sessions/${theOther?.id}`;
      expect(await stranger.json('DELETE', path)).toMatchObject({
        status: 404,
        body: { code: 'session_not_found' },
      });
      expect((await visitor.json('DELETE', path)).status).toBe(204);
      expect([await isIn(visitor), await isIn(other)]).toEqual([true, false]);
      expect((await events('session_revoked'))[0]?.subject).toBe(`session ${theOther?.id}`);
    });

    it('that they end on a page, their own alone, and only with the token against forgery', async () => {
      const visitor = await signedIn('viewer');
      const [one, two] = [await signIn(visitor.user.email), await signIn(visitor.user.email)];
      const page = (await visitor.send('/account')).text;
      const ids = [...page.matchAll(/name="session"\s+value="([^"]+)"/g)].map(([, id = '']) => id);
      expect(ids).toHaveLength(2); // not the one that asks
      const end = '/account/sessions/end';
      for (const path of [end, `${end}-others`]) {
        expect((await visitor.post(path, { session: ids[0] ?? '' })).status).toBe(403);
      }
      const stranger = await signedIn('admin');
      for (const session of [ids[0] ?? '', 'x']) {
        const refused = await stranger.post(end, { csrf_token: await stranger.csrfToken(), session });
        expect([refused.status, refused.text]).toEqual([404, expect.stringContaining('over already')]);
      }
      const fields = hiddenFields(page);
      expect(await visitor.post(end, { ...fields, session: ids[1] ?? '' })).toMatchObject({
        status: 303,
        location: '/account?ended',
      });
      expect([await isIn(one), await isIn(two), await isIn(stranger)]).toEqual([false, true, true]);
      expect((await visitor.post(`${end}-others`, fields)).status).toBe(303);
      expect([await isIn(visitor), await isIn(two), await isIn(stranger)]).toEqual([true, false, true]);
      const told = (await events('session_revoked')).map(({ subject }) => subject);
      expect(told.slice(0, 2)).toEqual([`session ${ids[0]}`, `session ${ids[1]}`]);
    });

    it.each([
      [`last_used_at = now() - interval '12 hours'`, `last_used_at = now() - interval '11 hours'`],
      [`expires_at = now()`, `expires_at = now() + interval '1 minute'`],
    ])('that end by themselves: %s', async (over, notYet) => {
      const visitor = await signedIn('viewer');
      const age = (change: string): Promise<unknown> =>
        stack.sql.query(`UPDATE sessions SET ${change} WHERE user_id = $1`, [visitor.user.id]);
      await age(notYet);
      expect(await isIn(visitor)).toBe(true);
      await age(over);
      expect(await isIn(visitor)).toBe(false);
    });

    it('that are over when they are disabled or deleted', async () => {
      const [off, gone] = [await signedIn('viewer'), await signedIn('viewer')];
      await stack.service.json('PATCH', `/api/users/${off.user.id}`, { disabled: true });
      await stack.service.json('DELETE', `/api/users/${gone.user.id}`);
      expect([await isIn(off), await isIn(gone)]).toEqual([false, false]);
      expect((await events('user_deleted'))[0]?.subject).toBe(`user:${gone.user.id} (${gone.user.email})`);
    });
  });

  describe('change their password', () => {
    const next = 'another password for stories';

    it('by the API: other sessions end, this one gets another cookie', async () => {
      const visitor = await signedIn('viewer');
      const other = await signIn(visitor.user.email);
      const before = withCookie(visitor.cookies.get(SESSION) ?? '');
      const change = (current_password: string, new_password: string) =>
        visitor.json<Problem>('POST', '/api/me/password', { current_password, new_password });
      expect((await change('wrong', next)).body).toMatchObject({
        code: 'wrong_password',
        errors: [{ pointer: '/current_password' }],
      });
      expect((await change(PASSWORD, 'short')).body).toMatchObject({
        code: 'password_refused',
        errors: [{ pointer: '/new_password', message: 'must have 12 to 256 characters' }],
      });
      expect((await change(PASSWORD, visitor.user.email)).status).toBe(422);
      expect(await isIn(other)).toBe(true);
      expect((await change(PASSWORD, next)).status).toBe(204);
      expect([await isIn(visitor), await isIn(before), await isIn(other)]).toEqual([true, false, false]);
      expect((await browser().logIn({ email: visitor.user.email, password: PASSWORD })).status).toBe(401);
      await signIn(visitor.user.email, next);
    });

    it('by the page', async () => {
      const visitor = await signedIn('viewer');
      const before = visitor.cookies.get(SESSION);
      const page = await visitor.send('/account');
      const fields = { ...hiddenFields(page.text), current_password: PASSWORD };
      const differing = { ...fields, new_password: next, new_password_again: 'x' };
      expect((await visitor.post('/account', differing)).status).toBe(422);
      const wanted = { ...fields, new_password: next, new_password_again: next };
      expect((await visitor.post('/account', { ...wanted, csrf_token: '' })).status).toBe(403);
      const done = await visitor.post('/account', wanted);
      expect([done.status, done.location]).toEqual([303, '/account?changed']);
      expect((await visitor.send('/account?changed')).text).toContain('Your password is changed.');
      expect(visitor.cookies.get(SESSION)).not.toBe(before);
      await signIn(visitor.user.email, next);
    });

    it('or an admin does, when it is forgotten', async () => {
      const visitor = await signedIn('viewer');
      await stack.service.json('PATCH', `/api/users/${visitor.user.id}`, { password: next });
      expect(await isIn(visitor)).toBe(false);
      await signIn(visitor.user.email, next);
      expect((await events('password_changed'))[0]).toMatchObject({
        actor: expect.stringMatching(/^token:/),
        subject: `user:${visitor.user.id} (${visitor.user.email})`,
      });
    });
  });

  it.each([
    [{ email: 'no e-mail', name: 'A', role: 'viewer', password: PASSWORD }, 422, '/email'],
    [{ email: 'a@example.com', name: ' ', role: 'viewer', password: PASSWORD }, 422, '/name'],
    [{ email: 'a@example.com', name: 'A', role: 'root', password: PASSWORD }, 422, '/role'],
    [{ email: 'a@example.com', name: 'A', role: 'viewer', password: 'short' }, 422, '/password'],
    [{ email: 'a@example.com', name: 'A', role: 'viewer', password: 'x'.repeat(300) }, 422, '/password'],
    [
      { email: 'long@example.com', name: 'A', role: 'viewer', password: 'Long@example.com' },
      422,
      '/password',
    ],
    [{ email: 'a@example.com', name: 'A', role: 'viewer', password_hash: 'x' }, 422, '/password_hash'],
    [{ email: 'Admin@LOCALHOST', name: 'A', role: 'viewer' }, 409, undefined],
  ])('are not made of %j', async (body, status, pointer) => {
    const answer = await stack.service.json<Problem>('POST', '/api/users', body);
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([status, pointer]);
  });

  it('are listed, shown and changed, without their passwords', async () => {
    const { id, email } = await create('viewer');
    const shown = await stack.service.json('GET', `/api/users/${id}`);
    expect(shown.body).toMatchObject({ id, email, role: 'viewer', disabled: false, last_login_at: null });
    await signIn(email);
    const { body } = await stack.service.json<Listed<{ id: number; last_login_at: string | null }>>(
      'GET',
      '/api/users?limit=1',
    );
    expect(body.items).toMatchObject([{ id, last_login_at: expect.any(String) }]);
    expect(JSON.stringify([shown.body, body])).not.toMatch(/argon2|hash/);
  });

  it('leave events of what is done to users and tokens, and by whom', async () => {
    const admin = await signedIn('admin');
    const actor = `user:${admin.user.id} (${admin.user.email})`;
    const { body } = await admin.json<{ id: number; token: string }>('POST', '/api/tokens', {
      name: 'zapier',
      scopes: ['read'],
    });
    await admin.json('DELETE', `/api/tokens/${body.id}`);
    const subject = `token:${body.id} (zapier)`;
    expect((await events('token_created'))[0]).toMatchObject({ actor, subject, detail: 'scopes read' });
    expect((await events('token_revoked'))[0]).toMatchObject({ actor, subject });
    expect((await events('login'))[0]).toMatchObject({ actor, subject: actor });
    const { text } = await stack.service.json('GET', '/api/access-events?limit=200');
    expect(text).not.toContain(PASSWORD);
    expect(text).not.toContain(body.token);
    expect(text).not.toContain(admin.cookies.get(SESSION));
  });

  describe('from the command line', () => {
    const run = async (words: string[], input = ''): Promise<{ code: number | null; output: string }> => {
      const { PATH } = process.env;
      const child = spawn(process.execPath, ['dist/src/users.js', ...words], {
        env: { PATH, DATABASE_URL: stack.databaseUrl, SECRETS_KEY: Buffer.alloc(32, 1).toString('base64') },
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
      child.stdin.end(input);
      const [code] = (await once(child, 'close')) as [number | null];
      return { code, output };
    };

    it('are added, given another password and listed', async () => {
      const email = 'cli@example.com';
      const words = ['--email', email, '--name', 'Cli', '--role', 'reviewer'];
      const added = await run(['add', ...words]);
      const [, password = ''] = /shown only this once: (\S+)/.exec(added.output) ?? [];
      expect(added.code).toBe(0);
      const visitor = await signIn(email, password);
      expect((await run(['add', ...words])).output).toContain('There is a user with the e-mail');
      const changed = await run(['password', '--email', email, '--password-stdin'], `${PASSWORD}\n`);
      expect(changed).toEqual({ code: 0, output: 'Done.\n' });
      expect(await isIn(visitor)).toBe(false);
      await signIn(email);
      const listed = await run(['list']);
      expect(listed.output).toMatch(/^\d+\tcli@example\.com\treviewer\tactive\tCli$/m);
      expect((await events('user_created'))[0]).toMatchObject({ actor: 'cli' });
    });

    it('are refused with a reason', async () => {
      expect(await run(['add', '--email', 'x'])).toMatchObject({
        code: 1,
        output: expect.stringMatching(/^Usage/),
      });
      expect(await run(['password', '--email', 'x@example.com'])).toMatchObject({ code: 1 });
    });
  });

  // Last, because everybody here has the same address.
  it('cannot have their passwords guessed: then the right one has to wait, too', async () => {
    const { email } = await create('viewer');
    for (let attempt = 0; attempt < 10; attempt++) {
      expect((await browser().logIn({ email, password: 'a guess' })).status).toBe(401);
    }
    const refused = await browser().logIn({ email, password: PASSWORD });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    let status = 0;
    for (let attempt = 0; attempt < 20 && status !== 429; attempt++) {
      status = (await browser().logIn({ email: `guess${attempt}@example.com`, password: 'a guess' })).status;
    }
    expect(status).toBe(429); // of the address
  });

  it('and their passwords are never logged', () => {
    expect(stack.service.log).not.toContain(PASSWORD);
  });
});
