import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { PostgresDeliveryHarness } from '../../../test/support/postgres-delivery-harness.js';
import { until } from '../../../test/support/until.js';
import { WebhookReceiver } from '../../../test/support/webhook-receiver.js';
import { DeliverDueWebhooks } from '../application/deliver-due-webhooks.js';
import { DeliverySignal } from '../application/delivery-signal.js';
import { EndpointTargets } from '../application/endpoint-targets.js';
import type { SendTarget } from '../application/webhook-sender.js';
import { AddressPolicy } from './address-policy.js';
import { Connector } from './connector.js';
import { PostgresSlotBook } from './postgres-slot-book.js';
import { HttpWebhookSender } from './http-webhook-sender.js';
import { VettedLookup } from './vetted-lookup.js';
import { newWebhookSecret } from './webhook-signature.js';

const LIMIT = 7;

class OneTarget extends EndpointTargets {
  readonly #secrets = [newWebhookSecret()];

  constructor(private readonly url: string) {
    super();
  }

  async load(ids: number[]): Promise<Map<number, SendTarget>> {
    const target = { url: this.url, auth: { type: 'none' } as const, headers: {}, secrets: this.#secrets };
    return new Map(ids.map((endpointId) => [endpointId, { endpointId, ...target }]));
  }
}

/** Real queue, real book, real requests; each worker has connections of its own, as another process would. */
describe('Workers that may have only so many requests out together', () => {
  let harness: PostgresDeliveryHarness;
  let receiver: WebhookReceiver;
  let isOver: boolean;
  let loops: Promise<void>[];
  let senders: HttpWebhookSender[];
  beforeEach(async () => {
    Logger.overrideLogger(false);
    harness = await PostgresDeliveryHarness.open();
    receiver = await WebhookReceiver.start();
    [isOver, loops, senders] = [false, [], []];
  });
  afterEach(async () => {
    isOver = true;
    await Promise.all(loops);
    for (const sender of senders) sender.onApplicationShutdown();
    await receiver.stop();
    await harness.close();
  });

  const startWorker = async (name: string): Promise<void> => {
    const { unitOfWork, queue } = await harness.another();
    const sender = new HttpWebhookSender(
      new Connector(new VettedLookup(new AddressPolicy(['127.0.0.0/8'])), 5000),
      5000,
    );
    senders.push(sender);
    const settings = { worker: name, leaseSeconds: 30, timeoutMs: 5000, maxInFlight: 256 };
    const signal = new DeliverySignal();
    const deliver = new DeliverDueWebhooks(
      queue,
      new OneTarget(receiver.url),
      sender,
      { ...settings, ...harness.policy, maxInFlightOfAll: LIMIT },
      signal,
      new PostgresSlotBook(unitOfWork),
    );
    const sweep = setInterval(() => signal.raise(), 1000);
    const loop = async (): Promise<void> => {
      while (!isOver) if ((await deliver.execute()) === 0) await signal.wait();
      clearInterval(sweep);
      deliver.stop();
      await deliver.drain();
    };
    loops.push(loop());
    void until('it is over', () => isOver, 60).then(() => signal.raise());
  };

  it('never have more, use all of them, and deliver everything', async () => {
    // Many: of one that a worker is busy with, another one gets nothing as long as the first holds enough.
    const endpoints = await Promise.all(
      Array.from({ length: 50 }, () => harness.endpoint({ maxInFlight: 2 })),
    );
    const fill = (count: number) =>
      harness.enqueue(Array.from({ length: count }, (_, index) => ({ endpointId: endpoints[index % 50]! })));
    let out = 0;
    let most = 0;
    receiver.answer((_, response) => {
      most = Math.max(most, ++out);
      setTimeout(
        () => {
          out -= 1;
          response.writeHead(200).end();
        },
        5 + Math.random() * 40,
      );
    });
    await fill(200);
    await Promise.all(['one', 'two', 'three'].map(startWorker));
    await receiver.received(100, 20);
    await fill(200);
    await until('all are delivered', async () => {
      const [row] = await harness.sql<{ count: number }>(
        `SELECT count(*) AS count FROM webhook_delivery_history`,
      );
      return row!.count === 400;
    });
    expect(receiver.arrivals).toHaveLength(400);
    expect(most).toBe(LIMIT);
    const workers = await harness.sql<{ worker: string; count: number }>(
      `SELECT worker, count(*) AS count FROM webhook_delivery_history GROUP BY worker`,
    );
    expect(workers).toHaveLength(3);
    expect(Math.min(...workers.map(({ count }) => count))).toBeGreaterThan(20);
    await until('nobody has any more', async () => {
      const [book] = await harness.sql<{ holders: unknown[] }>(`SELECT holders FROM webhook_slot_book`);
      return book!.holders.length === 0;
    });
  });
});
