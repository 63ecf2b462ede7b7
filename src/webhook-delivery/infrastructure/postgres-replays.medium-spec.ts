import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { outcomeOf } from '../../../test/support/outcome-of.js';
import { PostgresDeliveryHarness } from '../../../test/support/postgres-delivery-harness.js';
import { until } from '../../../test/support/until.js';
import type { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import type { ReplayScope, ReplayView } from '../application/replays.js';
import type { DeliveryWakeup } from './delivery-wakeup.js';
import { PostgresOutbox } from './postgres-outbox.js';
import { PostgresReplays } from './postgres-replays.js';
import { PostgresUnfinishedDeliveries } from './postgres-unfinished-deliveries.js';
import { SEQUENCE_EVENTS } from './sql/sequence-events.sql.js';
import { SqlWebhookLedgerQueries } from './sql-webhook-ledger.queries.js';

const LONG_AGO = new Date('2020-01-01T00:00:00Z');
const ALL = ['delivered', 'parked', 'superseded', 'cancelled'] as const;

describe('PostgresReplays', () => {
  let harness: PostgresDeliveryHarness;
  let endpointId: number;
  let replays: PostgresReplays;

  beforeAll(async () => {
    harness = await PostgresDeliveryHarness.open();
    replays = new PostgresReplays(harness.unitOfWork);
  });
  afterAll(() => harness.close());
  beforeEach(async () => {
    await harness.sql(
      `TRUNCATE webhook_deliveries, webhook_claims, webhook_parked_deliveries, webhook_delivery_history,
         webhook_attempts, webhook_extra_deliveries, outbox_events, outbox_unsequenced, outbox_positions, webhook_replays`,
    );
    endpointId = await harness.endpoint();
  });
  afterEach(async () => {
    const { balanced } = await new SqlWebhookLedgerQueries(harness.unitOfWork).read();
    expect(balanced).toBe(true);
  });

  /** Events, each of the next document, with a delivery of `endpointId` in this state; none if it has none. */
  const made = async (
    count: number,
    {
      state = 'delivered',
      at = new Date(),
      document = 0,
      revision = 1,
      to = endpointId,
      event = 'document.exported',
    } = {},
  ): Promise<string[]> => {
    const table =
      state === 'none'
        ? `SELECT 1`
        : state === 'parked'
          ? `INSERT INTO webhook_parked_deliveries (delivery_id, event_id, event, endpoint_id, document_id, revision,
               attempts, reason, created_at)
             SELECT next_uuid7(), event_id, event, $3, document_id, revision, 1, 'retries_exhausted', now() FROM made`
          : state === 'pending'
            ? `INSERT INTO webhook_deliveries (delivery_id, event_id, event, endpoint_id, document_id, revision)
               SELECT next_uuid7(), event_id, event, $3, document_id, revision FROM made`
            : `INSERT INTO webhook_delivery_history (delivery_id, event_id, event, endpoint_id, document_id, revision,
                 attempts, created_at, state)
               SELECT next_uuid7(), event_id, event, $3, document_id, revision, 1, now(), '${state}' FROM made`;
    const rows = await harness.sql<{ id: string }>(
      `WITH made AS (
         INSERT INTO outbox_events (event_id, event, document_id, revision, endpoint_ids, body)
         SELECT overlay(next_uuid7()::text PLACING left(first_uuid7_at($2)::text, 13) FROM 1 FOR 13)::uuid, $6,
                coalesce(nullif($4::integer, 0), number + (SELECT coalesce(max(document_id), 100) FROM outbox_events)), $5,
                ${state === 'none' ? `array_remove(ARRAY[$3::integer], $3)` : 'ARRAY[$3::integer]'}, '{}'
           FROM generate_series(1, $1::integer) AS number
         RETURNING *
       ), delivery AS (${table})
       SELECT event_id AS id FROM made ORDER BY event_id`,
      [count, at, to, document, revision, event],
    );
    return rows.map(({ id }) => id);
  };
  const start = (scope: Partial<ReplayScope> = {}): Promise<number> => {
    const whole = {
      ...{
        endpointId,
        since: LONG_AGO,
        until: new Date(Date.now() + 60_000),
        states: ALL,
        includeMissing: false,
      },
      ...scope,
    };
    return replays.count(whole).then((total) => harness.unitOfWork.run(() => replays.add(whole, total)));
  };
  const stepOver = (unitOfWork: TypeOrmUnitOfWork, events: number) =>
    unitOfWork.run(() => new PostgresReplays(unitOfWork).step(events));
  const finish = (id: number, events = 500): Promise<ReplayView> =>
    // One with missing events waits for all that runs on the server.
    until('the replay is done', async () => {
      while (await stepOver(harness.unitOfWork, events));
      const replay = await replays.get(id);
      return replay?.state === 'done' && replay;
    });
  /** An export that has read the list of endpoints, as its transaction does. */
  const append = (unitOfWork: TypeOrmUnitOfWork, eventId: string, document: number) =>
    new PostgresOutbox(unitOfWork, { wake: () => undefined } as unknown as DeliveryWakeup).append([
      {
        ...{ eventId, event: 'document.exported', documentId: document, revision: 1, body: '{}' },
        at: new Date(),
      },
    ]);
  const anId = async (): Promise<string> =>
    (await harness.sql<{ id: string }>(`SELECT next_uuid7() AS id`))[0]!.id;
  const queue = () =>
    harness.sql<{ event: string; resend: boolean }>(
      `SELECT event_id AS event, resend_of IS NOT NULL AS resend FROM webhook_deliveries
        WHERE endpoint_id = $1 ORDER BY due_at, delivery_id`,
      [endpointId],
    );
  const queued = async () => (await queue()).map(({ event }) => event);

  it('takes the events from since on, and not those of until', async () => {
    const [t0, t1, t2] = [1000, 2000, 3000].map((ms) => new Date(Date.now() - 60_000 + ms)) as [
      Date,
      Date,
      Date,
    ];
    await made(1, { at: new Date(t0.getTime() - 1) });
    const first = await made(1, { at: t0 });
    const second = await made(1, { at: t1 });
    await made(1, { at: t2 });
    const replay = await finish(await start({ since: t0, until: t2 }), 1);
    expect(replay).toMatchObject({ state: 'done', total: 2, done: 2, finishedAt: expect.any(Date) });
    expect(await queued()).toEqual([...first, ...second]);
  });

  it('also takes a since from before all ids', async () => {
    await made(1);
    expect(await finish(await start({ since: new Date('1901-01-01T00:00:00Z') }))).toMatchObject({ done: 1 });
  });

  it('resends what is finished, brings back what is parked, and leaves the rest alone', async () => {
    const copied = [];
    for (const state of ['delivered', 'superseded', 'cancelled']) copied.push(...(await made(1, { state })));
    const [parked] = await made(1, { state: 'parked' });
    const [pending] = await made(1, { state: 'pending' });
    await harness.sql(`UPDATE webhook_deliveries SET due_at = now() + interval '1 hour'`);
    expect(await finish(await start())).toMatchObject({ total: 4, done: 4 });
    const rows = await queue();
    expect(rows).toHaveLength(5);
    expect(rows).toEqual(
      expect.arrayContaining([
        ...copied.map((event) => ({ event, resend: true })),
        { event: parked, resend: false },
        { event: pending, resend: false },
      ]),
    );
    expect(rows.at(-1)).toEqual({ event: pending, resend: false });
    const claimed = await harness.queue.claim(100, 30, 'worker');
    expect(claimed.map(({ isResend }) => isResend)).toEqual([true, true, true, true]);
  });

  it.each(ALL)('takes only what is %s when that is asked for', async (state) => {
    for (const each of ALL) if (each !== state) await made(1, { state: each });
    const events = await made(1, { state });
    expect(await finish(await start({ states: [state] }))).toMatchObject({ total: 1, done: 1 });
    expect(await queued()).toEqual(events);
  });

  it('makes one new delivery of several, and none where one is unfinished', async () => {
    const [event] = await made(1);
    await finish(await start());
    const [claimed] = await harness.queue.claim(1, 30, 'worker');
    await harness.queue.settle([outcomeOf(claimed!, { kind: 'success' })], 'worker');
    await finish(await start());
    expect(await queued()).toEqual([event]);
    await finish(await start());
    expect(await queued()).toEqual([event]);
    harness.policy.retrySchedule = [];
    const [again] = await harness.queue.claim(1, 30, 'worker');
    await harness.queue.settle([outcomeOf(again!, { kind: 'message_fault' })], 'worker');
    expect(await finish(await start({ states: ['delivered'] }))).toMatchObject({ total: 1, done: 1 });
    expect(await queued()).toEqual([]); // it is parked, and parked was not asked for
  });

  it('takes nothing of another endpoint', async () => {
    await made(1, { to: await harness.endpoint() });
    expect(await finish(await start())).toMatchObject({ total: 0, done: 0, state: 'done' });
    expect(await queued()).toEqual([]);
  });

  it('delivers what is missing in the order of the revisions, and nothing else', async () => {
    const missing = [];
    for (const revision of [1, 2, 3])
      missing.push(...(await made(1, { state: 'none', document: 7, revision })));
    await made(1, { state: 'none', event: 'endpoint.open' });
    await made(1, { state: 'none', event: 'document.other' });
    await made(1, { state: 'pending' });
    await harness.sql(`UPDATE webhook_deliveries SET due_at = now() + interval '1 hour'`);
    expect(await finish(await start(), 1)).toMatchObject({ total: 0 });
    expect(await finish(await start({ includeMissing: true }), 2)).toMatchObject({ total: 3, done: 3 });
    const arrived: string[] = [];
    for (let batch = await harness.queue.claim(9, 30, 'w'); batch.length > 0;) {
      arrived.push(...batch.map(({ eventId }) => eventId));
      await harness.queue.settle(
        batch.map((delivery) => outcomeOf(delivery, { kind: 'success' })),
        'w',
      );
      batch = await harness.queue.claim(9, 30, 'w');
      expect(batch.length).toBeLessThanOrEqual(1); // one waits for the other
    }
    expect(arrived).toEqual(missing);
  });

  it.each([1, 500])('delivers what commits behind it, in steps of %d, and ends only then', async (events) => {
    const late = await anId();
    await made(3, { state: 'none' });
    const other = await harness.another();
    let id = 0;
    await other.unitOfWork.run(async () => {
      await append(other.unitOfWork, late, 999_999);
      endpointId = await harness.endpoint();
      id = await start({ includeMissing: true });
      while (await stepOver(harness.unitOfWork, events));
      expect(await replays.get(id)).toMatchObject({ state: 'running', done: 3 });
    });
    // It has no position yet.
    expect(await stepOver(harness.unitOfWork, events)).toBe(false);
    await harness.sql(SEQUENCE_EVENTS);
    expect(await finish(id, events)).toMatchObject({ total: 4, done: 4 });
    expect(await queued()).toContain(late);
    expect(new Set(await queued()).size).toBe(4);
  });

  it('waits for an export that has begun last of all that ran', async () => {
    const late = await anId();
    const other = await harness.another();
    let id = 0;
    await other.unitOfWork.run(async () => {
      await append(other.unitOfWork, late, 999_999);
      id = await start({ includeMissing: true });
      while (await stepOver(harness.unitOfWork, 500));
      expect(await replays.get(id)).toMatchObject({ state: 'running' });
    });
    await harness.sql(SEQUENCE_EVENTS);
    await finish(id);
  });

  it('copies what came while it ran once, though it meets it twice', async () => {
    const event = await anId();
    await harness.unitOfWork.run(() => append(harness.unitOfWork, event, 999_998));
    await harness.sql(
      `WITH arrived AS (DELETE FROM webhook_deliveries RETURNING *)
       INSERT INTO webhook_delivery_history (delivery_id, event_id, event, endpoint_id, document_id, revision, attempts,
              created_at, state)
       SELECT delivery_id, event_id, event, endpoint_id, document_id, revision, 1, now(), 'delivered' FROM arrived`,
    );
    const id = await start({ includeMissing: true });
    while (await stepOver(harness.unitOfWork, 500));
    const [claimed] = await harness.queue.claim(1, 30, 'worker');
    await harness.queue.settle([outcomeOf(claimed!, { kind: 'success' })], 'worker');
    await harness.sql(SEQUENCE_EVENTS);
    expect(await finish(id)).toMatchObject({ done: 1 });
    expect(await queued()).toEqual([]);
  });

  it('ends in a copy of the database whose transactions are counted from the beginning', async () => {
    const id = await start({ includeMissing: true });
    await harness.sql(`UPDATE webhook_replays SET horizon = '9000000000000000'`);
    expect(await finish(id)).toMatchObject({ state: 'done' });
  });

  it.each(['delivered', 'under way', 'tried', 'tried and parked', 'tried and cancelled'])(
    'supersedes a missing one whose successor is %s',
    async (how) => {
      const [missing] = await made(1, { state: 'none', document: 7, revision: 1 });
      const [, later] = /(delivered|parked|cancelled)$/.exec(how) ?? [];
      await made(1, { state: later ?? 'pending', document: 7, revision: 2 });
      if (how === 'under way') expect(await harness.queue.claim(1, 30, 'w')).toHaveLength(1);
      if (how === 'tried') await harness.sql(`UPDATE webhook_deliveries SET attempts = 1`);
      await finish(await start({ includeMissing: true, states: ['superseded'] }));
      expect(await queued()).not.toContain(missing);
      const history = `SELECT state, reason FROM webhook_delivery_history WHERE event_id = $1`;
      expect(await harness.sql(history, [missing])).toEqual([
        { state: 'superseded', reason: 'later_revision' },
      ]);
    },
  );

  it('keeps its endpoint from being claimed while it looks for successors', async () => {
    await made(1, { state: 'none', document: 7, revision: 1 });
    await made(1, { state: 'pending', document: 7, revision: 2 });
    await start({ includeMissing: true });
    const other = await harness.another();
    await harness.unitOfWork.run(async () => {
      await replays.step(500);
      expect(await other.queue.claim(9, 30, 'w')).toEqual([]);
    });
    expect(await other.queue.claim(9, 30, 'w')).toHaveLength(1);
  });

  it('repeats nothing of a step that was rolled back', async () => {
    await made(5);
    const id = await start();
    await stepOver(harness.unitOfWork, 2);
    const broken = harness.unitOfWork.run(async () => {
      await replays.step(2);
      throw new Error('killed');
    });
    await expect(broken).rejects.toThrow('killed');
    expect(await replays.get(id)).toMatchObject({ state: 'running', done: 2 });
    expect(await queued()).toHaveLength(2);
    expect(await finish(id, 2)).toMatchObject({ state: 'done', total: 5, done: 5 });
    expect(await queued()).toHaveLength(5);
  });

  it('is stepped by one worker at a time', async () => {
    await made(5);
    await start();
    const other = await harness.another();
    await harness.unitOfWork.run(async () => {
      expect(await replays.step(2)).toBe(true);
      expect(await stepOver(other.unitOfWork, 2)).toBe(false);
    });
    expect(await stepOver(other.unitOfWork, 2)).toBe(true);
  });

  it('takes 5,000 events in small steps by two workers, each once', async () => {
    await made(5000);
    const id = await start();
    const other = await harness.another();
    const work = async (unitOfWork: TypeOrmUnitOfWork) => {
      while ((await replays.get(id))?.state === 'running') await stepOver(unitOfWork, 100);
    };
    await Promise.all([work(harness.unitOfWork), work(other.unitOfWork)]);
    expect(await replays.get(id)).toMatchObject({ state: 'done', total: 5000, done: 5000 });
    expect(new Set(await queued()).size).toBe(5000);
    expect(await queued()).toHaveLength(5000);
  });

  it('takes back a copy whose event was being parked at that moment', async () => {
    const [event] = await made(1);
    await finish(await start());
    harness.policy.retrySchedule = [];
    const [claimed] = await harness.queue.claim(1, 30, 'worker');
    await start({ states: ['delivered'] });
    const other = await harness.another();
    let step: Promise<boolean> | undefined;
    await other.unitOfWork.run(async () => {
      await other.queue.settle([outcomeOf(claimed!, { kind: 'message_fault' })], 'worker');
      step = stepOver(harness.unitOfWork, 500);
      await until('the step waits', async () => {
        const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
        return (await other.unitOfWork.manager.query<unknown[]>(waiting)).length;
      });
    });
    await step;
    expect(await queued()).toEqual([]);
    expect(await harness.sql(`SELECT event_id AS event FROM webhook_parked_deliveries`)).toEqual([{ event }]);
  });

  it('makes nothing while it is paused, or its endpoint is disabled or gone', async () => {
    await made(2);
    const id = await start();
    await harness.unitOfWork.run(() => replays.set(id, 'paused'));
    expect(await stepOver(harness.unitOfWork, 1)).toBe(false);
    await harness.unitOfWork.run(() => replays.set(id, 'running'));
    await harness.sql(`UPDATE webhook_endpoints SET enabled = false WHERE id = $1`, [endpointId]);
    expect(await stepOver(harness.unitOfWork, 1)).toBe(false);
    await harness.sql(`UPDATE webhook_endpoints SET enabled = true WHERE id = $1`, [endpointId]);
    await harness.sql(`UPDATE webhook_endpoint_states SET gate = 'gone' WHERE endpoint_id = $1`, [
      endpointId,
    ]);
    expect(await stepOver(harness.unitOfWork, 1)).toBe(false);
    await harness.sql(`UPDATE webhook_endpoint_states SET gate = 'closed' WHERE endpoint_id = $1`, [
      endpointId,
    ]);
    expect(await finish(id)).toMatchObject({ state: 'done', done: 2 });
  });

  it('ends with its endpoint, after the step that is being taken', async () => {
    await made(2);
    const id = await start();
    const other = await harness.another();
    let deleted: Promise<void> | undefined;
    await harness.unitOfWork.run(async () => {
      await replays.step(1);
      deleted = other.unitOfWork.run(async () => {
        await new PostgresReplays(other.unitOfWork).cancelOf(endpointId);
        await new PostgresUnfinishedDeliveries(other.unitOfWork).cancel(endpointId, 'endpoint_deleted');
      });
    });
    await deleted;
    expect(await replays.get(id)).toMatchObject({
      state: 'cancelled',
      done: 1,
      finishedAt: expect.any(Date),
    });
    expect(await stepOver(harness.unitOfWork, 1)).toBe(false);
    expect(await queued()).toEqual([]);
  });
});
