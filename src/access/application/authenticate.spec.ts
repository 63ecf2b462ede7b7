import { beforeEach, describe, expect, it } from '@jest/globals';
import { Clock } from '../../shared/kernel/clock.js';
import { DomainError } from '../../shared/kernel/domain-error.js';
import type { ApiToken } from '../domain/api-token.js';
import type { ApiTokens } from './api-tokens.js';
import { AuthenticateSession } from './authenticate-session.js';
import { AuthenticateToken } from './authenticate-token.js';
import type { FailedAttempts } from './failed-attempts.js';
import { LogIn } from './log-in.js';
import type { Sessions, StoredSession } from './sessions.js';

const SECRET = `re_${'0'.repeat(40)}`;
const HOUR = 3_600_000;

class FixedClock extends Clock {
  time = Date.parse('2026-03-01T12:00:00Z');
  now(): Date {
    return new Date(this.time);
  }
}

describe('authentication', () => {
  const token: ApiToken = { id: 1, name: 'crm', scopes: ['read'], expiresAt: null };
  let clock: FixedClock;
  let stored: ApiToken;
  let failed: string[];
  let looked: number;
  let opened: number;
  let open: Map<string, StoredSession>;
  let authenticateToken: AuthenticateToken;
  let authenticateSession: AuthenticateSession;
  let logIn: LogIn;

  beforeEach(() => {
    clock = new FixedClock();
    stored = token;
    failed = [];
    looked = 0;
    opened = 0;
    open = new Map();
    const tokens = {
      find: async (secret: string) => {
        looked += 1;
        return secret === SECRET ? stored : undefined;
      },
      noteUse: () => undefined,
    } as unknown as ApiTokens;
    const failures: FailedAttempts = {
      note: async (address) => {
        failed.push(address);
        if (failed.length > 2) throw new DomainError('throttled', 'too_many_failures', 'Wait.');
      },
    };
    const sessions: Sessions = {
      open: async (_, expiresAt) => {
        const id = `session-${(opened += 1)}`;
        open.set(id, { token: stored, csrfToken: 'csrf', expiresAt });
        return id;
      },
      find: async (id) => open.get(id),
      close: async (id) => void open.delete(id),
    };
    authenticateToken = new AuthenticateToken(tokens, failures, clock);
    authenticateSession = new AuthenticateSession(sessions, tokens, clock);
    logIn = new LogIn(authenticateToken, sessions, clock);
  });

  it('knows a token, until it expires', async () => {
    stored = { ...token, expiresAt: new Date(clock.time + HOUR) };
    expect(await authenticateToken.execute(SECRET, 'a')).toBe(stored);
    clock.time += HOUR;
    await expect(authenticateToken.execute(SECRET, 'a')).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(failed).toEqual(['a']);
  });

  it('does not ask the database for what cannot be a token', async () => {
    for (const secret of ['', 're_', SECRET.toUpperCase(), `${SECRET}0`, `${SECRET}\n`]) {
      await authenticateToken.execute(secret, 'a').catch(() => undefined);
    }
    expect(looked).toBe(0);
    expect(failed).toHaveLength(5);
  });

  it('throttles failures alone', async () => {
    const wrong = `re_${'1'.repeat(40)}`;
    for (const code of ['unauthenticated', 'unauthenticated', 'too_many_failures']) {
      await expect(authenticateToken.execute(wrong, 'a')).rejects.toMatchObject({ code });
    }
    expect(await authenticateToken.execute(SECRET, 'a')).toBe(token);
  });

  it('opens a session for twelve hours, whatever happens in it', async () => {
    const { sessionId, expiresAt } = await logIn.execute({
      secret: SECRET,
      address: 'a',
      previousSessionId: undefined,
    });
    expect(expiresAt.getTime() - clock.time).toBe(12 * HOUR);
    clock.time += 12 * HOUR - 1;
    expect(await authenticateSession.execute(sessionId)).toMatchObject({ csrfToken: 'csrf' });
    clock.time += 1;
    expect(await authenticateSession.execute(sessionId)).toBeUndefined();
  });

  it('ends a session with its token', async () => {
    stored = { ...token, expiresAt: new Date(clock.time + HOUR) };
    const { sessionId } = await logIn.execute({ secret: SECRET, address: 'a', previousSessionId: undefined });
    clock.time += HOUR;
    expect(await authenticateSession.execute(sessionId)).toBeUndefined();
  });

  it('ends the session from before at a login, and leaves it alone when the login fails', async () => {
    const first = await logIn.execute({ secret: SECRET, address: 'a', previousSessionId: undefined });
    await logIn
      .execute({ secret: 'wrong', address: 'a', previousSessionId: first.sessionId })
      .catch(() => undefined);
    expect(await authenticateSession.execute(first.sessionId)).toBeDefined();
    const second = await logIn.execute({ secret: SECRET, address: 'a', previousSessionId: first.sessionId });
    expect(await authenticateSession.execute(first.sessionId)).toBeUndefined();
    expect(await authenticateSession.execute(second.sessionId)).toBeDefined();
  });
});
