import { randomBytes } from 'node:crypto';
import { Logger } from '@nestjs/common';
import pg from 'pg';
import { TestDatabase } from '../../../test/support/test-database.js';
import { until } from '../../../test/support/until.js';
import type { SecretBox } from '../kernel/secret-box.js';
import { AesSecretBox } from './aes-secret-box.js';
import { InstanceSettings } from './instance-settings.js';
import { openSecretBox } from './open-secret-box.js';
import type { TypeOrmUnitOfWork } from './typeorm-unit-of-work.js';

const [OLD, NEW, OTHER] = [randomBytes(32), randomBytes(32), randomBytes(32)];
const old = new AesSecretBox(OLD);
const fresh = new AesSecretBox(NEW);

describe('openSecretBox', () => {
  let database: TestDatabase;
  let unitOfWork: TypeOrmUnitOfWork;
  let settings: InstanceSettings;
  let sql: pg.Client;

  const open = (secretsKey: Buffer, secretsKeyPrevious?: Buffer): Promise<SecretBox> =>
    openSecretBox({ secretsKey, secretsKeyPrevious }, settings, unitOfWork);

  const fingerprint = (): Promise<string | undefined> => settings.get('secrets_key_fingerprint');

  const addEndpoint = (
    box: SecretBox,
    name: string,
    query: (text: string, values: unknown[]) => Promise<unknown> = (text, values) => sql.query(text, values),
  ): Promise<unknown> =>
    query(
      `INSERT INTO webhook_endpoints (url, events, auth_type, auth_sealed, headers_sealed, secret_sealed,
              previous_secret_sealed, previous_secret_expires_at)
       VALUES ($1, '{document.exported}', 'bearer', $2, $3, $4, $5, now())`,
      [`http://${name}`, ...['token', 'headers', 'secret', 'previous'].map((text) => box.seal(name + text))],
    );

  const addAnswers = (box: SecretBox, count: number): Promise<unknown> =>
    sql.query(
      `WITH token AS (INSERT INTO api_tokens (name, token_hash, scopes) VALUES ('t', '', '{admin}') RETURNING id)
       INSERT INTO idempotency_keys (token_id, key, fingerprint, status, body_sealed)
       SELECT id, gen_random_uuid(), '', 200, sealed FROM token, unnest($1::text[]) AS sealed`,
      [Array.from({ length: count }, (_, index) => box.seal(`answer ${index}`))],
    );

  async function sealedTexts(): Promise<string[]> {
    const { rows } = await sql.query<{ texts: string[] }>(
      `SELECT array_remove(array_agg(text), NULL) AS texts FROM (
         SELECT unnest(ARRAY[auth_sealed, headers_sealed, secret_sealed, previous_secret_sealed]) AS text
           FROM webhook_endpoints
         UNION ALL SELECT body_sealed FROM idempotency_keys) AS all_of_them`,
    );
    return rows[0]!.texts ?? [];
  }

  /** The sessions that wait for a lock in such a query. */
  async function waiting(query: string): Promise<number[] | undefined> {
    const rows = await unitOfWork.manager.query<{ pid: number }[]>(
      `SELECT pid FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE $1`,
      [query],
    );
    return rows.length > 0 ? rows.map(({ pid }) => pid) : undefined;
  }

  const openedBy = async (box: SecretBox): Promise<string[]> =>
    (await sealedTexts()).map((text) => box.open(text)).sort();

  beforeAll(() => Logger.overrideLogger(false));
  afterAll(() => Logger.overrideLogger(['log']));

  beforeEach(async () => {
    database = await TestDatabase.create();
    unitOfWork = await database.unitOfWork();
    settings = new InstanceSettings(unitOfWork);
    sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    await open(OLD);
    await addEndpoint(old, 'crm.example');
  });

  afterEach(async () => {
    await sql.end();
    await database.drop();
  });

  it('seals anew everything that is sealed', async () => {
    await addEndpoint(old, 'other.example');
    await addAnswers(old, 120); // more than fit into a batch
    const before = await openedBy(old);
    const box = await open(NEW, OLD);
    expect(before).toHaveLength(128);
    expect(await openedBy(fresh)).toEqual(before);
    expect(await fingerprint()).toBe(fresh.fingerprint);
    expect(fresh.open(box.seal('x'))).toBe('x');
  });

  it('knows every column that keeps a secret', async () => {
    const { rows } = await sql.query(
      `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
        WHERE table_schema = 'public' AND column_name ~ 'sealed|encrypted|cipher' ORDER BY 1`,
    );
    expect(rows.map(({ name }) => name as string)).toEqual([
      'idempotency_keys.body_sealed',
      'webhook_endpoints.auth_sealed',
      'webhook_endpoints.headers_sealed',
      'webhook_endpoints.previous_secret_sealed',
      'webhook_endpoints.secret_sealed',
    ]);
  });

  it('opens what a process with the old key still seals, and seals it anew at the next start', async () => {
    const box = await open(NEW, OLD);
    await addEndpoint(old, 'late.example');
    const late = old.seal('late');
    expect(box.open(late)).toBe('late');
    await open(NEW, OLD);
    expect(await openedBy(fresh)).toHaveLength(8);
    const texts = await sealedTexts();
    await open(NEW, OLD);
    expect(await sealedTexts()).toEqual(texts); // nothing is left to do
  });

  it('is done once when processes start together', async () => {
    const boxes = await Promise.all([open(NEW, OLD), open(NEW, OLD), open(NEW, OLD)]);
    expect(boxes).toHaveLength(3);
    expect(await openedBy(fresh)).toHaveLength(4);
  });

  it.each<[string, Buffer, Buffer | undefined]>([
    ['another key alone', NEW, undefined],
    ['a previous key that is not that of the database', NEW, OTHER],
    ['the right key as neither', OTHER, NEW],
  ])('stops at %s, and changes nothing', async (_, key, previous) => {
    const texts = await sealedTexts();
    await expect(open(key, previous)).rejects.toThrow(
      /^SECRETS_KEY is not the key this database was made with/,
    );
    expect(await sealedTexts()).toEqual(texts);
    expect(await fingerprint()).toBe(old.fingerprint);
  });

  it('stops at a secret that no key opens, names its place, and changes nothing', async () => {
    await addEndpoint(new AesSecretBox(OTHER), 'foreign.example');
    const texts = await sealedTexts();
    await expect(open(NEW, OLD)).rejects.toThrow(
      /^A secret in webhook_endpoints\.\w+_sealed can be opened neither/,
    );
    expect(await sealedTexts()).toEqual(texts);
    expect(await fingerprint()).toBe(old.fingerprint);
  });

  it('makes whoever starts with the old key meanwhile wait, and then stop', async () => {
    await sql.query('BEGIN');
    await sql.query('SELECT FROM webhook_endpoints FOR UPDATE');
    const rotation = open(NEW, OLD);
    await until('the rotation is stuck', () => waiting('UPDATE webhook_endpoints%'));
    let outcome: unknown;
    const late = open(OLD).then(
      () => (outcome = 'started'),
      (error: Error) => (outcome = error.message),
    );
    await until('it waits', async () => outcome ?? (await waiting('%pg_advisory_xact_lock%')));
    await sql.query('ROLLBACK');
    await rotation;
    await late;
    expect(outcome).toMatch(/^SECRETS_KEY is not the key/);
  });

  it('waits for whoever seals with the old key, and lets nobody do that afterwards', async () => {
    const stale = await open(OLD);
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    let isConfirmed = false;
    const sealing = unitOfWork.run(async () => {
      await stale.confirm();
      await addEndpoint(stale, 'late.example', (text, values) => unitOfWork.manager.query(text, values));
      isConfirmed = true;
      await finished;
    });
    await until('it has sealed', () => isConfirmed);
    let isChanged = false;
    const rotation = open(NEW, OLD).then(() => (isChanged = true));
    await until('the rotation waits', async () => isChanged || (await waiting('%pg_advisory_xact_lock%')));
    finish();
    await sealing;
    await rotation;
    expect(await openedBy(fresh)).toHaveLength(8);
    await expect(stale.confirm()).rejects.toMatchObject({ code: 'secrets_key_changed' });
    await expect((await open(NEW)).confirm()).resolves.toBeUndefined();
  });

  it('changes nothing when it is killed in the middle', async () => {
    await addAnswers(old, 120);
    const texts = await sealedTexts();
    await sql.query('BEGIN');
    await sql.query('SELECT FROM webhook_endpoints FOR UPDATE'); // the rotation gets stuck here
    const rotation = open(NEW, OLD).then(
      () => 'done',
      () => 'killed',
    );
    const [pid] = await until('it is stuck', () => waiting('UPDATE webhook_endpoints%'));
    await unitOfWork.manager.query(`SELECT pg_terminate_backend($1)`, [pid]);
    expect(await rotation).toBe('killed');
    await sql.query('ROLLBACK');
    expect(await sealedTexts()).toEqual(texts);
    expect(await fingerprint()).toBe(old.fingerprint);
    await open(NEW, OLD);
    expect(await openedBy(fresh)).toHaveLength(124);
  });
});
