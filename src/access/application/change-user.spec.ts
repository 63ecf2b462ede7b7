import { beforeEach, describe, expect, it } from '@jest/globals';
import { AccessFixture } from '../../../test/support/fakes/access-fixture.js';
import { ChangeUser, type ChangeUserInput } from './change-user.js';
import { CreateUser } from './create-user.js';
import { DeleteUser } from './delete-user.js';
import { ProvideFirstAdmin } from './provide-first-admin.js';

const BY = { actor: 'user:1 (root@example.com)', address: '192.0.2.1' };

describe('users', () => {
  let fixture: AccessFixture;
  let admin: number;
  let viewer: number;
  let createUser: CreateUser;
  let changeUser: ChangeUser;
  let deleteUser: DeleteUser;

  beforeEach(async () => {
    fixture = new AccessFixture();
    const { unitOfWork, users, passwords, sessions, events } = fixture;
    createUser = new CreateUser(unitOfWork, users, passwords, events);
    changeUser = new ChangeUser(unitOfWork, users, passwords, sessions, events);
    deleteUser = new DeleteUser(unitOfWork, users, events);
    admin = (await fixture.addUser({ email: 'root@example.com', role: 'admin' })).id;
    viewer = (await fixture.addUser()).id;
    for (const user of fixture.users.all.values())
      await fixture.openSession.execute({ user }, fixture.visit());
    fixture.events.all.length = 0;
  });

  const change = (id: number, input: ChangeUserInput): Promise<void> => changeUser.execute(id, input, BY);
  const sessionsOf = (id: number): number =>
    [...fixture.sessions.all.values()].filter(({ session }) => session.holder.userId === id).length;

  it('keep their last admin who may sign in', async () => {
    const other = (await fixture.addUser({ email: 'old@example.com', role: 'admin' })).id;
    await change(other, { disabled: true });
    for (const input of [{ role: 'viewer' }, { disabled: true }] as const) {
      await expect(change(admin, input)).rejects.toMatchObject({ code: 'last_admin_user' });
    }
    await expect(deleteUser.execute(admin, BY)).rejects.toMatchObject({ code: 'last_admin_user' });
    expect(fixture.users.all.get(admin)).toMatchObject({ role: 'admin', disabled: false });
    await change(admin, { name: 'Root' });
    await change(other, { disabled: false });
    await deleteUser.execute(admin, BY);
  });

  it.each<[ChangeUserInput, number]>([
    [{ role: 'reviewer' }, 0],
    [{ disabled: true }, 0],
    [{ password: 'a new long password' }, 0],
    [{ name: 'Ann S.' }, 1],
    [{ email: 'ann.s@example.com' }, 1],
    [{ role: 'viewer', disabled: false }, 1],
  ])('who are changed by %j have %i sessions left', async (input, left) => {
    await change(viewer, input);
    expect([sessionsOf(viewer), sessionsOf(admin)]).toEqual([left, 1]);
  });

  it('have each e-mail once, whatever its case', async () => {
    const input = { email: 'ANN@example.com', name: 'Another', role: 'viewer', password: null } as const;
    await expect(createUser.execute(input, BY)).rejects.toMatchObject({ code: 'email_taken' });
    await expect(change(admin, { email: 'Ann@Example.com' })).rejects.toMatchObject({ code: 'email_taken' });
    await change(viewer, { email: 'Ann@Example.com' });
    expect(fixture.events.all).toEqual([]);
  });

  it.each([
    ['x'.repeat(11), 'must have 12 to 256 characters'],
    ['x'.repeat(257), 'must have 12 to 256 characters'],
    ['😀'.repeat(11), 'must have 12 to 256 characters'],
    ['somebody@example.com', 'must not be the e-mail'],
  ])('get no password like %s', async (password, message) => {
    const input = { email: 'somebody@example.com', name: 'S', role: 'viewer', password } as const;
    await expect(createUser.execute(input, BY)).rejects.toMatchObject({
      code: 'password_refused',
      detail: { errors: [{ pointer: '/password', message }] },
    });
    await createUser.execute({ ...input, password: '😀'.repeat(256) }, BY);
  });

  it('and what is done to them is told, without passwords', async () => {
    const { id } = await createUser.execute(
      { email: 'new@example.com', name: 'New', role: 'viewer', password: 'the first password' },
      BY,
    );
    await change(id, { role: 'reviewer', name: 'New', password: 'the second password' });
    await deleteUser.execute(id, BY);
    const subject = 'user:3 (new@example.com)';
    expect(fixture.events.all).toEqual([
      { ...BY, what: 'user_created', subject, detail: 'role viewer' },
      { ...BY, what: 'user_changed', subject, detail: 'role viewer -> reviewer' },
      { ...BY, what: 'password_changed', subject, detail: null },
      { ...BY, what: 'user_deleted', subject, detail: null },
    ]);
  });

  it('begin with an admin, who is made once', async () => {
    const { unitOfWork, users, passwords, events } = fixture;
    const provide = new ProvideFirstAdmin(unitOfWork, users, passwords, events);
    expect(await provide.execute('admin@localhost')).toBeUndefined();
    users.all.clear();
    expect(await provide.execute('admin@localhost')).toBe('generated-password');
    expect([...users.all.values()]).toMatchObject([
      { email: 'admin@localhost', role: 'admin', passwordHash: 'hash of generated-password' },
    ]);
    expect(await provide.execute('admin@localhost')).toBeUndefined();
  });
});
