import { beforeEach, describe, expect, it } from '@jest/globals';
import { AccessFixture } from '../../../test/support/fakes/access-fixture.js';
import { ChangeOwnPassword } from './change-own-password.js';
import { LogInWithPassword } from './log-in-with-password.js';
import type { OpenedSession } from './open-session.js';

const RIGHT = 'the right password';

describe('passwords of users', () => {
  let fixture: AccessFixture;
  let userId: number;
  let logIn: LogInWithPassword;
  let changeOwnPassword: ChangeOwnPassword;

  beforeEach(async () => {
    fixture = new AccessFixture();
    const { unitOfWork, users, passwords, attempts, openSession, sessions, events } = fixture;
    logIn = new LogInWithPassword(unitOfWork, users, passwords, attempts, openSession, events);
    changeOwnPassword = new ChangeOwnPassword(unitOfWork, users, passwords, attempts, sessions, events);
    userId = (await fixture.addUser()).id;
  });

  const enter = (email: string, password: string, previous?: string): Promise<OpenedSession> =>
    logIn.execute({ email, password }, fixture.visit(previous));
  const refusal = (email: string, password: string): Promise<unknown> =>
    enter(email, password).then(
      () => 'entered',
      ({ code, message }: { code: string; message: string }) => ({ code, message }),
    );

  it('let in who knows one, whatever the case of the e-mail', async () => {
    const { secret } = await enter(' Ann@Example.com', RIGHT);
    expect(await fixture.sessions.find(secret)).toMatchObject({ owner: { user: { id: userId } } });
    expect(fixture.users.logins).toEqual([userId]);
    expect(fixture.events.told).toEqual(['user:1 (ann@example.com): login user:1 (ann@example.com)']);
  });

  it('give the same answer, after the same work, to a wrong password, an unknown e-mail and a disabled account', async () => {
    const { id } = await fixture.addUser({ email: 'bob@example.com' });
    await fixture.users.change(id, { disabled: true });
    await fixture.addUser({ email: 'eve@example.com', passwordHash: null });
    const answers = [
      await refusal('ann@example.com', 'wrong'),
      await refusal('nobody@example.com', RIGHT),
      await refusal('bob@example.com', RIGHT),
      await refusal('eve@example.com', RIGHT),
      await refusal('my password by mistake', RIGHT),
    ];
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ code: 'wrong_credentials' });
    expect(fixture.passwords.verified).toHaveLength(5);
    expect(fixture.sessions.all.size).toBe(0);
    expect(fixture.events.all.map(({ subject }) => subject)).toEqual([
      'user:1 (ann@example.com)',
      'nobody@example.com',
      'user:2 (bob@example.com)',
      'user:3 (eve@example.com)',
      'no e-mail',
    ]);
  });

  it('cannot be guessed for long: then the right one has to wait, too', async () => {
    for (let attempt = 0; attempt < 3; attempt++) await refusal('ann@example.com', 'wrong');
    expect(await refusal('ann@example.com', RIGHT)).toMatchObject({ code: 'too_many_logins' });
    expect(fixture.passwords.verified).toHaveLength(3);
  });

  it('are forgiven what was tried, once the right one came', async () => {
    for (let round = 0; round < 3; round++) {
      await refusal('ann@example.com', 'wrong');
      await enter('ann@example.com', RIGHT);
    }
    expect(fixture.attempts.of.size).toBe(0);
  });

  it('end the session from before', async () => {
    const first = await enter('ann@example.com', RIGHT);
    const second = await enter('ann@example.com', RIGHT, first.secret);
    expect([...fixture.sessions.all.keys()]).toEqual([second.secret]);
  });

  it('that are changed while they are checked let nobody in', async () => {
    const verify = fixture.passwords.verify.bind(fixture.passwords);
    fixture.passwords.verify = async (hash, password) => {
      const isRight = await verify(hash, password);
      await fixture.users.change(userId, { passwordHash: 'hash of another' });
      return isRight;
    };
    expect(await refusal('ann@example.com', RIGHT)).toMatchObject({ code: 'wrong_credentials' });
    expect(fixture.sessions.all.size).toBe(0);
  });

  describe('are changed by their users', () => {
    const change = (secret: string, currentPassword: string, newPassword: string): Promise<OpenedSession> =>
      changeOwnPassword.execute({ userId, secret, currentPassword, newPassword, address: 'a' });

    it('which ends all other sessions, and gives this one another secret', async () => {
      const [one] = [await enter('ann@example.com', RIGHT), await enter('ann@example.com', RIGHT)];
      const changed = await change(one.secret, RIGHT, 'another right password');
      expect(changed.secret).not.toBe(one.secret);
      expect([...fixture.sessions.all.keys()]).toEqual([changed.secret]);
      expect(await refusal('ann@example.com', RIGHT)).toMatchObject({ code: 'wrong_credentials' });
      await enter('ann@example.com', 'another right password');
      expect(fixture.events.told).toContain(
        'user:1 (ann@example.com): password_changed user:1 (ann@example.com)',
      );
    });

    it.each([
      ['wrong', 'another right password', 'wrong_password', '/current_password'],
      [RIGHT, 'too short', 'password_refused', '/new_password'],
      [RIGHT, 'Ann@Example.com', 'password_refused', '/new_password'],
    ])('but not from %s to %s', async (current, next, code, pointer) => {
      const { secret } = await enter('ann@example.com', RIGHT);
      await expect(change(secret, current, next)).rejects.toMatchObject({
        code,
        detail: { errors: [{ pointer }] },
      });
      expect([...fixture.sessions.all.keys()]).toEqual([secret]);
      await enter('ann@example.com', RIGHT);
    });

    it('but not by guessing the old one', async () => {
      const { secret } = await enter('ann@example.com', RIGHT);
      for (const code of ['wrong_password', 'wrong_password', 'wrong_password', 'too_many_logins']) {
        await expect(change(secret, 'a guess', 'another right password')).rejects.toMatchObject({ code });
      }
    });
  });
});
