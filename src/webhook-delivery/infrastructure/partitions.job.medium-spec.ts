import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PostgresDeliveryHarness } from '../../../test/support/postgres-delivery-harness.js';
import { Config } from '../../shared/config/config.js';
import { PartitionsJob } from './partitions.job.js';

const PARENTS = ['outbox_events', 'webhook_delivery_history', 'webhook_attempts', 'webhook_extra_deliveries'];

describe('PartitionsJob', () => {
  let harness: PostgresDeliveryHarness;
  beforeAll(async () => {
    harness = await PostgresDeliveryHarness.open();
  });
  afterAll(() => harness.close());
  /** As when no worker has run for weeks. */
  beforeEach(async () => {
    await harness.sql(`TRUNCATE webhook_deliveries, ${PARENTS.join(', ')}`);
    for (const { name } of await weeks()) await harness.sql(`DROP TABLE ${name}`);
  });

  const run = () => new PartitionsJob(Config.read({}), harness.unitOfWork).run();
  const weeks = () =>
    harness.sql<{ parent: string; name: string }>(
      `SELECT inhparent::regclass::text AS parent, inhrelid::regclass::text AS name FROM pg_inherits
        WHERE inhparent = ANY ($1::regclass[]) AND inhrelid::regclass::text NOT LIKE '%_default' ORDER BY name`,
      [PARENTS],
    );
  const countOf = async (parent: string): Promise<number> =>
    (await weeks()).filter((week) => week.parent === parent).length;

  it('makes this week and the next four, once', async () => {
    await run();
    await run();
    for (const parent of PARENTS) expect(await countOf(parent)).toBe(5);
  });

  it('makes the weeks to come though this one has begun without, and its events stay where they are', async () => {
    const endpointId = await harness.endpoint();
    const [id] = await harness.enqueue([{ endpointId }]);
    await run();
    expect(await countOf('outbox_events')).toBe(4);
    for (const parent of PARENTS.slice(1)) expect(await countOf(parent)).toBe(5);
    expect(await harness.queue.claim(1, 30, 'worker')).toMatchObject([{ deliveryId: id }]);
  });
});
