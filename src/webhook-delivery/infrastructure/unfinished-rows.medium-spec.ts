import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PostgresDeliveryHarness } from '../../../test/support/postgres-delivery-harness.js';

/** What no statement can do by mistake, because the table refuses it. */
describe('The rows of unfinished deliveries', () => {
  let harness: PostgresDeliveryHarness;
  beforeAll(async () => {
    harness = await PostgresDeliveryHarness.open();
  });
  afterAll(() => harness.close());
  beforeEach(async () => {
    await harness.clear();
    await harness.sql(`DELETE FROM webhook_parked_deliveries`);
  });

  it.each([
    ['without a time at which it is due', 'due_at = NULL', /due_at/],
    ['without anybody’s lease', 'lease_until = NULL', /lease_until/],
    ['of a claim that has none', 'open = 0', /ck_webhook_claims_open/],
  ])('cannot be %s', async (_, change, refusal) => {
    await harness.enqueue([{ endpointId: await harness.endpoint() }]);
    await harness.queue.claim(1, 30, 'worker');
    const table = change.startsWith('due_at') ? 'webhook_deliveries' : 'webhook_claims';
    await expect(harness.sql(`UPDATE ${table} SET ${change}`)).rejects.toThrow(refusal);
  });

  it('are all found by some path: what waits by its time, what is sent by its lease', async () => {
    const endpointId = await harness.endpoint({ maxInFlight: 2 });
    const ids = await harness.enqueue(Array.from({ length: 5 }, () => ({ endpointId, dueInMs: 3_600_000 })));
    const seen: string[] = [];
    for (let round = 0; round < ids.length; round++) {
      // Whatever happens to a row, either its time comes or its lease ends.
      await harness.sql(`UPDATE webhook_deliveries SET due_at = now() WHERE claim_token IS NULL`);
      const claimed = await harness.queue.claim(1, 30, 'worker');
      seen.push(...claimed.map(({ deliveryId }) => deliveryId));
      if (round % 2 === 1) {
        await harness.sql(`UPDATE webhook_claims SET lease_until = now() - interval '1 s'`);
        expect(await harness.queue.recoverExpired(30)).toBe(2);
      }
    }
    expect(seen).toHaveLength(ids.length);
  });
});
