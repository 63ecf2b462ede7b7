import { beforeEach, describe, expect, it } from '@jest/globals';
import { AccessFixture } from '../../../test/support/fakes/access-fixture.js';
import type { UserRole } from '../domain/user.js';
import type { Identity, IdentityProvider } from './identity-provider.js';
import { LogInWithIdentity } from './log-in-with-identity.js';
import type { OpenedSession } from './open-session.js';

const ANN: Identity = { email: 'Ann@Example.com', emailVerified: true, name: 'Ann Smith' };

describe('login by an identity provider', () => {
  let fixture: AccessFixture;

  beforeEach(() => void (fixture = new AccessFixture()));

  const enter = (identity: Identity, roleOfNewcomers?: UserRole): Promise<OpenedSession> => {
    const { unitOfWork, users, openSession, events } = fixture;
    const provider = { finish: async () => identity } as unknown as IdentityProvider;
    const logIn = new LogInWithIdentity(
      unitOfWork,
      provider,
      users,
      { roleOfNewcomers },
      openSession,
      events,
    );
    return logIn.execute('?code=x', { state: '', nonce: '', verifier: '' }, fixture.visit());
  };

  it('lets in whose e-mail has an account, whatever its case', async () => {
    const { id } = await fixture.addUser({ role: 'reviewer' });
    const { secret } = await enter(ANN, 'viewer');
    expect(await fixture.sessions.find(secret)).toMatchObject({ owner: { user: { id, role: 'reviewer' } } });
    expect(fixture.users.all.size).toBe(1);
  });

  it('makes an account without a password, if a role is set for that', async () => {
    await enter(ANN, 'viewer');
    expect([...fixture.users.all.values()]).toMatchObject([
      { email: 'ann@example.com', name: 'Ann Smith', role: 'viewer', passwordHash: null },
    ]);
    expect(fixture.events.told[0]).toBe('identity provider: user_created user:1 (ann@example.com)');
  });

  it.each<[string, Identity, string]>([
    ['an e-mail without an account', ANN, 'no_account'],
    ['an e-mail that is not verified', { ...ANN, emailVerified: false }, 'email_unverified'],
    ['no e-mail', { ...ANN, email: undefined }, 'email_unverified'],
  ])('refuses %s', async (_, identity, code) => {
    if (code !== 'no_account') await fixture.addUser();
    await expect(enter(identity)).rejects.toMatchObject({ kind: 'forbidden', code });
    expect(fixture.sessions.all.size).toBe(0);
    expect(fixture.events.all).toMatchObject([{ what: 'login_failed', detail: code }]);
  });

  it('refuses a disabled account, and makes no other', async () => {
    const { id } = await fixture.addUser();
    await fixture.users.change(id, { disabled: true });
    await expect(enter(ANN, 'viewer')).rejects.toMatchObject({ code: 'no_account' });
    expect(fixture.users.all.size).toBe(1);
  });
});
