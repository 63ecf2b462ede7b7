import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { outcomeOf } from '../../../test/support/outcome-of.js';
import { PostgresDeliveryHarness } from '../../../test/support/postgres-delivery-harness.js';
import { until } from '../../../test/support/until.js';
import type { ClaimedDelivery, Settlement } from '../application/delivery-queue.js';
import { SettlementBuffer } from '../application/settlement-buffer.js';
import { UnstorableSettlement } from '../application/unstorable-settlement.js';
import { CLAIM_DELIVERIES } from './sql/claim-deliveries.sql.js';
import { LOCK_ENDPOINTS } from './sql/lock-endpoints.sql.js';

const DELIVERED = { kind: 'delivered' };

describe('PostgresDeliveryQueue', () => {
  let harness: PostgresDeliveryHarness;
  beforeAll(async () => {
    harness = await PostgresDeliveryHarness.open();
  });
  afterAll(() => harness.close());
  beforeEach(async () => {
    await harness.clear();
    await harness.sql(`UPDATE webhook_endpoints SET enabled = false`);
  });

  const idOf = (delivery: ClaimedDelivery): string => delivery.deliveryId;
  const claim = (limit = 100) => harness.queue.claim(limit, 30, 'worker');
  const settleAll = (claimed: readonly ClaimedDelivery[]) =>
    harness.queue.settle(
      claimed.map((delivery) => outcomeOf(delivery, { kind: 'success' })),
      'worker',
    );

  describe('with several workers at once', () => {
    it('gives every delivery to exactly one of them', async () => {
      const endpoints = await Promise.all(
        Array.from({ length: 10 }, () => harness.endpoint({ maxInFlight: 1000 })),
      );
      const queued = await harness.enqueue(
        Array.from({ length: 300 }, (_, index) => ({ endpointId: endpoints[index % 10]! })),
      );
      const claimed: string[] = [];
      await Promise.all(
        Array.from({ length: 5 }, async () => {
          // A claim that finds all endpoints taken by the others at this moment comes back empty.
          while (claimed.length < queued.length) claimed.push(...(await claim(20)).map(idOf));
        }),
      );
      expect(claimed.sort()).toEqual(queued.sort());
    });

    it.each([1, 3])('never has more than max_in_flight %i requests out', async (maxInFlight) => {
      const endpointId = await harness.endpoint({ maxInFlight });
      const queued = await harness.enqueue(Array.from({ length: 40 }, () => ({ endpointId })));
      let out = 0;
      let most = 0;
      let delivered = 0;
      await Promise.all(
        Array.from({ length: 6 }, async () => {
          while (delivered < queued.length) {
            const claimed = await claim();
            most = Math.max(most, (out += claimed.length));
            await new Promise(setImmediate);
            out -= claimed.length;
            if (claimed.length > 0) delivered += (await settleAll(claimed)).size;
          }
        }),
      );
      expect(most).toBe(maxInFlight);
    });

    it('leaves an endpoint alone while another worker’s claim is not yet committed', async () => {
      const endpointId = await harness.endpoint({ maxInFlight: 2 });
      await harness.enqueue(Array.from({ length: 4 }, () => ({ endpointId })));
      const elsewhere = await harness.endpoint();
      const other = await harness.another();
      await other.unitOfWork.run(async () => {
        expect(await other.queue.claim(100, 30, 'other')).toHaveLength(2);
        const [id] = await harness.enqueue([{ endpointId: elsewhere }]);
        expect((await claim()).map(idOf)).toEqual([id]);
      });
      expect(await claim()).toEqual([]);
    });

    it('takes every expired lease over once', async () => {
      const endpointId = await harness.endpoint({ maxInFlight: 100 });
      await harness.enqueue(Array.from({ length: 50 }, () => ({ endpointId })));
      await harness.expire(await claim());
      const recovered = await Promise.all(Array.from({ length: 5 }, () => harness.queue.recoverExpired(30)));
      expect(recovered.reduce((sum, count) => sum + count)).toBe(50);
      expect(await claim()).toHaveLength(50);
    });
  });

  describe('with a large backlog', () => {
    /** What a statement touches, in blocks of 8 KiB, without keeping its changes. */
    const buffersOf = async (text: string, values: unknown[]): Promise<number> => {
      const rollback = new Error('rolled back on purpose');
      let buffers = 0;
      const run = harness.unitOfWork.run(async () => {
        const [row] = await harness.sql<{
          'QUERY PLAN': [{ Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number } }];
        }>(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`, values);
        const { Plan } = row!['QUERY PLAN'][0];
        buffers = Plan['Shared Hit Blocks'] + Plan['Shared Read Blocks'];
        throw rollback;
      });
      await expect(run).rejects.toBe(rollback);
      return buffers;
    };
    const claimBuffers = async (endpointIds: number[]): Promise<number> =>
      (await buffersOf(LOCK_ENDPOINTS, [100, 'worker', [], [], [], []])) +
      (await buffersOf(CLAIM_DELIVERIES, [
        ...[endpointIds, 50, 100, 30, crypto.randomUUID(), 'worker'],
        ...[endpointIds.map(() => 0), endpointIds.map(() => '-infinity')],
        endpointIds.map(() => '00000000-0000-0000-0000-000000000000'),
      ]));

    it('serves the others in the same claim', async () => {
      const busy = await harness.endpoint({ maxInFlight: 1000 });
      await harness.fill(busy, 20_000, '-1 hour');
      const quiet = await harness.endpoint();
      const queued = await harness.enqueue([{ endpointId: quiet }, { endpointId: quiet }]);
      const claimed = await claim(50);
      expect(claimed.map(idOf)).toEqual(expect.arrayContaining(queued));
      expect(claimed).toHaveLength(27);
    });

    const inFlight = (): Promise<unknown> =>
      harness.sql(`UPDATE webhook_deliveries SET claim_token = gen_random_uuid()`);

    it.each<[string, (endpointId: number) => Promise<unknown>]>([
      ['an empty queue', async () => undefined],
      ['a queue of one', (endpointId) => harness.fill(endpointId, 1, '-1 hour')],
      ['a queue that was due', (endpointId) => harness.fill(endpointId, 3000, '-1 hour')],
      ['a queue that waited', (endpointId) => harness.fill(endpointId, 3000, '1 hour')],
      ['a queue in flight', (endpointId) => harness.fill(endpointId, 3000, '-1 hour').then(inFlight)],
    ])('does not read what waits for a later time, with statistics of %s', async (_, before) => {
      const analyse = (): Promise<unknown> =>
        harness.sql(`ANALYZE webhook_deliveries, webhook_endpoints, webhook_endpoint_states, outbox_events`);
      await harness.sql('TRUNCATE webhook_deliveries');
      await before(await harness.endpoint());
      await analyse();
      await harness.sql('TRUNCATE webhook_deliveries');
      const waiting = await harness.endpoint();
      await harness.fill(waiting, 200_000, '1 hour');
      const quiet = await harness.endpoint();
      await harness.enqueue([{ endpointId: quiet }]);
      expect(await claimBuffers([waiting, quiet])).toBeLessThan(1000);
      await analyse();
      expect(await claimBuffers([waiting, quiet])).toBeLessThan(1000);
      expect(await claim()).toHaveLength(1);
    });
  });

  describe('the claims', () => {
    const claims = () =>
      harness.sql<{ worker: string; open: number }>(`SELECT worker, open FROM webhook_claims ORDER BY open`);
    const some = async (count: number) => {
      const endpointId = await harness.endpoint({ maxInFlight: 100 });
      await harness.enqueue(Array.from({ length: count }, () => ({ endpointId })));
      return claim();
    };

    it('tell how many of their deliveries are still open, and go with the last one', async () => {
      const claimed = await some(6);
      expect(await claims()).toEqual([{ worker: 'worker', open: 6 }]);
      await settleAll(claimed.slice(0, 2));
      expect(await claims()).toEqual([{ worker: 'worker', open: 4 }]);
      await harness.queue.settle([outcomeOf(claimed[2]!, { kind: 'message_fault' })], 'worker');
      await harness.queue.release(claimed.slice(3, 4));
      expect(await claims()).toEqual([{ worker: 'worker', open: 2 }]);
      await harness.expire(claimed);
      expect(await harness.queue.recoverExpired(30)).toBe(2);
      expect(await claims()).toEqual([]);
    });

    it('are right when two halves are settled at the same moment', async () => {
      const claimed = await some(4);
      const other = await harness.another();
      let late: Promise<unknown> = Promise.resolve();
      await other.unitOfWork.run(async () => {
        await other.queue.settle(
          claimed.slice(0, 2).map((each) => outcomeOf(each, { kind: 'success' })),
          'worker',
        );
        late = settleAll(claimed.slice(2));
        await until('the second settle waits for the first', async () => {
          const waiting = await other.unitOfWork.manager.query<unknown[]>(
            `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
          );
          return waiting.length > 0;
        });
      });
      await late;
      expect(await claims()).toEqual([]);
    });

    it('do not keep the places of a lost worker', async () => {
      await harness.expire(await some(100));
      const [{ endpointId } = { endpointId: 0 }] = await harness.sql<{ endpointId: number }>(
        `SELECT endpoint_id AS "endpointId" FROM webhook_claims`,
      );
      const [id] = await harness.enqueue([{ endpointId }]);
      expect((await claim()).map(idOf)).toEqual([id]);
    });
  });

  describe('the mark below which nothing is searched', () => {
    it.each([
      ['due one after the other', "due_at + random() * interval '1 minute'"],
      ['all due at one moment', 'due_at'],
    ])('spares a claim what is gone and kept by somebody’s snapshot: %s', async (_, dueAt) => {
      const endpointId = await harness.endpoint();
      await harness.fill(endpointId, 20_000, '-1 hour');
      await harness.sql(`UPDATE webhook_deliveries SET due_at = ${dueAt}`);
      const [last] = await harness.sql<{ at: string }>(
        `SELECT max(due_at)::text AS at FROM webhook_deliveries`,
      );
      const enqueueLast = async (): Promise<void> => {
        const ids = await harness.enqueue([{ endpointId }]);
        await harness.sql(`UPDATE webhook_deliveries SET due_at = $1 WHERE delivery_id = ANY ($2)`, [
          last!.at,
          ids,
        ]);
      };
      const snapshot = new pg.Client({ connectionString: harness.database.url });
      await snapshot.connect();
      try {
        await snapshot.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
        await snapshot.query('SELECT 1 FROM webhook_deliveries LIMIT 1');
        await harness.sql(`DELETE FROM webhook_deliveries`);
        await enqueueLast();
        const { unitOfWork, queue } = await harness.another();
        const blocks = async (): Promise<number> => {
          const [row] = await unitOfWork.manager.query<{ count: number }[]>(
            `SELECT pg_stat_get_xact_blocks_fetched('webhook_deliveries'::regclass)
                    + pg_stat_get_xact_blocks_fetched('ix_webhook_deliveries_due'::regclass) AS count`,
          );
          return Number(row!.count);
        };
        /** How often a claim goes to a block of the table, or of the index by due time. */
        const blocksOfClaim = (): Promise<number> =>
          unitOfWork.run(async () => {
            const before = await blocks();
            expect(await queue.claim(10, 30, 'worker')).toHaveLength(1);
            return (await blocks()) - before;
          });
        expect(await blocksOfClaim()).toBeGreaterThan(2000);
        await enqueueLast();
        expect(await blocksOfClaim()).toBeLessThan(100);
      } finally {
        await snapshot.end();
      }
    });

    it('hides what becomes due below it for about a second, and no longer', async () => {
      const endpointId = await harness.endpoint();
      await harness.enqueue([{ endpointId, dueInMs: -10_000 }]);
      const { queue } = await harness.another();
      expect(await queue.claim(10, 30, 'worker')).toHaveLength(1);
      const [late] = await harness.enqueue([{ endpointId, dueInMs: -60_000 }]);
      expect(await queue.claim(10, 30, 'worker')).toEqual([]);
      const real = performance.now.bind(performance);
      const clock = jest.spyOn(performance, 'now').mockImplementation(() => real() + 5000);
      expect((await queue.claim(10, 30, 'worker')).map(idOf)).toEqual([late]);
      clock.mockRestore();
    });

    it('does not hide what was given back', async () => {
      const endpointId = await harness.endpoint();
      const [first] = await harness.enqueue([
        { endpointId, dueInMs: -10_000 },
        { endpointId, dueInMs: -9000 },
      ]);
      const { queue } = await harness.another();
      const claimed = await queue.claim(1, 30, 'worker');
      await queue.claim(1, 30, 'worker');
      await queue.release(claimed);
      expect((await queue.claim(1, 30, 'worker')).map(idOf)).toEqual([first]);
    });
  });

  it('cuts another endpoint short each time, when the shares do not fit into the limit', async () => {
    const endpoints = [await harness.endpoint(), await harness.endpoint(), await harness.endpoint()];
    await harness.enqueue(endpoints.flatMap((endpointId) => [{ endpointId }, { endpointId }]));
    const missed = new Set<number>();
    for (let round = 0; round < 60 && missed.size < 3; round++) {
      const claimed = await claim(4);
      expect(claimed).toHaveLength(4);
      for (const id of endpoints) if (!claimed.some(({ endpointId }) => endpointId === id)) missed.add(id);
      await harness.queue.release(claimed);
    }
    expect([...missed].sort()).toEqual(endpoints.sort());
  });

  it.each([
    ['odd refs', '{"external_refs":{ "b":1e2,"a":1.0,"a":"\\u00e9\\/","n":123456789012345678901234567890 }}'],
    ['characters of every length', '{"notes":"ä€😀\u2028\\u0000\ufeff"}'],
    ['a megabyte', `{"notes":"${'0123456789abcdé'.repeat(65_536)}"}`],
  ])('hands out the stored body as it is: %s', async (_, body) => {
    const endpointId = await harness.endpoint();
    await harness.enqueue([{ endpointId, body }]);
    const [claimed] = await claim();
    expect(claimed?.body === body).toBe(true);
  });

  describe('writes', () => {
    const rowsOf = (table: string, id: string) =>
      harness.sql(`SELECT * FROM ${table} WHERE delivery_id = $1`, [id]);
    const everything = async (id: string) => ({
      queued: await rowsOf('webhook_deliveries', id),
      parked: await rowsOf('webhook_parked_deliveries', id),
      history: await rowsOf('webhook_delivery_history', id),
      attempts: await rowsOf('webhook_attempts', id),
    });
    const claimOne = async (): Promise<ClaimedDelivery> => {
      const endpointId = await harness.endpoint();
      await harness.enqueue([{ endpointId, documentId: 77, revision: 4 }]);
      const [delivery] = await claim();
      await harness.sql(`UPDATE webhook_endpoints SET enabled = false WHERE id = $1`, [endpointId]);
      return delivery!;
    };
    const startedAt = new Date('2026-01-15T09:30:00.123Z');
    const told = { startedAt, durationMs: 41.6, statusCode: 202, responseExcerpt: 'ok "quoted" \\ {x},NULL' };

    it('one row of history for a delivery, its last attempt included', async () => {
      const delivery = await claimOne();
      await harness.queue.settle([outcomeOf(delivery, { kind: 'success' }, told)], 'worker');
      const rows = await everything(delivery.deliveryId);
      expect(rows).toMatchObject({ queued: [], parked: [], attempts: [] });
      expect(rows.history).toEqual([
        {
          delivery_id: delivery.deliveryId,
          event_id: delivery.eventId,
          event: 'document.exported',
          endpoint_id: delivery.endpointId,
          document_id: 77,
          revision: 4,
          state: 'delivered',
          reason: null,
          attempts: 1,
          resend_of: null,
          created_at: expect.any(Date),
          finished_at: expect.any(Date),
          started_at: startedAt,
          duration_ms: 42,
          status_code: 202,
          response_excerpt: told.responseExcerpt,
          worker: 'worker',
        },
      ]);
    });

    it('a later time and an attempt for a retry', async () => {
      const delivery = await claimOne();
      const result = { kind: 'endpoint_fault' } as const;
      await harness.queue.settle(
        [outcomeOf(delivery, result, { ...told, error: 'http: no', statusCode: 503 })],
        'worker',
      );
      const rows = await everything(delivery.deliveryId);
      expect(rows).toMatchObject({ parked: [], history: [] });
      expect(rows.queued).toMatchObject([{ claim_token: null, attempts: 1, failures: 1 }]);
      expect(rows.attempts).toEqual([
        {
          delivery_id: delivery.deliveryId,
          attempt: 1,
          started_at: startedAt,
          duration_ms: 42,
          status_code: 503,
          error: 'http: no',
          response_excerpt: told.responseExcerpt,
          worker: 'worker',
        },
      ]);
    });

    it('a parked row and an attempt for what is parked', async () => {
      const delivery = await claimOne();
      harness.policy.retrySchedule = [];
      await harness.queue.settle([outcomeOf(delivery, { kind: 'message_fault' }, told)], 'worker');
      harness.policy.retrySchedule = [60_000];
      const rows = await everything(delivery.deliveryId);
      expect(rows).toMatchObject({ queued: [], history: [] });
      expect(rows.parked).toMatchObject([
        {
          event_id: delivery.eventId,
          document_id: 77,
          revision: 4,
          attempts: 1,
          reason: 'retries_exhausted',
        },
      ]);
      expect(rows.attempts).toMatchObject([{ attempt: 1, status_code: 202 }]);
    });

    it('nothing about an endpoint that was healthy and is', async () => {
      const delivery = await claimOne();
      const state = () =>
        harness.sql(`SELECT xmin, ctid, xmax FROM webhook_endpoint_states WHERE endpoint_id = $1`, [
          delivery.endpointId,
        ]);
      const [before] = await state();
      await settleAll([delivery]);
      expect(await state()).toEqual([before]);
    });

    it('the failures of an endpoint in the order of the batch', async () => {
      const endpointId = await harness.endpoint();
      await harness.enqueue(Array.from({ length: 4 }, () => ({ endpointId })));
      const claimed = await claim();
      const fault = { kind: 'endpoint_fault' } as const;
      const results = [fault, { kind: 'success' } as const, fault, fault];
      await harness.queue.settle(
        claimed.map((delivery, index) => outcomeOf(delivery, results[index]!)),
        'worker',
      );
      expect(await harness.consecutiveFailures(endpointId)).toBe(2);
    });

    it('all of a batch or nothing', async () => {
      const [good, bad] = [await claimOne(), await claimOne()];
      const before = await everything(good.deliveryId);
      const settling = harness.queue.settle(
        [
          outcomeOf(good, { kind: 'success' }),
          outcomeOf(bad, { kind: 'success' }, { responseExcerpt: 'a\u0000b' }),
        ],
        'worker',
      );
      await expect(settling).rejects.toThrow(UnstorableSettlement);
      expect(await everything(good.deliveryId)).toEqual(before);
    });
  });

  describe('behind the settlement buffer', () => {
    const troubles: unknown[] = [];
    const buffer = () => {
      troubles.length = 0;
      return new SettlementBuffer(harness.queue, 'worker', 500, async (error) => {
        troubles.push(error);
        await new Promise((resolve) => setTimeout(resolve, 20));
      });
    };
    const claimSome = async (count: number): Promise<ClaimedDelivery[]> => {
      const endpointId = await harness.endpoint();
      await harness.enqueue(Array.from({ length: count }, () => ({ endpointId })));
      return claim();
    };

    it('settles a row that cannot be stored alone, without its texts, and the others whole', async () => {
      const claimed = await claimSome(4);
      const settlements = claimed.map((delivery, index): Settlement =>
        index === 2
          ? outcomeOf(
              delivery,
              { kind: 'endpoint_fault' },
              { error: 'http: \u0000', responseExcerpt: '\u0000' },
            )
          : outcomeOf(delivery, { kind: 'success' }),
      );
      const outcomes = buffer();
      expect(await Promise.all(settlements.map((each) => outcomes.add(each)))).toMatchObject([
        { kind: 'delivered' },
        { kind: 'delivered' },
        { kind: 'retry' },
        { kind: 'delivered' },
      ]);
      const logs = await Promise.all(claimed.map(({ deliveryId }) => harness.attempts(deliveryId)));
      expect(logs).toMatchObject([
        [{ attempt: 1, responseExcerpt: 'ok' }],
        [{ attempt: 1, responseExcerpt: 'ok' }],
        [{ attempt: 1, responseExcerpt: null, error: 'unreadable', statusCode: 500 }],
        [{ attempt: 1, responseExcerpt: 'ok' }],
      ]);
      expect(troubles).toHaveLength(2);
    });

    it('keeps outcomes, texts included, while the database is away', async () => {
      const claimed = await claimSome(3);
      const blocker = new pg.Client({ connectionString: harness.database.url });
      await blocker.connect();
      await blocker.query('BEGIN');
      await blocker.query('LOCK TABLE webhook_deliveries');
      const outcomes = buffer();
      const settled = claimed.map((delivery) => outcomes.add(outcomeOf(delivery, { kind: 'success' })));
      for (const failures of [1, 2]) {
        await until('the connection that settles is ended', async () => {
          const { rowCount } = await blocker.query(
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
              WHERE datname = current_database() AND wait_event_type = 'Lock'`,
          );
          return rowCount;
        });
        await until('the buffer has noticed', () => troubles.length >= failures);
      }
      await blocker.query('ROLLBACK');
      await blocker.end();
      expect(await Promise.all(settled)).toEqual([DELIVERED, DELIVERED, DELIVERED]);
      for (const { deliveryId } of claimed) {
        expect(await harness.attempts(deliveryId)).toMatchObject([{ attempt: 1, responseExcerpt: 'ok' }]);
      }
    });

    const FAULT = { kind: 'endpoint_fault' } as const;
    const SUCCESS = { kind: 'success' } as const;
    /** Holds the state of an endpoint for as long as `work` takes. */
    const withLockedState = async (endpointId: number, work: () => Promise<unknown>): Promise<void> => {
      const blocker = new pg.Client({ connectionString: harness.database.url });
      await blocker.connect();
      try {
        await blocker.query('BEGIN');
        await blocker.query(`SELECT FROM webhook_endpoint_states WHERE endpoint_id = $1 FOR UPDATE`, [
          endpointId,
        ]);
        await work();
      } finally {
        await blocker.end();
      }
    };
    const somebodyWaits = () =>
      until('somebody waits for the lock', async () => {
        const waiting = await harness.sql(
          `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        return waiting.length > 0;
      });

    it('lets the outcomes of an endpoint whose state is locked wait alone', async () => {
      const claimed = [];
      for (let count = 0; count < 4; count++) claimed.push((await claimSome(1))[0]!);
      const [locked, failing, healthy, later] = claimed as [
        ClaimedDelivery,
        ClaimedDelivery,
        ClaimedDelivery,
        ClaimedDelivery,
      ];
      const outcomes = buffer();
      const settled = new Set<ClaimedDelivery>();
      const all: Promise<unknown>[] = [];
      const add = (delivery: ClaimedDelivery, result: typeof FAULT | typeof SUCCESS): void => {
        all.push(outcomes.add(outcomeOf(delivery, result)).then(() => settled.add(delivery)));
      };
      await withLockedState(locked.endpointId, async () => {
        add(locked, FAULT);
        add(failing, FAULT);
        add(healthy, SUCCESS);
        await until('what needs no state is settled', () => settled.has(healthy), 4); // before any lock_timeout
        await until('so is what failed elsewhere', () => settled.has(failing));
        await somebodyWaits();
        add(later, FAULT);
        await until('what fails from then on waits for nothing', () => settled.has(later), 4);
        expect(settled.has(locked)).toBe(false);
      });
      await Promise.all(all);
      expect(await harness.consecutiveFailures(locked.endpointId)).toBe(1);
      expect(await harness.attempts(locked.deliveryId)).toHaveLength(1);
    });

    it('judges the outcomes of an endpoint in the order in which they came, though one waits for its state', async () => {
      const [first, second] = await claimSome(2);
      const outcomes = buffer();
      const all: Promise<unknown>[] = [];
      await withLockedState(first!.endpointId, async () => {
        all.push(outcomes.add(outcomeOf(first!, FAULT)));
        await somebodyWaits();
        all.push(outcomes.add(outcomeOf(second!, SUCCESS)));
        await new Promise((resolve) => setTimeout(resolve, 200)); // it could be settled by now
      });
      expect(await Promise.all(all)).toMatchObject([{ kind: 'retry' }, DELIVERED]);
      expect(await harness.consecutiveFailures(first!.endpointId)).toBe(0);
    });

    it('keeps a row that the database refuses, and settles the others meanwhile', async () => {
      const [good, bad, other] = await claimSome(3);
      await harness.sql(`
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$`);
      await harness.sql(`
        CREATE TRIGGER refuse BEFORE DELETE ON webhook_deliveries FOR EACH ROW
        WHEN (OLD.delivery_id = '${bad!.deliveryId}') EXECUTE FUNCTION refuse()`);
      const outcomes = buffer();
      let isRefused = true;
      const refused = outcomes.add(outcomeOf(bad!, SUCCESS)).finally(() => (isRefused = false));
      try {
        const others = [good!, other!].map((each) => outcomes.add(outcomeOf(each, SUCCESS)));
        let settled = false;
        void Promise.all(others).then(() => (settled = true));
        await until('the others are settled', () => settled);
        await until('it was tried again', () => troubles.length > 0);
        expect(isRefused).toBe(true);
      } finally {
        await harness.sql(`DROP FUNCTION refuse CASCADE`);
      }
      expect(await refused).toEqual(DELIVERED);
      expect(await harness.attempts(bad!.deliveryId)).toMatchObject([{ attempt: 1, responseExcerpt: 'ok' }]);
    });

    it('gives up what was taken over meanwhile', async () => {
      const [[taken], [kept]] = [await claimSome(1), await claimSome(1)];
      await harness.expire([taken!]);
      await harness.queue.recoverExpired(30);
      const outcomes = buffer();
      const settled = [taken!, kept!].map((each) => outcomes.add(outcomeOf(each, { kind: 'success' })));
      expect(await Promise.all(settled)).toEqual([undefined, DELIVERED]);
    });
  });

  it('holds at most one unfinished delivery for each event and endpoint', async () => {
    const endpointId = await harness.endpoint();
    await harness.enqueue([{ endpointId, documentId: 88, revision: 1 }]);
    await expect(
      harness.sql(
        `INSERT INTO webhook_deliveries (delivery_id, event_id, event, endpoint_id, document_id, revision, resend_of)
         SELECT next_uuid7(), event_id, event, endpoint_id, document_id, revision, delivery_id FROM webhook_deliveries
          WHERE endpoint_id = $1`,
        [endpointId],
      ),
    ).rejects.toMatchObject({ driverError: { constraint: 'uq_webhook_deliveries_revision' } });
  });
});
