import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import pg from 'pg';
import { outcomeOf } from '../../../test/support/outcome-of.js';
import { PostgresDeliveryHarness } from '../../../test/support/postgres-delivery-harness.js';
import { until } from '../../../test/support/until.js';
import type { Config } from '../../shared/config/config.js';
import type { DeliverDueWebhooks } from '../application/deliver-due-webhooks.js';
import type { DeliveryQueue } from '../application/delivery-queue.js';
import type { DeliverySettings } from '../application/delivery-settings.js';
import { DeliverySignal } from '../application/delivery-signal.js';
import type { PlaceDeliveries } from '../application/place-deliveries.js';
import { SettlementBuffer } from '../application/settlement-buffer.js';
import { DeliveryLoop } from './delivery-loop.js';

describe('Every second, a worker', () => {
  let harness: PostgresDeliveryHarness;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    harness = await PostgresDeliveryHarness.open();
  });
  afterAll(() => harness.close());
  beforeEach(() => harness.clear());

  const loopOn = (queue: DeliveryQueue, place = () => Promise.resolve(0)): DeliveryLoop =>
    new DeliveryLoop(
      { roles: new Set(['worker']) } as unknown as Config,
      {} as DeliverDueWebhooks,
      queue,
      { execute: place } as unknown as PlaceDeliveries,
      { leaseSeconds: 30 } as DeliverySettings,
      new DeliverySignal(),
    );
  const claimExpired = async (count: number) => {
    for (let left = count; left > 0; left -= 1000) {
      await harness.fill(await harness.endpoint({ maxInFlight: 1000 }), Math.min(left, 1000), '-1 hour');
    }
    const claimed = await harness.queue.claim(3000, 30, 'worker');
    expect(claimed).toHaveLength(count);
    await harness.expire(claimed);
    return claimed;
  };
  const held = async (): Promise<number> => {
    const rows = await harness.sql(`SELECT FROM webhook_deliveries WHERE claim_token IS NOT NULL`);
    return rows.length;
  };

  it('takes over all that lost workers held, at once', async () => {
    await claimExpired(2500);
    await loopOn(harness.queue).sweep();
    expect(await held()).toBe(0);
  });

  it('takes over though putting deliveries in their places takes long', async () => {
    await claimExpired(1);
    const placings: (() => void)[] = [];
    const loop = loopOn(harness.queue, () => new Promise((resolve) => placings.push(() => resolve(0))));
    const placing = loop.place();
    let hasSwept = false;
    const sweeping = loop.sweep().then(() => (hasSwept = true));
    try {
      await until('the sweep is over', () => hasSwept, 5);
      expect(await held()).toBe(0);
    } finally {
      for (const end of placings) end();
      await Promise.all([placing, sweeping]);
    }
  });

  describe('does not take over from itself', () => {
    let blocker: pg.Client;
    beforeEach(async () => {
      blocker = new pg.Client({ connectionString: harness.database.url });
      await blocker.connect();
    });

    /** The lease has run out, and the outcome cannot be written; until `work` is done. */
    const sentAndUnsettled = async (work: () => Promise<unknown>) => {
      const [delivery] = await claimExpired(1);
      const buffer = new SettlementBuffer(
        harness.queue,
        'worker',
        500,
        () => new Promise((resolve) => setTimeout(resolve, 20)),
      );
      let settled: ReturnType<SettlementBuffer['add']>;
      try {
        await blocker.query('BEGIN');
        await blocker.query('LOCK TABLE webhook_delivery_history');
        settled = buffer.add(outcomeOf(delivery!, { kind: 'success' }));
        await work();
      } finally {
        await blocker.end();
      }
      return { verdict: await settled, log: await harness.attempts(delivery!.deliveryId) };
    };

    it('what it has sent and could not settle within the lease: it does not go out twice', async () => {
      const { verdict, log } = await sentAndUnsettled(() => loopOn(harness.queue).sweep());
      expect(verdict).toEqual({ kind: 'delivered' });
      expect(log).toMatchObject([{ attempt: 1, statusCode: 200 }]);
      expect(harness.queue.unsettled.tokens).toEqual([]);
    });

    it('which another worker may', async () => {
      const { queue } = await harness.another();
      const { verdict, log } = await sentAndUnsettled(() => loopOn(queue).sweep());
      expect(verdict).toBeUndefined();
      expect(log).toMatchObject([{ attempt: 1, error: expect.stringMatching(/^lost/) }]);
    });
  });
});
