import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { outcomeOf } from '../../../test/support/outcome-of.js';
import { PostgresDeliveryHarness } from '../../../test/support/postgres-delivery-harness.js';
import { until } from '../../../test/support/until.js';
import type { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import type { AttemptResult } from '../domain/classify-answer.js';
import { ResendDelivery } from '../application/resend-delivery.js';
import { PostgresDeliveryLedger } from './postgres-delivery-ledger.js';

const DELIVERED: AttemptResult = { kind: 'success' };
/** The schedule of these tests is empty: what is refused is parked. */
const PARKED: AttemptResult = { kind: 'message_fault' };

describe('PostgresDeliveryLedger, under ResendDelivery', () => {
  let harness: PostgresDeliveryHarness;
  let endpointId: number;

  beforeAll(async () => {
    harness = await PostgresDeliveryHarness.open();
  });
  afterAll(() => harness.close());
  beforeEach(async () => {
    await harness.sql(
      `TRUNCATE webhook_deliveries, webhook_parked_deliveries, webhook_delivery_history, webhook_attempts, outbox_events`,
    );
    harness.policy.retrySchedule = [];
    endpointId = await harness.endpoint();
  });

  const resendOver = (unitOfWork: TypeOrmUnitOfWork) =>
    new ResendDelivery(unitOfWork, new PostgresDeliveryLedger(unitOfWork), { wake: () => undefined });
  const resend = (id: string): Promise<string> => resendOver(harness.unitOfWork).execute(id);
  const claim = () => harness.queue.claim(100, 30, 'worker');
  const settle = async (result: AttemptResult): Promise<void> => {
    const claimed = await claim();
    await harness.queue.settle(
      claimed.map((delivery) => outcomeOf(delivery, result)),
      'worker',
    );
  };
  const queueOne = async (settings = {}): Promise<string> => {
    const [id] = await harness.enqueue([{ endpointId, ...settings }]);
    return id as string;
  };
  const unfinished = () =>
    harness.sql<{ id: string }>(
      `SELECT delivery_id AS id FROM webhook_deliveries UNION ALL SELECT delivery_id FROM webhook_parked_deliveries`,
    );
  /** Waits until a statement of this database waits for a lock. */
  const somebodyWaits = () =>
    until('somebody waits for a lock', async () => {
      const rows = await harness.sql(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return rows.length;
    });

  it('makes a pending one due now', async () => {
    const id = await queueOne({ dueInMs: 3_600_000 });
    expect(await resend(id)).toBe(id);
    expect(await claim()).toMatchObject([{ deliveryId: id, isResend: true }]);
  });

  it('tells the receiver of a resend as long as it is tried, and of nothing else', async () => {
    const id = await queueOne({ documentId: 5, revision: 1 });
    const later = await queueOne({ documentId: 5, revision: 2 });
    harness.policy.retrySchedule = [0, 0];
    await settle({ kind: 'pause', waitMs: null });
    await harness.sql(`UPDATE webhook_endpoint_states SET gate_until = now() WHERE gate = 'paused'`);
    expect(await resend(id)).toBe(id);
    const [again] = await claim();
    expect(again).toMatchObject({ deliveryId: id, isResend: true });
    // It is the same delivery, in its place: a later revision waits for it.
    await harness.queue.settle([outcomeOf(again!, DELIVERED)], 'worker');
    expect(await claim()).toMatchObject([{ deliveryId: later, isResend: false }]);
  });

  it('refuses one that is being sent', async () => {
    const id = await queueOne();
    await claim();
    await expect(resend(id)).rejects.toMatchObject({ kind: 'conflict', code: 'delivery_under_way' });
  });

  it('brings a parked one back with a fresh schedule, its attempts counted on', async () => {
    const id = await queueOne({ documentId: 5, revision: 1 });
    harness.policy.retrySchedule = [0];
    await settle(PARKED); // not yet
    await settle(PARKED);
    expect(await resend(id)).toBe(id);
    expect(await harness.facts(id)).toMatchObject({ state: 'pending', attempts: 2, failures: 0 });
    expect(await claim()).toMatchObject([{ deliveryId: id, attempts: 2, failures: 0, isResend: true }]);
  });

  it('puts what was parked back into the order of its document', async () => {
    const first = await queueOne({ documentId: 5, revision: 1 });
    await settle(PARKED);
    await queueOne({ documentId: 5, revision: 2 });
    await resend(first);
    expect(await claim()).toMatchObject([{ deliveryId: first }]);
  });

  it('makes a new delivery of the same bytes from one that was delivered', async () => {
    const body = '{"external_refs":{ "a":1.0 }}';
    const id = await queueOne({ documentId: 5, revision: 1, body });
    await settle(DELIVERED);
    const copy = await resend(id);
    expect(copy).not.toBe(id);
    expect(await claim()).toMatchObject([
      { deliveryId: copy, body, isResend: true, attempts: 0, failures: 0 },
    ]);
    expect(await harness.facts(id)).toMatchObject({ state: 'delivered', attempts: 1 });
  });

  it('refuses a second unfinished delivery of one event, waiting or parked', async () => {
    const id = await queueOne();
    await settle(DELIVERED);
    const copy = await resend(id);
    await expect(resend(id)).rejects.toMatchObject({ code: 'delivery_unfinished' });
    await settle(PARKED);
    await expect(resend(id)).rejects.toMatchObject({ code: 'delivery_unfinished' });
    expect(await unfinished()).toEqual([{ id: copy }]);
    await resend(copy);
    await settle(DELIVERED);
    expect(await resend(id)).not.toBe(copy);
  });

  it('makes one new delivery of two resends at once', async () => {
    const id = await queueOne();
    await settle(DELIVERED);
    const results = await Promise.allSettled([resend(id), resend(id), resend(id)]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await unfinished()).toHaveLength(1);
  });

  it('makes no new delivery while the unfinished one is being parked', async () => {
    const id = await queueOne();
    await settle(DELIVERED);
    const copy = await resend(id);
    const [claimed] = await claim();
    const other = await harness.another();
    let again: Promise<unknown> | undefined;
    await other.unitOfWork.run(async () => {
      await other.queue.settle([outcomeOf(claimed!, PARKED)], 'worker');
      again = resend(id).catch((error: unknown) => error);
      await somebodyWaits();
    });
    expect(await again).toMatchObject({ code: 'delivery_unfinished' });
    expect(await unfinished()).toEqual([{ id: copy }]);
  });

  it('finds a parked one that another resend is bringing back', async () => {
    const id = await queueOne();
    await settle(PARKED);
    const other = await harness.another();
    let again: Promise<string> | undefined;
    await other.unitOfWork.run(async () => {
      await resendOver(other.unitOfWork).execute(id);
      again = resend(id);
      await somebodyWaits();
    });
    expect(await again).toBe(id);
    expect(await unfinished()).toEqual([{ id }]);
  });

  it('waits for an outcome that is being written', async () => {
    const id = await queueOne();
    const [claimed] = await claim();
    const other = await harness.another();
    let resent: Promise<string> | undefined;
    await other.unitOfWork.run(async () => {
      await other.queue.settle([outcomeOf(claimed!, DELIVERED)], 'worker');
      resent = resend(id);
      await somebodyWaits();
    });
    expect(await resent).not.toBe(id);
  });

  it('refuses what cannot be sent any more, and what never was', async () => {
    const id = await queueOne();
    await settle(DELIVERED);
    await expect(resend(crypto.randomUUID())).rejects.toMatchObject({
      kind: 'not-found',
      code: 'delivery_not_found',
    });
    await harness.sql(`UPDATE webhook_endpoints SET deleted_at = now() WHERE id = $1`, [endpointId]);
    await expect(resend(id)).rejects.toMatchObject({ kind: 'conflict', code: 'endpoint_deleted' });
    await harness.sql(`UPDATE webhook_endpoints SET deleted_at = NULL WHERE id = $1`, [endpointId]);
    await harness.sql(`DELETE FROM outbox_events`);
    await expect(resend(id)).rejects.toMatchObject({ kind: 'conflict', code: 'event_expired' });
  });
});
