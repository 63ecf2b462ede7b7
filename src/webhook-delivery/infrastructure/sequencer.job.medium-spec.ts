import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { PostgresDeliveryHarness } from '../../../test/support/postgres-delivery-harness.js';
import { until } from '../../../test/support/until.js';
import type { Config } from '../../shared/config/config.js';
import type { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import type { DeliveryWakeup } from './delivery-wakeup.js';
import { PostgresOutbox } from './postgres-outbox.js';
import { SequencerSignal } from './sequencer-signal.js';
import { SequencerJob } from './sequencer.job.js';
import { SqlEventQueries } from './sql-event.queries.js';

describe('SequencerJob', () => {
  let harness: PostgresDeliveryHarness;
  beforeAll(async () => {
    harness = await PostgresDeliveryHarness.open();
  });
  afterAll(() => harness.close());

  it('goes to work after a commit, without waiting for its schedule', async () => {
    const signal = new SequencerSignal();
    const outbox = new PostgresOutbox(harness.unitOfWork, {
      wake: () => signal.raise(),
    } as unknown as DeliveryWakeup);
    const job = new SequencerJob(
      { roles: new Set(['worker']) } as unknown as Config,
      harness.unitOfWork,
      signal,
    );
    job.onApplicationBootstrap();
    try {
      await harness.unitOfWork.run(() =>
        outbox.append([
          {
            ...{ eventId: crypto.randomUUID(), event: 'document.exported', documentId: 99, revision: 1 },
            ...{ body: '{}', at: new Date() },
          },
        ]),
      );
      await until('it has a position', async () => {
        const rows = await harness.sql(`SELECT FROM outbox_positions`);
        return rows.length === 1;
      });
    } finally {
      job.onModuleDestroy();
      await job.beforeApplicationShutdown();
    }
    await harness.sql(`TRUNCATE outbox_positions, outbox_events`);
    await harness.sql(`UPDATE outbox_feed SET last_position = 0`);
  });

  it('gives each event one position, without a gap, and one that commits late a later one', async () => {
    const outbox = new PostgresOutbox(harness.unitOfWork, {
      wake: () => undefined,
    } as unknown as DeliveryWakeup);
    const job = () =>
      new SequencerJob(
        { roles: new Set(['worker']) } as unknown as Config,
        harness.unitOfWork,
        new SequencerSignal(),
      ).run();
    const append = (documentId: number, revision: number) =>
      outbox.append([
        {
          eventId: crypto.randomUUID(),
          event: 'document.exported',
          documentId,
          revision,
          body: '{"a":1.0,"a":1e2}',
          at: new Date(Date.UTC(2026, 0, 1, 0, 0, documentId)),
        },
      ]);
    await harness.unitOfWork.run(() => append(1, 1));
    await harness.unitOfWork.run(() => append(2, 1));
    await Promise.all([job(), job()]);
    await job();
    await harness.unitOfWork.run(() => append(2, 2));
    await job();
    let commit = () => {};
    let appended = () => {};
    const written = new Promise<void>((resolve) => (appended = resolve));
    const gate = new Promise<void>((resolve) => (commit = resolve));
    const late = harness.unitOfWork.run(async () => {
      await append(0, 1); // the oldest
      appended();
      await gate;
    });
    await written;
    await harness.unitOfWork.run(() => append(3, 1));
    await job();
    commit();
    await late;
    await job();
    const events = await new SqlEventQueries(harness.unitOfWork).list(0, 10);
    expect(events.map(({ position, documentId, revision }) => [position, documentId, revision])).toEqual([
      [1, 1, 1],
      [2, 2, 1],
      [3, 2, 2],
      [4, 3, 1],
      [5, 0, 1], // committed last: behind, not skipped
    ]);
    expect(events[0]?.body).toBe('{"a":1.0,"a":1e2}');
  });

  // A long table is scanned from where another scan is (synchronize_seqscans), so two would wait for each other's rows.
  it('takes nothing while another process is at it', async () => {
    await harness.sql(`TRUNCATE outbox_positions, outbox_unsequenced, outbox_events`);
    await harness.sql(`UPDATE outbox_feed SET last_position = 0`);
    const { unitOfWork: another } = await harness.another();
    const sequence = (unitOfWork: TypeOrmUnitOfWork): Promise<void> =>
      new SequencerJob(
        { roles: new Set(['worker']) } as unknown as Config,
        unitOfWork,
        new SequencerSignal(),
      ).run();
    const waiting = (count: number): Promise<boolean> =>
      until(`${count} wait for a lock`, async () => {
        const rows = await harness.sql(
          `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        return rows.length === count;
      });
    const insert = `
      WITH event AS (
        INSERT INTO outbox_events (event_id, event, document_id, revision, endpoint_ids, body)
        VALUES (next_uuid7(), 'document.exported', $1, 1, '{}', '{}') RETURNING event_id)
      INSERT INTO outbox_unsequenced (event_id) SELECT event_id FROM event`;
    const [late, feed] = [new pg.Client(harness.database.url), new pg.Client(harness.database.url)];
    try {
      await late.connect();
      await feed.connect();
      await late.query('BEGIN');
      await late.query(insert, [1]); // lies before the other one, and is committed after it
      await harness.sql(insert, [2]);
      await feed.query('BEGIN');
      await feed.query('SELECT FROM outbox_feed FOR UPDATE');
      const first = sequence(harness.unitOfWork);
      await waiting(1);
      await late.query('COMMIT');
      const second = sequence(another);
      await waiting(2);
      const free = await harness.sql(`SELECT FROM outbox_unsequenced FOR UPDATE SKIP LOCKED`);
      expect(free).toHaveLength(1);
      await feed.query('COMMIT');
      await Promise.all([first, second]);
    } finally {
      await late.end();
      await feed.end();
    }
    const events = await new SqlEventQueries(harness.unitOfWork).list(0, 10);
    expect(events.map(({ position, documentId }) => [position, documentId])).toEqual([
      [1, 2],
      [2, 1],
    ]);
  });
});
