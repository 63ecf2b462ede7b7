import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { outcomeOf } from '../../../test/support/outcome-of.js';
import { PostgresDeliveryHarness } from '../../../test/support/postgres-delivery-harness.js';
import type { AttemptResult } from '../domain/classify-answer.js';
import type { ClaimedDelivery } from '../application/delivery-queue.js';
import { SettlementBuffer } from '../application/settlement-buffer.js';

const FAULT: AttemptResult = { kind: 'endpoint_fault' };
const SUCCESS: AttemptResult = { kind: 'success' };

/** A process that was frozen may take its own delivery over, and hear of both sends at the same moment. */
describe('The outcomes of two claims of one delivery by one worker', () => {
  let harness: PostgresDeliveryHarness;
  let endpointId: number;
  let stale: ClaimedDelivery;
  let live: ClaimedDelivery;
  const claim = async () => (await harness.queue.claim(1, 30, 'worker'))[0]!;

  beforeAll(async () => {
    harness = await PostgresDeliveryHarness.open();
  });
  afterAll(() => harness.close());
  beforeEach(async () => {
    await harness.clear();
    endpointId = await harness.endpoint();
    await harness.enqueue([{ endpointId }]);
    stale = await claim();
    await harness.expire([stale]);
    await harness.queue.recoverExpired(30);
    live = await claim();
    expect(live.deliveryId).toBe(stale.deliveryId);
  });

  it.each([
    ['a fault and then a success', FAULT, SUCCESS, 'stale first'],
    ['a success and then a fault', SUCCESS, FAULT, 'stale first'],
    ['a success of the live one before a fault', FAULT, SUCCESS, 'live first'],
    ['a fault of the live one before a success', SUCCESS, FAULT, 'live first'],
  ])('are told apart: %s', async (_, ofStale, ofLive, order) => {
    const buffer = new SettlementBuffer(harness.queue, 'worker', 500, async (error) => {
      throw error;
    });
    const add = (claimed: ClaimedDelivery, result: AttemptResult) => buffer.add(outcomeOf(claimed, result));
    const adding =
      order === 'stale first'
        ? [add(stale, ofStale), add(live, ofLive)]
        : [add(live, ofLive), add(stale, ofStale)].reverse();
    const [staleVerdict, liveVerdict] = await Promise.all(adding);
    expect(staleVerdict).toBeUndefined();
    expect(liveVerdict?.kind).toBe(ofLive === SUCCESS ? 'delivered' : 'retry');
    expect(await harness.facts(live.deliveryId)).toMatchObject({
      state: ofLive === SUCCESS ? 'delivered' : 'pending',
      attempts: 2,
    });
    expect(await harness.attempts(live.deliveryId)).toHaveLength(2);
    expect(await harness.consecutiveFailures(endpointId)).toBe(ofLive === SUCCESS ? 0 : 1);
  });
});
