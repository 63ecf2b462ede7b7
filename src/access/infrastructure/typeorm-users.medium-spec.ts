import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import type { DataSource } from 'typeorm';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { Clock } from '../../shared/kernel/clock.js';
import { TestDatabase } from '../../../test/support/test-database.js';
import { until } from '../../../test/support/until.js';
import { ChangeUser } from '../application/change-user.js';
import { DeleteUser } from '../application/delete-user.js';
import { ProvideFirstAdmin } from '../application/provide-first-admin.js';
import type { Passwords } from '../application/passwords.js';
import type { User } from '../domain/user.js';
import { AccessEventRow } from './access-event.row.js';
import { ApiTokenRow } from './api-token.row.js';
import { SessionRow } from './session.row.js';
import { TypeOrmAccessEventQueries } from './typeorm-access-event.queries.js';
import { TypeOrmAccessEvents } from './typeorm-access-events.js';
import { TypeOrmSessions } from './typeorm-sessions.js';
import { TypeOrmUserQueries } from './typeorm-user.queries.js';
import { TypeOrmUsers } from './typeorm-users.js';
import { UserRow } from './user.row.js';

const BY = { actor: 'cli', address: null };
const IDLE_MS = 3_600_000;

class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}

describe('users, their sessions and access events in PostgreSQL', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let unitOfWork: TypeOrmUnitOfWork;
  let users: TypeOrmUsers;
  let queries: TypeOrmUserQueries;
  let sessions: TypeOrmSessions;
  let events: TypeOrmAccessEvents;
  let eventQueries: TypeOrmAccessEventQueries;
  const passwords = { hash: async () => 'hash', generate: () => 'generated' } as unknown as Passwords;

  beforeAll(async () => {
    database = await TestDatabase.create();
    dataSource = await database.open([ApiTokenRow, UserRow, SessionRow, AccessEventRow]);
    unitOfWork = new TypeOrmUnitOfWork(dataSource);
    users = new TypeOrmUsers(unitOfWork, new SystemClock());
    queries = new TypeOrmUserQueries(unitOfWork);
    sessions = new TypeOrmSessions(unitOfWork, { next: uuidv7 });
    events = new TypeOrmAccessEvents(unitOfWork);
    eventQueries = new TypeOrmAccessEventQueries(unitOfWork);
  });
  beforeEach(() => dataSource.query('TRUNCATE users, access_events RESTART IDENTITY CASCADE'));
  afterAll(() => database.drop());

  const add = (email: string, role: User['role'] = 'viewer'): Promise<User> =>
    unitOfWork.run(() => users.add({ email, name: email, role, passwordHash: 'hash' }));
  const open = (userId: number, now = new Date(), lifeMs = 60_000): Promise<string> =>
    sessions.open(
      {
        holder: { userId },
        expiresAt: new Date(now.getTime() + lifeMs),
        address: '192.0.2.1',
        userAgent: 'x'.repeat(500),
      },
      now,
    );
  const isOpen = async (secret: string): Promise<boolean> => (await sessions.find(secret)) !== undefined;

  it('are added, changed, listed newest first, and removed', async () => {
    const { id } = await add('ann@example.com');
    await add('bob@example.com', 'admin');
    const before = await queries.get(id);
    expect(before).toMatchObject({ email: 'ann@example.com', role: 'viewer', lastLoginAt: null });
    await unitOfWork.run(() => users.change(id, { role: 'reviewer', disabled: true }));
    const at = new Date();
    await users.noteLogin(id, at);
    expect(await queries.get(id)).toEqual({
      ...before,
      role: 'reviewer',
      disabled: true,
      lastLoginAt: at,
      updatedAt: expect.any(Date),
    });
    expect((await queries.list(10)).map(({ email }) => email)).toEqual([
      'bob@example.com',
      'ann@example.com',
    ]);
    expect((await queries.list(10, 2)).map((each) => each.id)).toEqual([1]);
    await unitOfWork.run(() => users.remove(id));
    expect(await users.find(id)).toBeUndefined();
    await expect(queries.get(id)).rejects.toMatchObject({ code: 'user_not_found' });
  });

  it('have each e-mail once', async () => {
    await add('ann@example.com');
    await expect(add('ann@example.com')).rejects.toThrow('uq_users_email');
  });

  it('begin with one admin, however many processes start at the same time', async () => {
    const provide = new ProvideFirstAdmin(unitOfWork, users, passwords, events);
    const made = await Promise.all(Array.from({ length: 8 }, () => provide.execute('admin@localhost')));
    expect(made.filter((password) => password !== undefined)).toEqual(['generated']);
    expect(await queries.list(10)).toHaveLength(1);
  });

  it('keep one of ten admins who are demoted, disabled and deleted at the same time', async () => {
    const changeUser = new ChangeUser(unitOfWork, users, passwords, sessions, events);
    const deleteUser = new DeleteUser(unitOfWork, users, events);
    const ids: number[] = [];
    for (let made = 0; made < 10; made++) ids.push((await add(`${made}@example.com`, 'admin')).id);
    const ways: ((id: number) => Promise<void>)[] = [
      (id) => changeUser.execute(id, { role: 'viewer' }, BY),
      (id) => changeUser.execute(id, { disabled: true }, BY),
      (id) => deleteUser.execute(id, BY),
    ];
    const outcomes = await Promise.allSettled(ids.map((id, index) => (ways[index % 3] ?? ways[0]!)(id)));
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toMatchObject([{ reason: { code: 'last_admin_user' } }]);
    expect(await unitOfWork.run(() => users.admins())).toHaveLength(1);
  });

  it('have sessions, whose secrets are not stored, and which end with them', async () => {
    const { id } = await add('ann@example.com');
    const secret = await open(id);
    expect(await sessions.find(secret)).toMatchObject({
      owner: { user: { id, email: 'ann@example.com', role: 'viewer', disabled: false } },
    });
    const [{ text }] = await dataSource.query<[{ text: string }]>('SELECT s::text AS text FROM sessions s');
    expect(text).not.toContain(Buffer.from(secret).toString('hex'));
    await unitOfWork.run(() => users.remove(id));
    expect(await isOpen(secret)).toBe(false);
  });

  it('end sessions: all, all but one, and one by one, of one user alone', async () => {
    const [ann, bob] = [await add('ann@example.com'), await add('bob@example.com')];
    const [one, two, ofBob] = [await open(ann.id), await open(ann.id), await open(bob.id)];
    const states = async (): Promise<boolean[]> => [
      await isOpen(one),
      await isOpen(two),
      await isOpen(ofBob),
    ];
    const idOfOne = (await sessions.find(one))?.id;
    expect(await unitOfWork.run(() => sessions.closeAllOf(ann.id, two))).toEqual([idOfOne]);
    expect(await states()).toEqual([false, true, true]);
    const { id = '' } = (await sessions.find(ofBob)) ?? {};
    expect(await unitOfWork.run(() => sessions.closeOne(ann.id, id))).toBe(false);
    expect(await states()).toEqual([false, true, true]);
    expect(await unitOfWork.run(() => sessions.closeOne(bob.id, id))).toBe(true);
    await unitOfWork.run(() => sessions.closeAllOf(ann.id));
    expect(await states()).toEqual([false, false, false]);
  });

  it('get another secret for the same session', async () => {
    const { id } = await add('ann@example.com');
    const secret = await open(id);
    const before = await sessions.find(secret);
    const fresh = await unitOfWork.run(() => sessions.rotate(secret));
    expect(await isOpen(secret)).toBe(false);
    expect(await sessions.find(fresh.secret)).toEqual(before);
    expect(fresh.expiresAt).toEqual(before?.expiresAt);
  });

  it('see their sessions that are not over, newest first', async () => {
    const { id } = await add('ann@example.com');
    const now = new Date();
    await open(id, new Date(now.getTime() - IDLE_MS - 1), 10 * IDLE_MS); // nothing has happened in it
    const [one, two] = [await open(id), await open(id)];
    await open((await add('bob@example.com')).id);
    const page = { now, idleMs: IDLE_MS, limit: 10, before: undefined };
    const listed = await sessions.listOf(id, page);
    const wanted = [(await sessions.find(two))?.id, (await sessions.find(one))?.id];
    expect(listed.map((each) => each.id)).toEqual(wanted);
    expect(listed[0]).toMatchObject({ address: '192.0.2.1', userAgent: 'x'.repeat(255) });
    expect((await sessions.listOf(id, { ...page, before: wanted[0] })).map((each) => each.id)).toEqual([
      wanted[1],
    ]);
  });

  it('keep in mind when a session was used, once a minute', async () => {
    const secret = await open((await add('ann@example.com')).id);
    const session = await sessions.find(secret);
    if (!session) throw new Error('There is no session');
    sessions.noteUse(session, new Date(session.lastUsedAt.getTime() + 59_999));
    const later = new Date(session.lastUsedAt.getTime() + 60_000);
    sessions.noteUse(session, later);
    await until('the use is noted', async () => {
      return (await sessions.find(secret))?.lastUsedAt.getTime() === later.getTime();
    });
  });

  it('leave access events that nobody can change, and none of what did not happen', async () => {
    const event = { ...BY, what: 'user_created', subject: 'user:1 (a@b)', detail: null } as const;
    await unitOfWork.run(() => events.append(event));
    await events.append({ ...event, what: 'login_failed', detail: 'disabled', address: '192.0.2.1' });
    const failing = unitOfWork.run(async () => {
      await events.append(event);
      throw new Error('refused');
    });
    await expect(failing).rejects.toThrow('refused');
    const listed = await eventQueries.list({}, 10);
    expect(listed.map(({ what, address }) => [what, address])).toEqual([
      ['login_failed', '192.0.2.1'],
      ['user_created', null],
    ]);
    expect(await eventQueries.list({ what: 'user_created' }, 10, listed[0]?.id)).toMatchObject([event]);
    for (const statement of [`UPDATE access_events SET actor = 'x'`, `DELETE FROM access_events`]) {
      await expect(dataSource.query(statement)).rejects.toThrow('append-only');
    }
  });
});
