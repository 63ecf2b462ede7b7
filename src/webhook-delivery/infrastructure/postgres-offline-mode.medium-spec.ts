import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { outcomeOf } from '../../../test/support/outcome-of.js';
import { PostgresDeliveryHarness } from '../../../test/support/postgres-delivery-harness.js';
import { until } from '../../../test/support/until.js';
import type { SecretBox } from '../../shared/kernel/secret-box.js';
import { ResendDelivery } from '../application/resend-delivery.js';
import { SwitchOfflineMode } from '../application/switch-offline-mode.js';
import type { AttemptResult } from '../domain/classify-answer.js';
import { PostgresDeliveryLedger } from './postgres-delivery-ledger.js';
import { PostgresOfflineMode } from './postgres-offline-mode.js';
import { TypeOrmEndpointRepository } from './typeorm-endpoint.repository.js';

const FAULT: AttemptResult = { kind: 'endpoint_fault' };
const MINUTE = 60_000;

describe('Offline for an hour,', () => {
  let harness: PostgresDeliveryHarness;
  let endpointId: number;

  beforeAll(async () => {
    harness = await PostgresDeliveryHarness.open();
  });
  afterAll(() => harness.close());
  beforeEach(async () => {
    await harness.sql(`TRUNCATE webhook_deliveries, webhook_claims, webhook_attempts, instance_settings`);
    harness.policy.retrySchedule = [MINUTE, MINUTE];
    endpointId = await harness.endpoint();
  });

  const turn = (on: boolean) =>
    new SwitchOfflineMode(harness.unitOfWork, new PostgresOfflineMode(harness.unitOfWork), {
      wake: () => undefined,
    }).execute(on);
  /** Switched on, and an hour goes by, for what happened before, too. */
  const anHourOffline = async (): Promise<void> => {
    await turn(true);
    await harness.sql(
      `UPDATE instance_settings SET value = (value::timestamptz - interval '1 hour')::text WHERE key = 'offline_mode'`,
    );
    await harness.sql(
      `UPDATE webhook_deliveries SET due_at = due_at - interval '1 hour', created_at = created_at - interval '1 hour',
              failing_since = failing_since - interval '1 hour'`,
    );
    await harness.sql(`UPDATE webhook_endpoint_states SET gate_until = gate_until - interval '1 hour'`);
  };
  const claim = () => harness.queue.claim(100, 30, 'worker');
  const fail = async (claimed: Awaited<ReturnType<typeof claim>>): Promise<void> => {
    await harness.queue.settle(
      claimed.map((delivery) => outcomeOf(delivery, FAULT)),
      'worker',
    );
  };
  const failed = async (): Promise<string> => {
    const [id] = await harness.enqueue([{ endpointId }]);
    await fail(await claim());
    return id as string;
  };
  const expectDueInAMinute = async (id: string): Promise<void> => {
    const { dueInMs } = (await harness.facts(id))!;
    expect(dueInMs).toBeGreaterThan(0.9 * MINUTE - 20_000);
    expect(dueInMs).toBeLessThan(1.1 * MINUTE);
  };
  const resend = (id: string) =>
    new ResendDelivery(harness.unitOfWork, new PostgresDeliveryLedger(harness.unitOfWork), {
      wake: () => undefined,
    }).execute(id);
  const tryNow = () =>
    harness.unitOfWork.run(() =>
      new TypeOrmEndpointRepository(harness.unitOfWork, {} as SecretBox).tryNow(endpointId),
    );
  const open = async (claimed: Awaited<ReturnType<typeof claim>>): Promise<void> => {
    harness.policy.breaker = { ...harness.policy.breaker, failures: 1 };
    await fail(claimed);
    harness.policy.breaker = { ...harness.policy.breaker, failures: 5 };
  };
  const probeInMs = async (): Promise<number> => {
    const [row] = await harness.sql<{ ms: number }>(
      `SELECT extract(epoch FROM gate_until - now())::float8 * 1000 AS ms FROM webhook_endpoint_states WHERE endpoint_id = $1`,
      [endpointId],
    );
    return row!.ms;
  };

  it('a retry waits as long afterwards as it had to before, moved once', async () => {
    const id = await failed();
    await anHourOffline();
    await Promise.all([turn(false), turn(false)]);
    await expectDueInAMinute(id);
    expect(await claim()).toEqual([]);
  });

  it('a retry that was set while it was on waits its delay from then on, and no longer', async () => {
    const [id] = await harness.enqueue([{ endpointId }]);
    const claimed = await claim();
    await anHourOffline();
    await fail(claimed);
    await turn(false);
    await expectDueInAMinute(id!);
  });

  it('what is sent again meanwhile goes out at once', async () => {
    const id = await failed();
    await anHourOffline();
    await resend(id);
    expect(await claim()).toEqual([]);
    await turn(false);
    expect(await claim()).toMatchObject([{ deliveryId: id }]);
  });

  it('what lost its worker meanwhile goes out at once', async () => {
    const id = await failed();
    await harness.sql(`UPDATE webhook_deliveries SET due_at = now()`);
    const claimed = await claim();
    await anHourOffline();
    await harness.expire(claimed);
    expect(await harness.queue.recoverExpired(30)).toBe(1);
    await turn(false);
    // By a worker that remembers nothing of an hour that has not gone by.
    const { queue } = await harness.another();
    expect(await queue.claim(1, 30, 'worker')).toMatchObject([{ deliveryId: id, attempts: 2 }]);
  });

  it('an endpoint whose address changes meanwhile is probed at once, and its retries are due', async () => {
    const id = await failed();
    await harness.sql(`UPDATE webhook_deliveries SET due_at = now()`);
    await open(await claim());
    await anHourOffline();
    await tryNow();
    await turn(false);
    expect(await claim()).toMatchObject([{ deliveryId: id, isProbe: true }]);
    const [row] = await harness.sql(`SELECT due_at = created_at AS due FROM webhook_deliveries`);
    expect(row).toEqual({ due: true });
  });

  it('the next probe stands, also one that was set meanwhile', async () => {
    const other = await harness.endpoint();
    const [, later] = await harness.enqueue([{ endpointId }, { endpointId: other }]);
    const claimed = await claim();
    await open(claimed.filter((each) => each.endpointId === endpointId));
    await anHourOffline();
    await open(claimed.filter(({ deliveryId }) => deliveryId === later));
    await turn(false);
    for (const each of [endpointId, other]) {
      endpointId = each;
      expect(await probeInMs()).toBeGreaterThan(0);
      expect(await probeInMs()).toBeLessThan(5000);
    }
  });

  it('waits for what somebody else has locked when it is switched off', async () => {
    const id = await failed();
    await anHourOffline();
    const other = await harness.another();
    let off: Promise<boolean> | undefined;
    await other.unitOfWork.run(async () => {
      const lock = `SELECT 1 FROM webhook_deliveries WHERE delivery_id = $1 FOR UPDATE`;
      await other.unitOfWork.manager.query(lock, [id]);
      off = turn(false);
      const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      await Promise.race([off, until('it waits', async () => (await harness.sql(waiting)).length)]);
    });
    await off;
    await expectDueInAMinute(id);
  });
});
