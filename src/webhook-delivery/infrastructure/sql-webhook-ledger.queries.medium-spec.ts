import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { outcomeOf } from '../../../test/support/outcome-of.js';
import { PostgresDeliveryHarness } from '../../../test/support/postgres-delivery-harness.js';
import type { AttemptResult } from '../domain/classify-answer.js';
import { ResendDelivery } from '../application/resend-delivery.js';
import type { LedgerItem, LedgerView } from '../application/webhook-ledger.queries.js';
import { PostgresDeliveryLedger } from './postgres-delivery-ledger.js';
import { PostgresUnfinishedDeliveries } from './postgres-unfinished-deliveries.js';
import { SqlWebhookLedgerQueries } from './sql-webhook-ledger.queries.js';

describe('SqlWebhookLedgerQueries', () => {
  let harness: PostgresDeliveryHarness;
  let endpointId: number;
  beforeAll(async () => {
    harness = await PostgresDeliveryHarness.open();
    harness.policy.retrySchedule = []; // what is refused is parked
  });
  afterAll(() => harness.close());
  beforeEach(async () => {
    await harness.sql(
      `TRUNCATE webhook_deliveries, webhook_parked_deliveries, webhook_delivery_history, webhook_attempts,
        webhook_extra_deliveries, outbox_events`,
    );
    endpointId = await harness.endpoint();
  });

  const read = (): Promise<LedgerView> => new SqlWebhookLedgerQueries(harness.unitOfWork).read();
  const itemOf = async (id: number): Promise<LedgerItem | undefined> =>
    (await read()).items.find((item) => item.endpointId === id);
  const settle = async (result: AttemptResult): Promise<void> => {
    const claimed = await harness.queue.claim(1, 30, 'worker');
    await harness.queue.settle(
      claimed.map((delivery) => outcomeOf(delivery, result)),
      'worker',
    );
  };
  const resend = (id: string): Promise<string> =>
    new ResendDelivery(harness.unitOfWork, new PostgresDeliveryLedger(harness.unitOfWork), {
      wake: () => undefined,
    }).execute(id);

  it('accounts for every state, each counted once', async () => {
    await harness.enqueue([{ endpointId }]);
    await settle({ kind: 'success' });
    await harness.enqueue([{ endpointId }]);
    await settle({ kind: 'message_fault' });
    await harness.enqueue([{ endpointId }]);
    await harness.queue.claim(1, 30, 'worker');
    await harness.enqueue([{ endpointId }, { endpointId }]);
    expect(await read()).toMatchObject({ balanced: true, eventsWithoutEndpoint: 0 });
    expect(await itemOf(endpointId)).toEqual({
      endpointId,
      url: 'http://127.0.0.1:9/',
      deleted: false,
      accepted: 5,
      delivered: 1,
      pending: 2,
      delivering: 1,
      parked: 1,
      superseded: 0,
      cancelled: 0,
      oldestUnfinishedSeconds: expect.any(Number),
    });
  });

  it('tells how old the oldest unfinished delivery is, parked ones too', async () => {
    expect(await itemOf(endpointId)).toMatchObject({ accepted: 0, oldestUnfinishedSeconds: null });
    await harness.enqueue([{ endpointId }]);
    await harness.sql(`UPDATE webhook_deliveries SET created_at = now() - interval '1 hour'`);
    await settle({ kind: 'message_fault' });
    expect((await itemOf(endpointId))?.oldestUnfinishedSeconds).toBeGreaterThanOrEqual(3599);
  });

  it('accepts a resend as one more, and a parked one that comes back as the same', async () => {
    const [first] = await harness.enqueue([{ endpointId }]);
    await settle({ kind: 'success' });
    const copy = await resend(first!);
    expect(await itemOf(endpointId)).toMatchObject({ accepted: 2, delivered: 1, pending: 1 });
    await settle({ kind: 'message_fault' });
    await resend(copy);
    expect(await itemOf(endpointId)).toMatchObject({ accepted: 2, delivered: 1, pending: 1, parked: 0 });
    expect(await read()).toMatchObject({ balanced: true });
  });

  it('counts no resend that was refused', async () => {
    const [first] = await harness.enqueue([{ endpointId }]);
    await settle({ kind: 'success' });
    await resend(first!);
    await expect(resend(first!)).rejects.toMatchObject({ code: 'delivery_unfinished' });
    expect(await read()).toMatchObject({ balanced: true });
  });

  it('keeps deleted endpoints, and what was cancelled with them', async () => {
    await harness.enqueue([{ endpointId }, { endpointId }]);
    await harness.sql(`UPDATE webhook_endpoints SET deleted_at = now() WHERE id = $1`, [endpointId]);
    await harness.unitOfWork.run(() =>
      new PostgresUnfinishedDeliveries(harness.unitOfWork).cancel(endpointId, 'endpoint_deleted'),
    );
    expect(await itemOf(endpointId)).toMatchObject({ deleted: true, accepted: 2, cancelled: 2, pending: 0 });
    expect(await read()).toMatchObject({ balanced: true });
  });

  it('counts events that nobody had subscribed to', async () => {
    await harness.sql(
      `INSERT INTO outbox_events (event_id, event, endpoint_ids, body) VALUES (next_uuid7(), 'document.exported', '{}', '')`,
    );
    expect(await read()).toMatchObject({ balanced: true, eventsWithoutEndpoint: 1 });
  });

  it.each([
    ['webhook_deliveries', undefined],
    ['webhook_parked_deliveries', { kind: 'message_fault' }],
    ['webhook_delivery_history', { kind: 'success' }],
  ] as [string, AttemptResult | undefined][])(
    'is unbalanced when a row of %s is lost',
    async (table, result) => {
      await harness.enqueue([{ endpointId }]);
      if (result) await settle(result);
      expect(await read()).toMatchObject({ balanced: true });
      await harness.sql(`DELETE FROM ${table}`);
      expect(await read()).toMatchObject({ balanced: false });
      expect(await itemOf(endpointId)).toMatchObject({ accepted: 1, pending: 0, parked: 0, delivered: 0 });
    },
  );
});
