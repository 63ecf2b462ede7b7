import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { TestDatabase } from '../../../test/support/test-database.js';
import type { Holder } from '../kernel/caller.js';
import type { KeptAnswer, KeyClaim } from '../kernel/idempotency-keys.js';
import { AesSecretBox } from './aes-secret-box.js';
import { PostgresIdempotencyKeys } from './postgres-idempotency-keys.js';
import { TypeOrmUnitOfWork } from './typeorm-unit-of-work.js';

const ANSWER: KeptAnswer = {
  status: 201,
  headers: { location: '/api/things/1', etag: '"1"' },
  body: '{"secret":"whsec_é","n":1.0}',
};
const ONE = Buffer.from('one payload');
const OTHER = Buffer.from('another payload');

describe('PostgresIdempotencyKeys', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let unitOfWork: TypeOrmUnitOfWork;
  let keys: PostgresIdempotencyKeys;
  let token: Holder;
  let key: string;

  beforeAll(async () => {
    database = await TestDatabase.create();
    dataSource = await database.open();
    unitOfWork = new TypeOrmUnitOfWork(dataSource);
    keys = new PostgresIdempotencyKeys(dataSource, unitOfWork, new AesSecretBox(Buffer.alloc(32, 7)), {
      next: randomUUID,
    });
    token = await aToken('one');
  });
  afterAll(() => database.drop());
  beforeEach(() => void (key = randomUUID()));

  async function aToken(name: string): Promise<Holder> {
    const [row] = await dataSource.query<{ id: number }[]>(
      `INSERT INTO api_tokens (name, token_hash, scopes) VALUES ($1, $2, '{write}') RETURNING id`,
      [name, Buffer.from(name)],
    );
    return { tokenId: row?.id ?? 0 };
  }
  const claim = async (fingerprint = ONE): Promise<KeyClaim> => {
    const claimed = await keys.claim(token, key, fingerprint);
    if ('status' in claimed) throw new Error('The key was answered before');
    return claimed;
  };
  const complete = (claimed: KeyClaim, answer = ANSWER): Promise<void> =>
    unitOfWork.run(() => keys.complete(claimed, answer));
  const age = (column: 'lease_until' | 'created_at', interval: string): Promise<unknown> =>
    dataSource.query(`UPDATE idempotency_keys SET ${column} = ${column} - $2::interval WHERE key = $1`, [
      key,
      interval,
    ]);

  it('gives the answer again, exactly', async () => {
    await complete(await claim());
    expect(await keys.claim(token, key, ONE)).toEqual(ANSWER);
    expect(await keys.claim(token, key, ONE)).toEqual(ANSWER);
  });

  it('keeps an answer without a body', async () => {
    await complete(await claim(), { status: 204, headers: {}, body: null });
    expect(await keys.claim(token, key, ONE)).toEqual({ status: 204, headers: {}, body: null });
  });

  it('refuses another payload, while the first is worked on and afterwards', async () => {
    const first = await claim();
    await expect(claim(OTHER)).rejects.toMatchObject({ kind: 'invalid', code: 'idempotency_key_reused' });
    await complete(first);
    await expect(claim(OTHER)).rejects.toMatchObject({ code: 'idempotency_key_reused' });
  });

  it('tells whoever comes in between to come again', async () => {
    await claim();
    await expect(claim()).rejects.toMatchObject({
      kind: 'conflict',
      code: 'idempotency_key_in_use',
      detail: { retryAfterSeconds: 1 },
    });
  });

  it('gives a key to one of fifty that want it at once', async () => {
    const tries = await Promise.allSettled(Array.from({ length: 50 }, () => claim()));
    const codes = tries.map((each) =>
      each.status === 'fulfilled' ? 'won' : (each.reason as { code: string }).code,
    );
    expect(codes.filter((code) => code === 'won')).toHaveLength(1);
    expect(codes.filter((code) => code === 'idempotency_key_in_use')).toHaveLength(49);
  });

  it('knows the keys of each token apart', async () => {
    const other = await aToken('other');
    await complete(await claim());
    expect(await keys.claim(other, key, OTHER)).toMatchObject({ holder: other });
  });

  it('knows the keys of a user apart from those of the token with the same id', async () => {
    await dataSource.query(
      `INSERT INTO users (id, email, name, role) OVERRIDING SYSTEM VALUE VALUES ($1, 'ann@example.com', 'Ann', 'viewer')`,
      [token.tokenId],
    );
    const user = { userId: Number(token.tokenId) };
    await complete(await claim());
    const claimed = await keys.claim(user, key, OTHER);
    expect(claimed).toMatchObject({ holder: user });
    await expect(keys.claim(user, key, OTHER)).rejects.toMatchObject({ code: 'idempotency_key_in_use' });
    await complete(claimed as KeyClaim, { ...ANSWER, status: 200 });
    expect(await keys.claim(user, key, OTHER)).toMatchObject({ status: 200 });
    expect(await keys.claim(token, key, ONE)).toMatchObject({ status: 201 });
  });

  it('frees a key that was given back, and does not disturb one that was answered', async () => {
    const first = await claim();
    await keys.release(first);
    const second = await claim(OTHER);
    await keys.release(first);
    await complete(second);
    await keys.release(second);
    expect(await keys.claim(token, key, OTHER)).toEqual(ANSWER);
  });

  it('lets another take over within a minute what a killed request left, and then the first can do nothing', async () => {
    const first = await claim();
    await age('lease_until', '60 seconds');
    const second = await claim();
    await expect(complete(first)).rejects.toMatchObject({ code: 'idempotency_key_in_use' });
    await complete(second);
    expect(await keys.claim(token, key, ONE)).toEqual(ANSWER);
  });

  it('keeps nothing of an answer whose transaction failed', async () => {
    const first = await claim();
    const failed = unitOfWork.run(async () => {
      await keys.complete(first, ANSWER);
      throw new Error('the disk is full');
    });
    await expect(failed).rejects.toThrow('the disk is full');
    await expect(claim()).rejects.toMatchObject({ code: 'idempotency_key_in_use' });
    await keys.release(first);
    await claim();
  });

  it('remembers for 24 hours', async () => {
    await complete(await claim());
    await age('created_at', '23 hours 59 minutes');
    expect(await keys.claim(token, key, ONE)).toEqual(ANSWER);
    await age('created_at', '2 minutes');
    await claim(OTHER);
  });

  it('forgets what is older, but not what is worked on', async () => {
    await complete(await claim());
    await age('created_at', '25 hours');
    const old = key;
    key = randomUUID();
    await claim();
    await age('created_at', '25 hours');
    expect(await keys.forgetOld()).toBeGreaterThanOrEqual(1);
    const left = await dataSource.query<{ key: string }[]>(
      `SELECT key FROM idempotency_keys WHERE key = ANY ($1)`,
      [[old, key]],
    );
    expect(left).toEqual([{ key }]);
  });

  it('seals answers, which may hold a secret', async () => {
    await complete(await claim());
    const [row] = await dataSource.query<{ row: string }[]>(
      `SELECT kept::text AS row FROM idempotency_keys AS kept WHERE key = $1`,
      [key],
    );
    expect(row?.row).not.toContain('whsec_');
  });

  it('goes with its token', async () => {
    const gone = await aToken('gone');
    await keys.claim(gone, key, ONE);
    await dataSource.query(`DELETE FROM api_tokens WHERE id = $1`, [gone.tokenId]);
    expect(
      await dataSource.query(`SELECT 1 FROM idempotency_keys WHERE token_id = $1`, [gone.tokenId]),
    ).toEqual([]);
  });
});
