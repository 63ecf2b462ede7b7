import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PostgresDeliveryHarness } from '../../../test/support/postgres-delivery-harness.js';
import { until } from '../../../test/support/until.js';
import type { Config } from '../../shared/config/config.js';
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
});
