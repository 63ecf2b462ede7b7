import { beforeEach, describe, expect, it } from '@jest/globals';
import { AccessFixture, HOUR, TOKEN_SECRET } from '../../../test/support/fakes/access-fixture.js';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { AuthenticateSession } from './authenticate-session.js';
import { AuthenticateToken } from './authenticate-token.js';
import type { FailedAttempts } from './failed-attempts.js';
import { LogIn } from './log-in.js';

describe('authentication', () => {
  let fixture: AccessFixture;
  let failed: string[];
  let authenticateToken: AuthenticateToken;
  let authenticateSession: AuthenticateSession;
  let logIn: LogIn;

  beforeEach(() => {
    fixture = new AccessFixture();
    failed = [];
    const failures: FailedAttempts = {
      note: async (address) => {
        failed.push(address);
        if (failed.length > 2) throw new DomainError('throttled', 'too_many_failures', 'Wait.');
      },
    };
    const { tokens, sessions, policy, clock, openSession, events } = fixture;
    authenticateToken = new AuthenticateToken(tokens, failures, clock);
    authenticateSession = new AuthenticateSession(sessions, tokens, policy, clock);
    logIn = new LogIn(authenticateToken, openSession, events);
  });

  const isOpen = async (secret: string): Promise<boolean> =>
    (await authenticateSession.execute(secret)) !== undefined;
  const expireTokenIn = (ms: number): void => {
    fixture.token = { ...fixture.token, expiresAt: new Date(fixture.clock.time + ms) };
  };

  it('knows a token, until it expires', async () => {
    expireTokenIn(HOUR);
    expect(await authenticateToken.execute(TOKEN_SECRET, 'a')).toBe(fixture.token);
    fixture.clock.time += HOUR;
    await expect(authenticateToken.execute(TOKEN_SECRET, 'a')).rejects.toMatchObject({
      code: 'unauthenticated',
    });
    expect(failed).toEqual(['a']);
  });

  it('does not ask the database for what cannot be a token', async () => {
    for (const secret of ['', 're_', TOKEN_SECRET.toUpperCase(), `${TOKEN_SECRET}0`, `${TOKEN_SECRET}\n`]) {
      await authenticateToken.execute(secret, 'a').catch(() => undefined);
    }
    expect(fixture.looked).toBe(0);
    expect(failed).toHaveLength(5);
  });

  it('throttles failures alone', async () => {
    const wrong = `re_${'1'.repeat(40)}`;
    for (const code of ['unauthenticated', 'unauthenticated', 'too_many_failures']) {
      await expect(authenticateToken.execute(wrong, 'a')).rejects.toMatchObject({ code });
    }
    expect(await authenticateToken.execute(TOKEN_SECRET, 'a')).toBe(fixture.token);
  });

  it('ends a session when nothing has happened in it for twelve hours', async () => {
    const { secret } = await logIn.execute(TOKEN_SECRET, fixture.visit());
    for (let use = 0; use < 3; use++) {
      fixture.clock.time += 12 * HOUR - 1;
      expect(await isOpen(secret)).toBe(true);
    }
    fixture.clock.time += 12 * HOUR;
    expect(await isOpen(secret)).toBe(false);
  });

  it('ends a session after seven days, whatever happens in it', async () => {
    const { secret, expiresAt } = await logIn.execute(TOKEN_SECRET, fixture.visit());
    expect(expiresAt.getTime() - fixture.clock.time).toBe(168 * HOUR);
    for (let use = 0; use < 27; use++) {
      fixture.clock.time += 6 * HOUR;
      expect(await isOpen(secret)).toBe(true);
    }
    fixture.clock.time = expiresAt.getTime();
    expect(await isOpen(secret)).toBe(false);
  });

  it('ends a session with its token, and when its user is disabled', async () => {
    const { secret } = await logIn.execute(TOKEN_SECRET, fixture.visit());
    const user = await fixture.addUser();
    const ofUser = await fixture.openSession.execute({ user }, fixture.visit());
    expect([await isOpen(secret), await isOpen(ofUser.secret)]).toEqual([true, true]);
    expireTokenIn(HOUR);
    await fixture.users.change(user.id, { disabled: true });
    fixture.clock.time += HOUR;
    expect([await isOpen(secret), await isOpen(ofUser.secret)]).toEqual([false, false]);
  });

  it('ends the session from before at a login, and leaves it alone when the login fails', async () => {
    const first = await logIn.execute(TOKEN_SECRET, fixture.visit());
    await logIn.execute('wrong', fixture.visit(first.secret)).catch(() => undefined);
    expect(await isOpen(first.secret)).toBe(true);
    const second = await logIn.execute(TOKEN_SECRET, fixture.visit(first.secret));
    expect([await isOpen(first.secret), await isOpen(second.secret)]).toEqual([false, true]);
    expect(fixture.events.told).toEqual([
      'token:1 (crm): login token:1 (crm)',
      'anonymous: login_failed an API token',
      'token:1 (crm): login token:1 (crm)',
    ]);
  });
});
