import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { Clock } from '../../shared/kernel/clock.js';
import type { Scope } from '../../shared/kernel/caller.js';
import { RevokeApiToken } from '../application/revoke-api-token.js';
import { TestDatabase } from '../../../test/support/test-database.js';
import { until } from '../../../test/support/until.js';
import { AccessEventRow } from './access-event.row.js';
import { ApiTokenRow } from './api-token.row.js';
import { SessionRow } from './session.row.js';
import { TypeOrmAccessEvents } from './typeorm-access-events.js';
import { TypeOrmApiTokenQueries } from './typeorm-api-token.queries.js';
import { TypeOrmApiTokens } from './typeorm-api-tokens.js';
import { TypeOrmSessions } from './typeorm-sessions.js';
import { UserRow } from './user.row.js';

const BY = { actor: 'token:1 (crm)', address: '192.0.2.1' };
const FIRST = `re_${'a'.repeat(40)}`;
const SECOND = `re_${'b'.repeat(40)}`;

class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}

describe('tokens and sessions in PostgreSQL', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let tokens: TypeOrmApiTokens;
  let sessions: TypeOrmSessions;
  let queries: TypeOrmApiTokenQueries;
  let unitOfWork: TypeOrmUnitOfWork;
  let revokeApiToken: RevokeApiToken;

  const open = (tokenId: number, expiresAt: Date, now: Date): Promise<string> =>
    sessions.open({ holder: { tokenId }, expiresAt, address: '192.0.2.1', userAgent: 'a browser' }, now);
  const add = (scopes: Scope[], expiresAt: Date | null = null): Promise<{ id: number; secret: string }> =>
    unitOfWork.run(() => tokens.add({ name: 'crm', scopes, expiresAt }));

  beforeAll(async () => {
    database = await TestDatabase.create();
    dataSource = await database.open([ApiTokenRow, UserRow, SessionRow, AccessEventRow]);
  });
  beforeEach(async () => {
    await dataSource.query('TRUNCATE api_tokens RESTART IDENTITY CASCADE');
    unitOfWork = new TypeOrmUnitOfWork(dataSource);
    queries = new TypeOrmApiTokenQueries(unitOfWork);
    tokens = new TypeOrmApiTokens(unitOfWork);
    sessions = new TypeOrmSessions(unitOfWork, { next: randomUUID });
    revokeApiToken = new RevokeApiToken(
      unitOfWork,
      tokens,
      new TypeOrmAccessEvents(unitOfWork),
      new SystemClock(),
    );
  });
  afterAll(() => database.drop());

  it('finds a token by itself alone, and stores nothing that it could be read from', async () => {
    await tokens.replaceBootstrap(FIRST);
    expect(await tokens.find(FIRST)).toEqual({
      id: 1,
      name: 'bootstrap',
      scopes: ['admin'],
      expiresAt: null,
    });
    expect(await tokens.find(SECOND)).toBeUndefined();
    const [{ text }] = await dataSource.query<[{ text: string }]>('SELECT t::text AS text FROM api_tokens t');
    expect(text).not.toContain(FIRST.slice(3));
  });

  it('replaces the bootstrap token, and keeps it when it is the same', async () => {
    expect(await tokens.replaceBootstrap(FIRST)).toBe(true);
    expect(await tokens.replaceBootstrap(FIRST)).toBe(false);
    expect(await tokens.find(FIRST)).toMatchObject({ id: 1 });
    expect(await tokens.replaceBootstrap(SECOND)).toBe(true);
    expect(await tokens.find(FIRST)).toBeUndefined();
    expect(await tokens.find(SECOND)).toMatchObject({ scopes: ['admin'] });
  });

  it('turns a token that exists already into the bootstrap token', async () => {
    await tokens.replaceBootstrap(FIRST);
    await dataSource.query(`UPDATE api_tokens SET bootstrap = false, scopes = '{read}', expires_at = now()`);
    await tokens.replaceBootstrap(FIRST);
    expect(await tokens.find(FIRST)).toMatchObject({ id: 1, scopes: ['admin'], expiresAt: null });
  });

  it('makes a first token once, however many processes start at the same time', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => tokens.makeFirstBootstrap()));
    const shown = made.filter((token) => token !== undefined);
    expect(shown).toHaveLength(1);
    expect(shown[0]).toMatch(/^re_[0-9a-f]{40}$/);
    expect(await tokens.find(shown[0] ?? '')).toMatchObject({ scopes: ['admin'] });
    expect(await tokens.makeFirstBootstrap()).toBeUndefined();
  });

  it('makes no bootstrap token while another admin token works, and one when all have expired', async () => {
    const { id } = await add(['admin']);
    expect(await tokens.makeFirstBootstrap()).toBeUndefined();
    await dataSource.query(`UPDATE api_tokens SET expires_at = now() - interval '1 second'`);
    await add(['read', 'write', 'export']);
    expect(await tokens.makeFirstBootstrap()).toMatch(/^re_/);
    expect((await queries.list(10)).map(({ name }) => name)).toEqual(['bootstrap', 'crm', 'crm']);
    await revokeApiToken.execute(id, BY);
  });

  it('adds a token, and shows everything but the token', async () => {
    const expiresAt = new Date(Date.now() + 60_000);
    const { id, secret } = await add(['read', 'export'], expiresAt);
    expect(secret).toMatch(/^re_[0-9a-f]{40}$/);
    const token = { id, name: 'crm', scopes: ['read', 'export'], expiresAt };
    expect(await tokens.find(secret)).toEqual(token);
    expect(await queries.get(id)).toEqual({ ...token, lastUsedAt: null, createdAt: expect.any(Date) });
    const [{ text }] = await dataSource.query<[{ text: string }]>('SELECT t::text AS text FROM api_tokens t');
    expect(text).not.toContain(secret.slice(3));
  });

  it('lists tokens, newest first, from where the page before ended', async () => {
    for (let made = 0; made < 3; made++) await add(['read']);
    expect((await queries.list(2)).map(({ id }) => id)).toEqual([3, 2]);
    expect((await queries.list(2, 2)).map(({ id }) => id)).toEqual([1]);
    await expect(queries.get(4)).rejects.toMatchObject({ kind: 'not-found', code: 'token_not_found' });
  });

  it('revokes a token and its sessions, but not the last admin that has not expired', async () => {
    const now = new Date();
    const [{ id: admin }, expired, reader] = [
      await add(['admin']),
      await add(['admin'], new Date(now.getTime() - 1)),
      await add(['read']),
    ];
    await open(reader.id, new Date(now.getTime() + 60_000), now);
    await expect(revokeApiToken.execute(admin, BY)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'last_admin_token',
    });
    for (const { id, secret } of [expired, reader]) {
      await revokeApiToken.execute(id, BY);
      expect(await tokens.find(secret)).toBeUndefined();
      await expect(revokeApiToken.execute(id, BY)).rejects.toMatchObject({ code: 'token_not_found' });
    }
    expect(await dataSource.manager.count(SessionRow)).toBe(0);
    await add(['admin']);
    await revokeApiToken.execute(admin, BY);
  });

  it.each([2, 50])('keeps one of %i admins who delete each other', async (count) => {
    const admins = await Promise.all(Array.from({ length: count }, () => add(['admin'])));
    const outcomes = await Promise.allSettled(admins.map(({ id }) => revokeApiToken.execute(id, BY)));
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toMatchObject([{ reason: { code: 'last_admin_token' } }]);
    expect(await queries.list(count)).toHaveLength(1);
  });

  it('survives processes that start together with different tokens: one of them works', async () => {
    await Promise.all([FIRST, SECOND, FIRST, SECOND].map((token) => tokens.replaceBootstrap(token)));
    const found = [await tokens.find(FIRST), await tokens.find(SECOND)];
    expect(found.filter((token) => token !== undefined)).toHaveLength(1);
  });

  it('notes the use of a token, once a minute', async () => {
    const lastUsed = async (): Promise<Date | null> =>
      (await dataSource.manager.findOneByOrFail(ApiTokenRow, { id: 1 })).lastUsedAt;
    await tokens.replaceBootstrap(FIRST);
    tokens.noteUse(1);
    const first = await until('the use is noted', lastUsed);
    tokens.noteUse(1);
    new TypeOrmApiTokens(new TypeOrmUnitOfWork(dataSource)).noteUse(1); // another process
    await dataSource.query('SELECT pg_sleep(0.05)');
    expect(await lastUsed()).toEqual(first);
    tokens.noteUse(999_999); // of no token: nothing happens
  });

  it('opens, finds and closes sessions, whose ids are not stored', async () => {
    await tokens.replaceBootstrap(FIRST);
    const now = new Date();
    const expiresAt = new Date(now.getTime() + 1000);
    const id = await open(1, expiresAt, now);
    const other = await open(1, expiresAt, now);
    expect(id).toMatch(/^[\w-]{43}$/);
    expect(await sessions.find(id)).toEqual({
      id: expect.any(String),
      owner: { token: { id: 1, name: 'bootstrap', scopes: ['admin'], expiresAt: null } },
      csrfToken: expect.stringMatching(/^[\w-]{43}$/),
      createdAt: now,
      lastUsedAt: now,
      expiresAt,
    });
    expect((await sessions.find(other))?.csrfToken).not.toBe((await sessions.find(id))?.csrfToken);
    const rows = await dataSource.query<{ text: string }[]>('SELECT s::text AS text FROM sessions s');
    expect(rows.map((row) => row.text).join()).not.toContain(Buffer.from(id, 'base64url').toString('hex'));
    await sessions.close(id);
    expect(await sessions.find(id)).toBeUndefined();
    expect(await sessions.find(other)).toBeDefined();
  });

  it('ends sessions with their token, and forgets those that are over', async () => {
    await tokens.replaceBootstrap(FIRST);
    const now = new Date();
    await open(1, now, now);
    await open(1, new Date(now.getTime() + 60_000), now);
    expect(await dataSource.manager.count(SessionRow)).toBe(1);
    await tokens.replaceBootstrap(SECOND);
    expect(await dataSource.manager.count(SessionRow)).toBe(0);
  });

  it('has rows that are what the migration made', async () => {
    const drift = await dataSource.driver.createSchemaBuilder().log();
    expect(drift.upQueries.map(({ query }) => query)).toEqual([]);
  });
});
