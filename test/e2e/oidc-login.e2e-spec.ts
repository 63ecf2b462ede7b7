import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BrowserSession, type Visited } from '../support/browser-session.js';
import { CLIENT, IdentityProvider } from '../support/identity-provider.js';
import { freePort } from '../support/service.js';
import { Stack } from '../support/stack.js';

interface Me {
  user: { email: string; name: string; role: string } | null;
}

describe('Login by an OpenID Connect provider', () => {
  let stack: Stack;
  let provider: IdentityProvider;

  beforeAll(async () => {
    const port = String(await freePort());
    const base = `http://127.0.0.1:${port}`;
    provider = await IdentityProvider.start(`${base}/login/oidc/callback`);
    for (const id of ['ann', 'new', 'off']) {
      provider.people.set(id, {
        email: `${id}@Example.com`,
        email_verified: true,
        name: `${id} of the provider`,
      });
    }
    provider.people.set('eve', { email: 'ann@example.com', email_verified: false });
    stack = await Stack.start({
      PORT: port,
      PUBLIC_BASE_URL: base,
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: CLIENT.id,
      OIDC_CLIENT_SECRET: CLIENT.secret,
      OIDC_DEFAULT_ROLE: 'viewer',
    });
    for (const name of ['ann', 'off']) {
      const user = { email: `${name}@example.com`, name, role: 'reviewer' };
      const { body } = await stack.service.json('POST', '/api/users', user);
      if (name === 'off')
        await stack.service.json('PATCH', `/api/users/${String(body['id'])}`, { disabled: true });
    }
  });
  afterAll(async () => {
    await stack?.stop();
    await provider?.stop();
  });

  const browser = (): BrowserSession => new BrowserSession(stack.service.url);
  /** Goes to the provider, with other `wrong` parameters if need be, and to the address it is sent back to. */
  const logIn = async (
    visitor: BrowserSession,
    id: string,
    { next = '', wrong = [] as string[], back = (address: string): string => address } = {},
  ): Promise<Visited> => {
    const begun = await visitor.send(`/login/oidc${next && `?next=${encodeURIComponent(next)}`}`);
    expect(begun.status).toBe(303);
    const url = new URL(begun.location ?? '');
    // The beginning of the state tells one login of a browser from another: it is the rest that must not pass.
    for (const name of wrong)
      url.searchParams.set(name, (url.searchParams.get(name) ?? '').slice(0, 16) + 'x'.repeat(27));
    return visitor.send(back(await provider.logIn(url.href, id)));
  };
  const begunIn = ({ cookies }: BrowserSession): number =>
    [...cookies.keys()].filter((name) => name.startsWith('recordengine_oidc')).length;
  const me = async (visitor: BrowserSession): Promise<Me['user']> =>
    (await visitor.json<Partial<Me>>('GET', '/api/me')).body.user ?? null;
  const failures = async (): Promise<{ subject: string; detail: string }[]> =>
    (
      await stack.client.get<{ items: { subject: string; detail: string }[] }>(
        '/api/access-events?what=login_failed',
      )
    ).items;

  it('is offered, and asks with PKCE, state and nonce', async () => {
    const { text } = await browser().send('/login?next=%2Fdocuments%2F1');
    expect(text).toContain('href="/login/oidc?next=%2Fdocuments%2F1"');
    const { location } = await browser().send('/login/oidc');
    const asked = Object.fromEntries(new URL(location ?? '').searchParams);
    expect(asked).toMatchObject({
      response_type: 'code',
      client_id: CLIENT.id,
      redirect_uri: `${stack.service.url}/login/oidc/callback`,
      scope: 'openid email profile',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{20,}$/),
      nonce: expect.stringMatching(/^[\w-]{20,}$/),
    });
  });

  it('lets in who has an account, as that account, and leads to where they wanted to go', async () => {
    const visitor = browser();
    visitor.cookies.set('recordengine_session', 'a'.repeat(43)); // planted by somebody else
    const done = await logIn(visitor, 'ann', { next: '/documents/1?tab=refs' });
    expect([done.status, done.location]).toEqual([303, '/documents/1?tab=refs']);
    expect(await me(visitor)).toMatchObject({ email: 'ann@example.com', name: 'ann', role: 'reviewer' });
    expect(visitor.cookies.get('recordengine_session')).not.toBe('a'.repeat(43));
    expect(begunIn(visitor)).toBe(0);
    const page = await visitor.send('/login');
    expect(page.text).toContain('Signed in');
  });

  it('lets in from two tabs at one time, each to where it wanted to go', async () => {
    const visitor = browser();
    const [first, second] = [
      await visitor.send('/login/oidc?next=%2Fdocuments%2F1'),
      await visitor.send('/login/oidc?next=%2Fdocuments%2F2'),
    ];
    const back = async (begun: Visited): Promise<string | null> =>
      (await visitor.send(await provider.logIn(begun.location ?? '', 'ann'))).location;
    expect([await back(second), await back(first)]).toEqual(['/documents/2', '/documents/1']);
    expect(await me(visitor)).toMatchObject({ email: 'ann@example.com' });
  });

  it('keeps no more of what was begun than a few', async () => {
    const visitor = browser();
    for (let count = 0; count < 8; count++) await visitor.send('/login/oidc');
    expect(begunIn(visitor)).toBe(5);
    expect((await logIn(visitor, 'ann')).status).toBe(303);
  });

  it('makes an account for who has none, with the role that is set', async () => {
    const visitor = browser();
    expect((await logIn(visitor, 'new', { next: '//evil.example' })).location).toBe('/login');
    expect(await me(visitor)).toMatchObject({
      email: 'new@example.com',
      name: 'new of the provider',
      role: 'viewer',
    });
    expect((await logIn(browser(), 'new')).status).toBe(303);
    const { rows } = await stack.sql.query(`SELECT 1 FROM users WHERE email = 'new@example.com'`);
    expect(rows).toHaveLength(1);
  });

  it.each([
    ['an e-mail that is not verified', 'eve', {}, 'email_unverified'],
    ['an account that is disabled', 'off', {}, 'no_account'],
    ['an answer with another nonce', 'ann', { wrong: ['nonce'] }, 'identity_refused'],
    ['an answer to another state', 'ann', { wrong: ['state'] }, 'identity_refused'],
    ['a code of another verifier', 'ann', { wrong: ['code_challenge'] }, 'identity_refused'],
    [
      'a code that was made up',
      'ann',
      { back: (to: string) => to.replace(/code=[^&]+/, 'code=x') },
      'identity_refused',
    ],
  ])('refuses %s', async (_, id, how, detail) => {
    const visitor = browser();
    const refused = await logIn(visitor, id, how);
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('role="alert"');
    expect(await me(visitor)).toBeNull();
    expect((await failures())[0]).toMatchObject({ detail });
  });

  it('refuses an answer that another browser asked for, and one that was used', async () => {
    const attacker = browser();
    const begun = await attacker.send('/login/oidc');
    const address = await provider.logIn(begun.location ?? '', 'ann');
    const victim = browser();
    await victim.send('/login/oidc');
    for (const visitor of [browser(), victim]) {
      expect((await visitor.send(address)).status).toBe(403);
      expect(await me(visitor)).toBeNull();
    }
    expect((await attacker.send(address)).status).toBe(303);
    expect((await attacker.send(address)).status).toBe(403);
  });

  it('says so when the provider is away, and lets people in by their passwords', async () => {
    const visitor = browser();
    const begun = await visitor.send('/login/oidc');
    const address = await provider.logIn(begun.location ?? '', 'ann');
    await provider.stop();
    const away = await visitor.send(address);
    expect(away.status).toBe(503);
    expect(away.text).toContain('cannot be reached');
    const user = {
      email: 'bob@example.com',
      name: 'Bob',
      role: 'viewer',
      password: 'a password for stories',
    };
    await stack.service.json('POST', '/api/users', user);
    expect((await browser().logIn({ email: user.email, password: user.password })).status).toBe(303);
  });
});
