import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { outcomeOf } from '../../../test/support/outcome-of.js';
import { PostgresDeliveryHarness } from '../../../test/support/postgres-delivery-harness.js';
import { until } from '../../../test/support/until.js';
import { Config } from '../../shared/config/config.js';
import type { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import type { AttemptResult } from '../domain/classify-answer.js';
import { DropExpiredDeliveries } from '../application/drop-expired-deliveries.js';
import { ResendDelivery } from '../application/resend-delivery.js';
import { PostgresDeliveryLedger } from './postgres-delivery-ledger.js';
import { PostgresExpiredPartitions } from './postgres-expired-partitions.js';
import { PostgresExpiredRows } from './postgres-expired-rows.js';
import { SqlEventQueries } from './sql-event.queries.js';
import { SEQUENCE_EVENTS } from './sql/sequence-events.sql.js';
import { SqlWebhookLedgerQueries } from './sql-webhook-ledger.queries.js';

const PARENTS = ['outbox_events', 'webhook_delivery_history', 'webhook_attempts', 'webhook_extra_deliveries'];
/** Days ago of which no week is ever made: what is of then lies in the default partitions. */
const NO_WEEK = 400;
/** The schedule is used up by then. */
const PARKED: AttemptResult = { kind: 'message_fault' };
const config = Config.read({ RETENTION_DAYS: '30' });

describe('DropExpiredDeliveries', () => {
  let harness: PostgresDeliveryHarness;
  let endpointId: number;
  beforeAll(async () => {
    harness = await PostgresDeliveryHarness.open();
  });
  afterAll(() => harness.close());
  beforeEach(async () => {
    await harness.sql(
      `TRUNCATE webhook_deliveries, webhook_parked_deliveries, webhook_ledger_totals, outbox_positions, webhook_replays,
                webhook_operator_actions, ${PARENTS.join(', ')}`,
    );
    endpointId = await harness.endpoint({ maxInFlight: 1000 });
    for (const days of [28, 60]) await makeWeek(days);
  });

  const drop = (unitOfWork: TypeOrmUnitOfWork = harness.unitOfWork): Promise<string[]> =>
    new DropExpiredDeliveries(
      unitOfWork,
      new PostgresExpiredPartitions(config, unitOfWork),
      new PostgresExpiredRows(config, unitOfWork),
    ).execute();
  const ledger = () => new SqlWebhookLedgerQueries(harness.unitOfWork).read();
  const item = async () => (await ledger()).items.find((each) => each.endpointId === endpointId);
  const resend = (id: string): Promise<string> =>
    new ResendDelivery(harness.unitOfWork, new PostgresDeliveryLedger(harness.unitOfWork), {
      wake: () => undefined,
    }).execute(id);

  /** The partitions of the week that many days ago, as they were made then. */
  async function makeWeek(days: number): Promise<void> {
    for (const parent of PARENTS) {
      await harness.sql(
        `DO $$
         DECLARE week timestamptz := date_trunc('week', now() - interval '${days} days', 'UTC');
         BEGIN
           EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF ${parent} FOR VALUES FROM (%L) TO (%L)',
             '${parent}_' || to_char(week AT TIME ZONE 'UTC', 'IYYY_"w"IW'), first_uuid7_at(week),
             first_uuid7_at(week + interval '1 week'));
         END $$`,
      );
    }
  }

  /** A delivery of that many days ago, with an event of then. */
  async function queue(days: number): Promise<string> {
    const [row] = await harness.sql<{ id: string }>(
      `WITH made AS MATERIALIZED (
         SELECT overlay(next_uuid7()::text PLACING left(old::text, 13) FROM 1 FOR 13)::uuid AS event_id,
                overlay(next_uuid7()::text PLACING left(old::text, 13) FROM 1 FOR 13)::uuid AS id
           FROM first_uuid7_at(now() - make_interval(days => $2)) AS old
       ), event AS (
         INSERT INTO outbox_events (event_id, event, endpoint_ids, body)
         SELECT event_id, 'document.exported', ARRAY[$1::integer], 'the body' FROM made
       )
       INSERT INTO webhook_deliveries (delivery_id, event_id, event, endpoint_id)
       SELECT id, event_id, 'document.exported', $1 FROM made RETURNING delivery_id AS id`,
      [endpointId, days],
    );
    return row!.id;
  }

  async function settle(...results: AttemptResult[]): Promise<void> {
    for (const result of results) {
      const claimed = await harness.queue.claim(1000, 30, 'worker');
      await harness.queue.settle(
        claimed.map((delivery) => outcomeOf(delivery, result)),
        'worker',
      );
    }
  }

  const kept = async (table: string): Promise<number> =>
    (await harness.sql<{ count: number }>(`SELECT count(*) AS count FROM ${table}`))[0]!.count;

  it('drops weeks that have expired, and none that is partly younger', async () => {
    const names = await drop();
    expect(names).toHaveLength(4);
    expect(new Set(names.map((name) => name.replace(/_\d{4}_w\d\d$/, '')))).toEqual(new Set(PARENTS));
    expect(await drop()).toEqual([]);
  });

  it('needs as many statements for a week of thousands as for one of a few', async () => {
    const statementsFor = async (count: number): Promise<number> => {
      await makeWeek(60);
      const idOfThen = `overlay(next_uuid7()::text PLACING left(first_uuid7_at(now() - interval '60 days')::text, 13)
                          FROM 1 FOR 13)::uuid`;
      await harness.sql(
        `WITH made AS (
           INSERT INTO outbox_events (event_id, event, endpoint_ids, body)
           SELECT ${idOfThen}, 'document.exported', ARRAY[$1::integer], '' FROM generate_series(1, $2)
           RETURNING event_id)
         INSERT INTO webhook_delivery_history (delivery_id, event_id, event, endpoint_id, attempts, created_at, state)
         SELECT ${idOfThen}, event_id, 'document.exported', $1, 1, now() - interval '60 days', 'delivered' FROM made`,
        [endpointId, count],
      );
      const queries = jest.spyOn(pg.Client.prototype, 'query');
      try {
        expect(await drop()).toHaveLength(4);
        return queries.mock.calls.length;
      } finally {
        queries.mockRestore();
      }
    };
    const few = await statementsFor(3);
    expect(few).toBeGreaterThan(10);
    expect(await statementsFor(5000)).toBe(few);
    expect(await kept('outbox_events')).toBe(0);
  });

  it('keeps the totals of what it drops, resends and events without endpoint too', async () => {
    await queue(60);
    const id = await queue(60);
    await queue(28);
    await settle({ kind: 'success' });
    const copy = await resend(id);
    await harness.sql(
      `UPDATE webhook_extra_deliveries SET delivery_id = first_uuid7_at(now() - interval '60 days') WHERE delivery_id = $1`,
      [copy],
    );
    await settle({ kind: 'success' });
    await harness.sql(
      `INSERT INTO outbox_events (event_id, event, endpoint_ids, body)
       VALUES (first_uuid7_at(now() - interval '60 days'), 'document.exported', '{}', '')`,
    );
    const before = await ledger();
    expect(await item()).toMatchObject({ accepted: 4, delivered: 4 });
    expect(await drop()).toHaveLength(4);
    expect([await kept('outbox_events'), await kept('webhook_extra_deliveries')]).toEqual([1, 0]);
    expect(await ledger()).toEqual(before);
    expect(before.balanced).toBe(true);
  });

  it('keeps event and attempts of what is parked, which can then be resent', async () => {
    await queue(60);
    await settle({ kind: 'success' });
    const id = await queue(60);
    harness.policy.retrySchedule = [0];
    await settle(PARKED, PARKED);
    const attempts = await harness.attempts(id);
    const before = await item();
    expect(await drop()).toHaveLength(4);
    expect(await kept('outbox_events')).toBe(1);
    expect(await harness.attempts(id)).toEqual(attempts);
    expect(await item()).toMatchObject({ ...before, oldestUnfinishedSeconds: expect.any(Number) });
    expect(await resend(id)).toBe(id);
    expect(await harness.queue.claim(1, 30, 'worker')).toMatchObject([{ deliveryId: id, body: 'the body' }]);
    expect(await ledger()).toMatchObject({ balanced: true });
  });

  it('keeps the event of what still waits, and of a new resend of an old event', async () => {
    const old = await queue(60);
    await settle({ kind: 'success' });
    const copy = await resend(old);
    const waiting = await queue(60);
    await drop();
    const claimed = await harness.queue.claim(10, 30, 'worker');
    expect(claimed.map(({ deliveryId }) => deliveryId).sort()).toEqual([copy, waiting].sort());
    expect(await item()).toMatchObject({ accepted: 3, delivered: 1, delivering: 2 });
  });

  it('drops and counts once when two processes are at it', async () => {
    await queue(60);
    await settle({ kind: 'success' });
    const other = await harness.another();
    const dropped = await Promise.all([drop(), drop(other.unitOfWork)]);
    await drop();
    expect(new Set(dropped.flat()).size).toBe(dropped.flat().length);
    expect(await item()).toMatchObject({ accepted: 1, delivered: 1 });
  });

  it('drops the others when one stays busy', async () => {
    await makeWeek(70);
    const [held] = await harness.sql<{ name: string }>(
      `SELECT min(inhrelid::regclass::text) AS name FROM pg_inherits
        WHERE inhparent = 'webhook_attempts'::regclass AND inhrelid <> 'webhook_attempts_default'::regclass`,
    );
    const other = await harness.another();
    await other.unitOfWork.run(async () => {
      await other.unitOfWork.manager.query(`LOCK TABLE ${held!.name} IN ROW EXCLUSIVE MODE`);
      await expect(drop()).rejects.toThrow('lock timeout');
    });
    expect(await drop()).toEqual([held!.name]);
  });

  it('neither deadlocks with another one nor stops deliveries that go on meanwhile', async () => {
    const others = [await harness.another(), await harness.another()];
    for (const old of Array.from({ length: 20 }, (_, week) => 60 + 7 * week)) {
      await makeWeek(old);
      for (const days of [old, 0, old, 0]) await queue(days);
      let isDropping = true;
      const deliver = async () => {
        while (isDropping) await settle({ kind: 'success' });
        await settle({ kind: 'success' });
      };
      // One that cannot have its lock in time gives way; anything else is a failure.
      const drops = others.map(({ unitOfWork }) =>
        drop(unitOfWork).catch((error: Error) => {
          expect(error.message).toContain('lock timeout');
        }),
      );
      await Promise.all([deliver(), deliver(), Promise.all(drops).finally(() => (isDropping = false))]);
    }
    expect(await ledger()).toMatchObject({ balanced: true });
    expect(await item()).toMatchObject({ accepted: 80, delivered: 80, pending: 0, delivering: 0 });
  });

  it('gives way to a transaction that holds the tables, and changes nothing then', async () => {
    await queue(60);
    await settle({ kind: 'success' });
    const other = await harness.another();
    await other.unitOfWork.run(async () => {
      await other.unitOfWork.manager.query(`SELECT 1 FROM outbox_events`);
      await expect(drop()).rejects.toThrow('lock timeout');
      expect(await item()).toMatchObject({ accepted: 1, delivered: 1 });
    });
    expect(await item()).toMatchObject({ accepted: 1, delivered: 1 });
    await drop();
    expect(await item()).toMatchObject({ accepted: 1, delivered: 1 });
    expect(await kept('outbox_events')).toBe(0);
  });

  it('leaves nothing in the feed that has a gap after it: a cursor in there has expired', async () => {
    await queue(60);
    await settle({ kind: 'success' });
    await queue(60);
    harness.policy.retrySchedule = [0];
    await settle(PARKED, PARKED);
    await queue(60);
    await settle({ kind: 'success' });
    await queue(28);
    await harness.sql(`INSERT INTO outbox_unsequenced SELECT event_id FROM outbox_events`);
    await harness.sql(SEQUENCE_EVENTS);
    const feed = new SqlEventQueries(harness.unitOfWork);
    const youngest = (await feed.list(0, 10)).at(-1)!.position;
    await drop();
    expect(await kept('outbox_events')).toBe(2);
    expect(await feed.oldestPosition()).toBe(youngest);
  });

  describe('where no week was made for it', () => {
    /** Finished so long ago as they look. */
    const age = () =>
      harness.sql(`UPDATE webhook_delivery_history SET finished_at = now() - interval '60 days'`);

    it('deletes what is finished, keeps what is not, and the totals', async () => {
      harness.policy.retrySchedule = [0];
      const id = await queue(NO_WEEK);
      await settle({ kind: 'endpoint_fault' }, { kind: 'success' });
      const copy = await resend(id);
      await settle({ kind: 'success' });
      await harness.sql(
        `UPDATE webhook_extra_deliveries SET delivery_id = first_uuid7_at(now() - interval '400 days') WHERE delivery_id = $1`,
        [copy],
      );
      await harness.sql(`UPDATE webhook_delivery_history SET delivery_id = $2 WHERE delivery_id = $1`, [
        copy,
        '01000000-0000-7000-8000-000000000000',
      ]);
      await age();
      await harness.sql(
        `INSERT INTO outbox_events (event_id, event, endpoint_ids, body)
         VALUES (first_uuid7_at(now() - interval '400 days'), 'document.exported', '{}', '')`,
      );
      const parked = await queue(NO_WEEK);
      await settle(PARKED, PARKED);
      const waiting = await queue(NO_WEEK);
      await queue(0);
      const before = await ledger();
      expect(before.balanced).toBe(true);

      const tables = await drop();
      for (const parent of PARENTS) expect(tables).toContain(`${parent}_default`);
      expect(await ledger()).toEqual({
        ...before,
        items: before.items.map((each) => ({
          ...each,
          oldestUnfinishedSeconds: each.oldestUnfinishedSeconds === null ? null : expect.any(Number),
        })),
      });
      expect([await kept('outbox_events'), await kept('webhook_delivery_history')]).toEqual([3, 0]);
      expect(await harness.attempts(id)).toEqual([]);
      expect(await harness.attempts(parked)).toHaveLength(2);
      expect(await resend(parked)).toBe(parked);
      const claimed = await harness.queue.claim(10, 30, 'worker');
      expect(claimed.map(({ deliveryId }) => deliveryId)).toEqual(expect.arrayContaining([parked, waiting]));
      expect(await drop()).toEqual([]);
    });

    it('deletes in the end what a drop has left there for a delivery', async () => {
      harness.policy.retrySchedule = [0];
      const id = await queue(60);
      await settle(PARKED, PARKED);
      await drop();
      expect(await kept('outbox_events_default')).toBe(1);
      await resend(id);
      await settle({ kind: 'success' });
      const before = await ledger();
      await drop();
      expect(await kept('outbox_events_default')).toBe(0);
      // What has just arrived is shown as long as everything else that has.
      expect([await kept('webhook_delivery_history'), await kept('webhook_attempts')]).toEqual([1, 2]);
      await age();
      await drop();
      expect([await kept('webhook_delivery_history'), await kept('webhook_attempts')]).toEqual([0, 0]);
      expect(await ledger()).toEqual(before);
      expect(before.balanced).toBe(true);
    });

    it('takes as many batches as it needs', async () => {
      await harness.sql(
        `INSERT INTO outbox_events (event_id, event, endpoint_ids, body)
         SELECT first_uuid7_at(now() - make_interval(days => ${NO_WEEK}, secs => number)), 'document.exported', '{}', ''
           FROM generate_series(1, 2100) AS number`,
      );
      const before = await ledger();
      await drop();
      expect(await kept('outbox_events')).toBe(0);
      expect(await ledger()).toEqual(before);
    });

    it('keeps the event of a resend that is being made', async () => {
      await drop(); // the weeks, which would wait for it, too
      const id = await queue(NO_WEEK);
      await settle({ kind: 'success' });
      const other = await harness.another();
      const deliveries = new PostgresDeliveryLedger(other.unitOfWork);
      const dropping = await other.unitOfWork.run(async () => {
        const entry = await deliveries.forChange(id);
        expect(await deliveries.canBeSent(entry!)).toMatchObject({ event: true });
        // It waits for this transaction, or has given up: whichever comes first.
        let isOver = false;
        const dropping = drop().catch((error: Error) => expect(error.message).toContain('lock timeout'));
        void dropping.then(() => (isOver = true));
        await until('it waits for the events', async () => {
          const waiting = await harness.sql(
            `SELECT FROM pg_locks WHERE NOT granted AND relation = 'outbox_events_default'::regclass`,
          );
          return isOver || waiting.length > 0;
        });
        expect(await deliveries.copy(id)).toEqual(expect.any(String));
        return { dropping };
      });
      await dropping.dropping;
      expect(await kept('outbox_events')).toBe(1);
      expect(await harness.queue.claim(10, 30, 'worker')).toMatchObject([{ body: 'the body' }]);
    });
  });

  it('deletes what operators did and replays that are over, not those that go on', async () => {
    await harness.sql(
      `INSERT INTO webhook_operator_actions (at, actor, action)
       SELECT now() - make_interval(days => days), 'operator', 'pause' FROM unnest(ARRAY[28, 60, 70]) AS days`,
    );
    await harness.sql(
      `INSERT INTO webhook_replays (endpoint_id, state, since, until, states, include_missing, reached, total,
              created_at, finished_at)
       SELECT $1, state, now(), now(), '{}', false, next_uuid7(), 0, now() - interval '60 days',
              now() - make_interval(days => days)
         FROM (VALUES ('done', 60), ('cancelled', 60), ('done', 28), ('running', NULL), ('paused', NULL))
           AS replay (state, days)`,
      [endpointId],
    );
    expect(await drop()).toEqual(expect.arrayContaining(['webhook_operator_actions', 'webhook_replays']));
    expect(await kept('webhook_operator_actions')).toBe(1);
    const replays = await harness.sql<{ state: string }>(`SELECT state FROM webhook_replays ORDER BY state`);
    expect(replays.map(({ state }) => state)).toEqual(['done', 'paused', 'running']);
  });
});
