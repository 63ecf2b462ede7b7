import { randomBytes, randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { TestDatabase } from '../../../test/support/test-database.js';
import { AesSecretBox } from '../../shared/database/aes-secret-box.js';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { CancelStragglers } from '../application/cancel-stragglers.js';
import { DeleteEndpoint } from '../application/delete-endpoint.js';
import { Endpoint, type EndpointSettings } from '../domain/endpoint.js';
import { PostgresReplays } from './postgres-replays.js';
import { PostgresUnfinishedDeliveries } from './postgres-unfinished-deliveries.js';
import { SqlEndpointQueries } from './sql-endpoint.queries.js';
import { SqlEndpointTargets } from './sql-endpoint-targets.js';
import { TypeOrmEndpointRepository } from './typeorm-endpoint.repository.js';
import { WebhookEndpointStateRow } from './webhook-endpoint-state.row.js';
import { WebhookEndpointRow } from './webhook-endpoint.row.js';
import { newWebhookSecret } from './webhook-signature.js';

const SECRETS = { token: 'very-secret-token', header: 'very-secret-header' };
const notFound = expect.objectContaining({ kind: 'not-found', code: 'endpoint_not_found' }) as Error;

describe('webhook endpoints in PostgreSQL', () => {
  let database: TestDatabase;
  let unitOfWork: TypeOrmUnitOfWork;
  let repository: TypeOrmEndpointRepository;
  let queries: SqlEndpointQueries;
  let targets: SqlEndpointTargets;
  let deleteEndpoint: DeleteEndpoint;

  beforeAll(async () => {
    database = await TestDatabase.create();
    unitOfWork = await database.unitOfWork([WebhookEndpointRow, WebhookEndpointStateRow]);
    const box = new AesSecretBox(randomBytes(32));
    repository = new TypeOrmEndpointRepository(unitOfWork, box);
    queries = new SqlEndpointQueries(unitOfWork);
    targets = new SqlEndpointTargets(unitOfWork, box);
    deleteEndpoint = new DeleteEndpoint(
      unitOfWork,
      repository,
      new PostgresUnfinishedDeliveries(unitOfWork),
      new PostgresReplays(unitOfWork),
    );
  });

  afterAll(() => database.drop());

  const settings = (more: Partial<EndpointSettings> = {}): EndpointSettings => ({
    url: 'https://crm.example/hook',
    events: ['document.exported', 'delivery.parked'],
    description: 'CRM',
    enabled: true,
    auth: { type: 'bearer', token: SECRETS.token },
    headers: { 'X-Tenant': SECRETS.header, 'X-B': '2' },
    maxInFlight: 7,
    ...more,
  });

  const add = (more: Partial<EndpointSettings> = {}, secret = newWebhookSecret()): Promise<number> =>
    unitOfWork.run(() => repository.add(Endpoint.create(settings(more), secret, new Date())));

  const change = (id: number, verb: (endpoint: Endpoint) => void): Promise<void> =>
    unitOfWork.run(async () => {
      const endpoint = await repository.get(id);
      verb(endpoint);
      await repository.save(id, endpoint);
    });

  const sql = <Row>(text: string, parameters: unknown[] = []): Promise<Row[]> =>
    unitOfWork.manager.query<Row[]>(text, parameters);

  async function enqueue(
    endpointId: number,
    more: { claimed?: boolean; createdAt?: string } = {},
  ): Promise<string> {
    const id = uuidv7();
    await sql(
      `INSERT INTO webhook_deliveries (delivery_id, event_id, event, endpoint_id, document_id, revision, attempts,
              claim_token, created_at)
       VALUES ($1, $2, 'document.exported', $3, $4, 1, 2, $5, $6)`,
      [
        ...[id, uuidv7(), endpointId, Math.floor(Math.random() * 2 ** 31)],
        more.claimed ? randomUUID() : null,
        more.createdAt ?? '2026-01-15T09:30:00.123Z',
      ],
    );
    return id;
  }

  async function park(endpointId: number): Promise<string> {
    const id = uuidv7();
    await sql(
      `INSERT INTO webhook_parked_deliveries (delivery_id, event_id, event, endpoint_id, document_id, revision,
              attempts, reason, created_at)
       VALUES ($1, $2, 'document.exported', $3, 1, 1, 15, 'retries_exhausted', now())`,
      [id, uuidv7(), endpointId],
    );
    return id;
  }

  it.each([
    ['waits', enqueue],
    ['is parked, for it was disabled', park],
  ])(
    'cancels what an export wrote for an endpoint that was deleted meanwhile, and which %s',
    async (_, write) => {
      const [deleted, kept] = [await add(), await add()];
      await deleteEndpoint.execute(deleted);
      const late = await write(deleted);
      const waiting = await enqueue(kept);
      const cancelStragglers = new CancelStragglers(unitOfWork, new PostgresUnfinishedDeliveries(unitOfWork));

      expect(await cancelStragglers.execute()).toBe(1);
      expect(
        await sql(`SELECT state, reason FROM webhook_delivery_history WHERE delivery_id = $1`, [late]),
      ).toEqual([{ state: 'cancelled', reason: 'endpoint_deleted' }]);
      expect(await sql(`SELECT 1 FROM webhook_deliveries WHERE delivery_id = $1`, [waiting])).toHaveLength(1);
      expect(await cancelStragglers.execute()).toBe(0);
    },
  );

  it('gives back what was kept, and keeps no secret readable', async () => {
    const secret = newWebhookSecret();
    const id = await add({}, secret);
    expect((await unitOfWork.run(() => repository.get(id))).snapshot()).toMatchObject({
      settings: settings(),
      secret,
      previousSecret: null,
    });
    await change(id, (endpoint) => endpoint.rotateSecret(newWebhookSecret(), 60, new Date()));
    const [row] = await sql<{ text: string }>(
      `SELECT row_to_json(endpoint)::text AS text FROM webhook_endpoints AS endpoint WHERE id = $1`,
      [id],
    );
    expect(row?.text).toContain('X-Tenant');
    for (const hidden of [SECRETS.token, SECRETS.header, secret, secret.slice(6), 'whsec_']) {
      expect(row?.text).not.toContain(hidden);
      expect(row?.text).not.toContain(Buffer.from(hidden).toString('base64url'));
    }
  });

  it('shows an endpoint without its secrets, newest first', async () => {
    const [first, second] = [await add(), await add({ auth: { type: 'header', name: 'X-Key', value: 'v' } })];
    expect(await queries.get(first)).toEqual({
      id: first,
      url: 'https://crm.example/hook',
      events: ['document.exported', 'delivery.parked'],
      description: 'CRM',
      enabled: true,
      authType: 'bearer',
      authName: null,
      headerNames: ['X-Tenant', 'X-B'],
      maxInFlight: 7,
      state: 'healthy',
      stateReason: null,
      consecutiveFailures: 0,
      nextProbeAt: null,
      backlog: 0,
      oldestPendingAt: null,
      createdAt: expect.any(Date),
      updatedAt: expect.any(Date),
    });
    expect((await queries.list(2)).map(({ id }) => id)).toEqual([second, first]);
    expect((await queries.list(1, second)).map(({ id }) => id)).toEqual([first]);
    expect(await queries.get(second)).toMatchObject({ authType: 'header', authName: 'X-Key' });
  });

  it('tells how it goes', async () => {
    const id = await add();
    await enqueue(id, { createdAt: '2026-01-15T09:30:00.456Z' });
    await enqueue(id, { claimed: true });
    await park(id);
    await sql(
      `UPDATE webhook_endpoint_states SET consecutive_failures = 3, last_failure = 'timeout: x' WHERE endpoint_id = $1`,
      [id],
    );
    expect(await queries.get(id)).toMatchObject({
      state: 'failing',
      stateReason: 'timeout: x',
      consecutiveFailures: 3,
      backlog: 2,
      oldestPendingAt: new Date('2026-01-15T09:30:00.123Z'),
    });
    await change(id, (endpoint) => endpoint.change({ enabled: false }, new Date()));
    expect(await queries.get(id)).toMatchObject({ state: 'disabled', stateReason: null });
  });

  it('cancels all that is unfinished with it, and nothing of another one', async () => {
    const [id, other] = [await add(), await add()];
    const unfinished = [await enqueue(id), await enqueue(id, { claimed: true }), await park(id)];
    const kept = await enqueue(other);
    await deleteEndpoint.execute(id);

    const history = await sql(
      `SELECT delivery_id, state, reason, attempts, finished_at IS NOT NULL AS finished
         FROM webhook_delivery_history WHERE endpoint_id = $1 ORDER BY delivery_id`,
      [id],
    );
    const cancelled = { state: 'cancelled', reason: 'endpoint_deleted', finished: true };
    expect(history).toEqual([
      { delivery_id: unfinished[0], attempts: 2, ...cancelled },
      { delivery_id: unfinished[1], attempts: 2, ...cancelled },
      { delivery_id: unfinished[2], attempts: 15, ...cancelled },
    ]);
    const left = `SELECT delivery_id AS id FROM webhook_deliveries WHERE endpoint_id = ANY($1)
                  UNION ALL SELECT delivery_id FROM webhook_parked_deliveries WHERE endpoint_id = ANY($1)`;
    expect(await sql(left, [[id, other]])).toEqual([{ id: kept }]);

    expect((await targets.load([id, other])).has(id)).toBe(false);
    await expect(queries.get(id)).rejects.toEqual(notFound);
    await expect(unitOfWork.run(() => repository.get(id))).rejects.toEqual(notFound);
    expect(await deleteEndpoint.execute(id)).toBe(false); // there is nothing left to do
    await expect(deleteEndpoint.execute(id + 1000)).rejects.toEqual(notFound);
    expect((await queries.list(200)).map((view) => view.id)).not.toContain(id);
    expect(await sql(`SELECT 1 FROM webhook_endpoints WHERE id = $1`, [id])).toHaveLength(1);
  });

  it('waits for nothing that is being parked at that moment, which is cancelled a little later', async () => {
    const id = await add();
    const delivery = await enqueue(id);
    const settling = (await database.open()).createQueryRunner();
    await settling.startTransaction();
    await settling.query(
      `WITH parked AS (DELETE FROM webhook_deliveries WHERE delivery_id = $1 RETURNING *)
       INSERT INTO webhook_parked_deliveries (delivery_id, event_id, event, endpoint_id, attempts, reason, created_at)
       SELECT delivery_id, event_id, event, endpoint_id, 15, 'retries_exhausted', created_at FROM parked`,
      [delivery],
    );
    await deleteEndpoint.execute(id); // waits for nobody: the next look finds what it has left
    await settling.commitTransaction();
    await settling.release();
    const cancelStragglers = new CancelStragglers(unitOfWork, new PostgresUnfinishedDeliveries(unitOfWork));
    expect(await cancelStragglers.execute()).toBe(1);
    expect(
      await sql(`SELECT state, reason FROM webhook_delivery_history WHERE delivery_id = $1`, [delivery]),
    ).toEqual([{ state: 'cancelled', reason: 'endpoint_deleted' }]);
    expect(await sql(`SELECT 1 FROM webhook_parked_deliveries WHERE endpoint_id = $1`, [id])).toEqual([]);
  });

  it('leaves everything as it was when cancelling fails', async () => {
    const id = await add();
    const failing = {
      cancel: () => Promise.reject(new Error('broken')),
    } as unknown as PostgresUnfinishedDeliveries;
    await expect(
      new DeleteEndpoint(unitOfWork, repository, failing, new PostgresReplays(unitOfWork)).execute(id),
    ).rejects.toThrow('broken');
    expect(await queries.get(id)).toMatchObject({ id });
  });

  it('adds the endpoint and its state together, or neither', async () => {
    const count = `SELECT count(*)::integer AS n FROM webhook_endpoints`;
    const before = await sql(count);
    await expect(
      unitOfWork.run(async () => {
        await repository.add(Endpoint.create(settings(), newWebhookSecret(), new Date()));
        throw new Error('later');
      }),
    ).rejects.toThrow('later');
    expect(await sql(count)).toEqual(before);
    await expect(repository.add(Endpoint.create(settings(), 'whsec_', new Date()))).rejects.toThrow(
      'No open unit of work',
    );
    const without = `SELECT id FROM webhook_endpoints LEFT JOIN webhook_endpoint_states ON endpoint_id = id
                      WHERE endpoint_id IS NULL`;
    expect(await sql(without)).toEqual([]);
  });

  it('loses no change of two that come at once', async () => {
    const id = await add({ headers: { 'X-A': '1' }, maxInFlight: 1 });
    await Promise.all([
      change(id, (endpoint) => endpoint.change({ maxInFlight: 9 }, new Date())),
      change(id, (endpoint) => endpoint.change({ headers: { 'x-a': '***', 'X-N': '2' } }, new Date())),
      change(id, (endpoint) => endpoint.change({ url: 'https://other.example/' }, new Date())),
    ]);
    const { settings: now } = (await unitOfWork.run(() => repository.get(id))).snapshot();
    expect(now).toMatchObject({
      maxInFlight: 9,
      url: 'https://other.example/',
      headers: { 'x-a': '1', 'X-N': '2' },
    });
  });

  it('loads targets for sending, and the same one as long as nothing changes', async () => {
    const secret = newWebhookSecret();
    const id = await add({ enabled: false }, secret);
    const load = async () => (await targets.load([id, 2 ** 31 - 1])).get(id);
    const target = await load();
    expect(target).toEqual({
      endpointId: id,
      url: 'https://crm.example/hook',
      auth: { type: 'bearer', token: SECRETS.token },
      headers: { 'X-Tenant': SECRETS.header, 'X-B': '2' },
      secrets: [secret],
    });
    expect(await load()).toBe(target);
    await sql(`UPDATE webhook_endpoints SET max_in_flight = 9 WHERE id = $1`, [id]);
    expect(await load()).toBe(target);

    const next = newWebhookSecret();
    await change(id, (endpoint) => endpoint.rotateSecret(next, 3600, new Date()));
    expect((await load())?.secrets).toEqual([next, secret]);
    await sql(`UPDATE webhook_endpoints SET previous_secret_expires_at = now() WHERE id = $1`, [id]);
    expect((await load())?.secrets).toEqual([next]);
    await change(id, (endpoint) =>
      endpoint.change({ url: 'https://moved.example/', auth: { type: 'none' } }, new Date()),
    );
    expect(await load()).toMatchObject({ url: 'https://moved.example/', auth: { type: 'none' } });
    expect((await targets.load([2 ** 31 - 1])).size).toBe(0);
  });
});
