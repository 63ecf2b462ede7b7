import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { outcomeOf } from '../../../test/support/outcome-of.js';
import { PostgresDeliveryHarness } from '../../../test/support/postgres-delivery-harness.js';
import { until } from '../../../test/support/until.js';
import { CancelStragglers } from '../application/cancel-stragglers.js';
import type { ClaimedDelivery } from '../application/delivery-queue.js';
import { PlaceDeliveries } from '../application/place-deliveries.js';
import { SwitchOfflineMode } from '../application/switch-offline-mode.js';
import type { AttemptResult } from '../domain/classify-answer.js';
import { PostgresDeliveryLedger } from './postgres-delivery-ledger.js';
import { PostgresOfflineMode } from './postgres-offline-mode.js';
import { PostgresUnfinishedDeliveries } from './postgres-unfinished-deliveries.js';

describe('PostgresUnfinishedDeliveries, under PlaceDeliveries', () => {
  let harness: PostgresDeliveryHarness;
  let deliveries: PostgresUnfinishedDeliveries;
  let place: () => Promise<number>;
  let endpointId: number;
  let batch: number;

  beforeAll(async () => {
    harness = await PostgresDeliveryHarness.open();
    deliveries = new PostgresUnfinishedDeliveries(harness.unitOfWork);
    ({ batch } = deliveries);
    const useCase = new PlaceDeliveries(harness.unitOfWork, deliveries);
    place = () => useCase.execute();
  });
  afterAll(() => harness.close());
  beforeEach(async () => {
    await harness.sql(
      `TRUNCATE webhook_deliveries, webhook_parked_deliveries, webhook_delivery_history, webhook_attempts`,
    );
    endpointId = await harness.endpoint();
    deliveries.batch = batch;
  });

  const turn = (enabled: boolean) =>
    harness.sql(`UPDATE webhook_endpoints SET enabled = $2 WHERE id = $1`, [endpointId, enabled]);
  const claim = () => harness.queue.claim(100, 30, 'worker');
  const deliver = async (): Promise<string[]> => {
    const claimed = await claim();
    await settle(claimed, { kind: 'success' });
    return claimed.map(({ deliveryId }) => deliveryId);
  };
  const settle = (claimed: readonly ClaimedDelivery[], result: AttemptResult) =>
    harness.queue.settle(
      claimed.map((delivery) => outcomeOf(delivery, result)),
      'worker',
    );
  const fail = async (result: AttemptResult): Promise<void> => {
    await settle(await claim(), result);
  };
  const giveUp = async (): Promise<void> => {
    const { retrySchedule } = harness.policy;
    harness.policy.retrySchedule = [];
    await fail({ kind: 'message_fault' });
    harness.policy.retrySchedule = retrySchedule;
  };
  const sendAgain = (id: string) =>
    harness.unitOfWork.run(() => new PostgresDeliveryLedger(harness.unitOfWork).unpark(id));
  const revision = async (number: number): Promise<string> => {
    const [id] = await harness.enqueue([{ endpointId, documentId: 1, revision: number }]);
    return id as string;
  };
  const stateOf = async (id: string) => (await harness.facts(id))?.state;

  describe('cancelling all of an endpoint', () => {
    const cancel = () =>
      harness.unitOfWork.run(() =>
        new PostgresUnfinishedDeliveries(harness.unitOfWork).cancel(endpointId, 'endpoint_deleted'),
      );

    it('takes the lock of the state first, as everybody who locks several deliveries', async () => {
      const id = await revision(1);
      const other = await harness.another();
      let cancelled: Promise<number> | undefined;
      await other.unitOfWork.run(async () => {
        const sql = (text: string, values: unknown[]) =>
          other.unitOfWork.manager.query<unknown[]>(text, values);
        await sql(`SELECT FROM webhook_endpoint_states WHERE endpoint_id = $1 FOR UPDATE`, [endpointId]);
        cancelled = cancel();
        await until('it waits for the state', async () => {
          const waiting = await sql(
            `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
            [],
          );
          return waiting.length > 0;
        });
        // With the delivery locked, this would be a deadlock.
        await sql(`SELECT FROM webhook_deliveries WHERE delivery_id = $1 FOR UPDATE`, [id]);
      });
      await cancelled;
      await new CancelStragglers(
        harness.unitOfWork,
        new PostgresUnfinishedDeliveries(harness.unitOfWork),
      ).execute();
    });

    it('leaves what is being settled at this moment to the next look, and its lease with it', async () => {
      const [first] = await harness.enqueue([{ endpointId }, { endpointId }]);
      const [claimed, ...others] = await claim();
      expect(others).toHaveLength(1);
      const parked = await revision(7);
      await harness.sql(`UPDATE webhook_endpoints SET deleted_at = now() WHERE id = $1`, [endpointId]);
      const other = await harness.another();
      await other.unitOfWork.run(async () => {
        // As a settle of a steady endpoint, which locks its deliveries in no particular order, and no state.
        await other.unitOfWork.manager.query(
          `SELECT FROM webhook_deliveries WHERE delivery_id = $1 FOR UPDATE`,
          [claimed!.deliveryId],
        );
        expect(await cancel()).toBe(2);
        expect(await stateOf(parked)).toBe('cancelled');
        expect(await stateOf(claimed!.deliveryId)).toBe('delivering');
        await other.unitOfWork.manager.query(
          `SELECT FROM webhook_deliveries WHERE delivery_id = $1 FOR UPDATE`,
          [others[0]!.deliveryId],
        );
      });
      const leases = () =>
        harness.sql(`SELECT open FROM webhook_claims WHERE endpoint_id = $1`, [endpointId]);
      expect(await leases()).toEqual([{ open: 1 }]);
      const stragglers = new CancelStragglers(
        harness.unitOfWork,
        new PostgresUnfinishedDeliveries(harness.unitOfWork),
      );
      expect(await stragglers.execute()).toBe(1);
      expect(await stateOf(first!)).toBe('cancelled');
      expect(await leases()).toEqual([]);
    });
  });

  it('parks what waits for a disabled endpoint, and queues it again, in order, when it is enabled', async () => {
    const [first, second] = [await revision(1), await revision(2)];
    await turn(false);
    expect(await place()).toBe(2);
    expect(await harness.facts(first)).toMatchObject({ state: 'parked', reason: 'endpoint_disabled' });
    expect(await place()).toBe(0);
    await turn(true);
    expect(await place()).toBe(2);
    expect(await deliver()).toEqual([first]);
    expect(await deliver()).toEqual([second]);
  });

  describe('very many', () => {
    /** What one transaction does. */
    const part = () => harness.unitOfWork.run(() => deliveries.place(endpointId));
    const some = (count: number) => harness.enqueue(Array.from({ length: count }, () => ({ endpointId })));

    it('locks the state of the endpoint for a thousand rows at a time, and goes on until nothing is left', async () => {
      await some(2500);
      await turn(false);
      expect(await part()).toBe(1000);
      expect(await place()).toBe(1500);
      await turn(true);
      expect(await part()).toBe(1000);
      expect(await place()).toBe(1500);
      await harness.sql(`UPDATE webhook_endpoints SET deleted_at = now() WHERE id = $1`, [endpointId]);
      const cancelled = await harness.unitOfWork.run(() => deliveries.cancel(endpointId, 'endpoint_deleted'));
      expect(cancelled).toBe(2000); // it looks twice
      expect(await new CancelStragglers(harness.unitOfWork, deliveries).execute()).toBe(500);
    });

    it('parks the last ones first: enabled half way, a revision has not gone before the lower one', async () => {
      const first = await revision(1);
      await some(2);
      const second = await revision(2);
      deliveries.batch = 2;
      await turn(false);
      expect(await part()).toBe(2);
      expect([await stateOf(first), await stateOf(second)]).toEqual(['pending', 'parked']);
      await turn(true);
      expect(await deliver()).toContain(first);
      expect(await place()).toBe(2);
      expect(await deliver()).toContain(second);
    });

    it('queues no revision again before a lower one that was parked later', async () => {
      const nextMillisecond = () => harness.sql(`SELECT pg_sleep(0.003)`); // of the ids, which make the order
      const second = await revision(2);
      await nextMillisecond();
      await some(2);
      await nextMillisecond();
      const first = await revision(1);
      await turn(false);
      await place();
      await turn(true);
      deliveries.batch = 2;
      expect(await part()).toBe(2);
      expect([await stateOf(first), await stateOf(second)]).toEqual(['parked', 'parked']);
      expect(await place()).toBe(2);
      const sent = await deliver();
      expect(sent).toContain(first);
      expect(sent).not.toContain(second);
      expect(await deliver()).toEqual([second]);
    });
  });

  it('leaves what is being sent until it is settled', async () => {
    const id = await revision(1);
    const claimed = await claim();
    await turn(false);
    expect(await place()).toBe(0);
    await harness.queue.settle(
      claimed.map((delivery) => outcomeOf(delivery, { kind: 'endpoint_fault' })),
      'worker',
    );
    expect(await place()).toBe(1);
    expect(await stateOf(id)).toBe('parked');
  });

  it('leaves what was parked for another reason to a person', async () => {
    const id = await revision(1);
    await giveUp();
    expect(await place()).toBe(0);
    expect(await harness.facts(id)).toMatchObject({ state: 'parked', reason: 'retries_exhausted' });
  });

  it('holds a revision back that is exported before the lower ones of its document are queued again', async () => {
    const given = await revision(1);
    await giveUp();
    const first = await revision(2);
    await turn(false);
    await place();
    await turn(true);
    const second = await revision(3);
    const [other] = await harness.enqueue([{ endpointId }]);
    expect(await deliver()).toEqual([other]);
    expect(await place()).toBe(1);
    expect(await deliver()).toEqual([first]);
    expect(await deliver()).toEqual([second]);
    expect(await stateOf(given)).toBe('parked'); // for a person: it holds up nothing
  });

  describe('a revision that was given up, and is sent again as its endpoint is disabled,', () => {
    let first: string;
    let second: string;

    beforeEach(async () => {
      first = await revision(1);
      await giveUp();
      second = await revision(2);
    });

    const giveUpSecond = async (): Promise<void> => {
      await giveUp();
      expect(await harness.facts(second)).toMatchObject({ state: 'parked', reason: 'retries_exhausted' });
    };
    const cancelSecond = () =>
      harness.unitOfWork.run(() => new PostgresDeliveryLedger(harness.unitOfWork).cancel(second));

    it.each<[string, () => Promise<unknown>]>([
      ['arrived', deliver],
      ['is under way', claim],
      ['was refused', () => fail({ kind: 'endpoint_fault' })],
      ['was lost with its worker', async () => harness.expire(await claim())],
      ['was given up, too', giveUpSecond],
      ['was refused and cancelled', () => fail({ kind: 'endpoint_fault' }).then(cancelSecond)],
    ])('is superseded when a later one %s', async (_, happens) => {
      await happens();
      await harness.queue.recoverExpired(30);
      await sendAgain(first);
      await turn(false);
      await place();
      await turn(true);
      expect(await place()).toBeGreaterThan(0);
      expect(await harness.facts(first)).toMatchObject({ state: 'superseded', reason: 'later_revision' });
      expect(await claim()).not.toContainEqual(expect.objectContaining({ deliveryId: first }));
    });

    it('is superseded when a later one was under way as it was parked, and was refused', async () => {
      const later = await claim();
      await sendAgain(first);
      await turn(false);
      await place();
      await settle(later, { kind: 'endpoint_fault' });
      await turn(true);
      expect(await place()).toBe(1);
      expect(await stateOf(second)).toBe('pending');
      expect(await stateOf(first)).toBe('superseded');
    });

    it('still says that it was sent again', async () => {
      await sendAgain(first);
      await turn(false);
      await place();
      await turn(true);
      await place();
      expect(await claim()).toMatchObject([{ deliveryId: first, isResend: true }]);
    });

    it('goes out when the later one was cancelled before it was tried', async () => {
      await cancelSecond();
      await sendAgain(first);
      await turn(false);
      await place();
      await turn(true);
      expect(await place()).toBe(1);
      expect(await deliver()).toEqual([first]);
    });

    it('goes out when the later one was never tried', async () => {
      await sendAgain(first);
      await turn(false);
      await place();
      await turn(true);
      expect(await place()).toBe(2);
      expect(await deliver()).toEqual([first]);
      expect(await deliver()).toEqual([second]);
    });
  });

  it('has no two revisions wait for each other, whichever was made first', async () => {
    const second = await revision(2);
    await harness.expire(await claim());
    await harness.queue.recoverExpired(30);
    await harness.sql(`SELECT pg_sleep(0.003)`); // of the ids, which make the order
    const first = await revision(1);
    await turn(false);
    expect(await place()).toBe(2);
    await turn(true);
    expect(await place()).toBe(2);
    expect(await stateOf(first)).toBe('superseded');
    expect(await deliver()).toEqual([second]);
  });

  it('offline, nothing is claimed and retry clocks stand; what is exported meanwhile is due afterwards', async () => {
    const offline = new SwitchOfflineMode(harness.unitOfWork, new PostgresOfflineMode(harness.unitOfWork), {
      wake: () => undefined,
    });
    const [failed] = await harness.enqueue([{ endpointId }]);
    const claimed = await claim();
    await harness.queue.settle([outcomeOf(claimed[0]!, { kind: 'endpoint_fault' })], 'worker');
    await offline.execute(true);
    await offline.execute(true); // changes nothing
    // As if it had been switched on an hour ago.
    await harness.sql(
      `UPDATE instance_settings SET value = (now() - interval '1 hour')::text WHERE key = 'offline_mode'`,
    );
    const [fresh] = await harness.enqueue([{ endpointId }]);
    expect(await claim()).toEqual([]);
    await offline.execute(false);
    expect(await deliver()).toEqual([fresh]);
    const facts = await harness.facts(failed!);
    expect(facts?.dueInMs).toBeGreaterThan(3_600_000);
    expect(facts?.dueInMs).toBeLessThan(3_700_000);
  });
});
