import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { outcomeOf } from '../../../test/support/outcome-of.js';
import { PostgresDeliveryHarness } from '../../../test/support/postgres-delivery-harness.js';

const BACKLOG = 50_000;

describe('A claim beside endpoints that have 50,000 due deliveries each', () => {
  let harness: PostgresDeliveryHarness;
  let quiet: number;

  beforeAll(async () => {
    harness = await PostgresDeliveryHarness.open();
    harness.policy.breaker.probeMinMs = 600_000; // however long the rest takes
    const dead = await harness.endpoint();
    await harness.enqueue(
      Array.from({ length: harness.policy.breaker.failures }, () => ({ endpointId: dead })),
    );
    const failing = await harness.queue.claim(100, 30, 'worker');
    await harness.queue.settle(
      failing.map((delivery) => outcomeOf(delivery, { kind: 'endpoint_fault' })),
      'worker',
    );
    const busy = await harness.endpoint({ maxInFlight: 3 });
    const disabled = await harness.endpoint();
    for (const endpointId of [dead, busy, disabled]) await harness.fill(endpointId, BACKLOG, '-1 hour');
    await harness.sql(`UPDATE webhook_endpoints SET enabled = false WHERE id = $1`, [disabled]);
    expect(await harness.queue.claim(100, 30, 'worker')).toHaveLength(3); // the busy one has all its requests out
    quiet = await harness.endpoint();
  }, 120_000);
  afterAll(() => harness.close());

  /** Blocks of 8 KiB of the queue and its indexes that were looked at, by everybody. */
  const blocks = async (): Promise<number> => {
    const [row] = await harness.sql<{ blocks: number }>(
      `SELECT (heap_blks_hit + heap_blks_read + idx_blks_hit + idx_blks_read)::int AS blocks
         FROM pg_statio_user_tables WHERE relname = 'webhook_deliveries'`,
    );
    return row!.blocks;
  };
  const flush = () => harness.sql(`SELECT pg_stat_force_next_flush()`);
  const costOf = async (work: () => Promise<unknown>): Promise<number> => {
    await harness.unitOfWork.run(flush);
    const before = await blocks();
    // In one transaction, so on one connection, which then tells what it has looked at.
    await harness.unitOfWork.run(async () => {
      await work();
      await flush();
    });
    return (await blocks()) - before;
  };

  it.each(['without statistics', 'with statistics'])('reads next to nothing of them, %s', async (when) => {
    if (when === 'with statistics')
      await harness.sql(`ANALYZE webhook_deliveries, webhook_endpoints, webhook_endpoint_states`);
    const queued = await harness.enqueue([{ endpointId: quiet }, { endpointId: quiet }]);
    let claimed: string[] = [];
    const cost = await costOf(async () => {
      claimed = (await harness.queue.claim(100, 30, 'worker')).map(({ deliveryId }) => deliveryId);
    });
    expect(claimed.sort()).toEqual([...queued].sort());
    expect(cost).toBeGreaterThan(5);
    expect(cost).toBeLessThan(500);
    const whole = await costOf(() =>
      harness.sql(`SELECT count(*) FROM webhook_deliveries WHERE resend_of IS NULL`),
    );
    expect(whole).toBeGreaterThan(1000);
  });
});
