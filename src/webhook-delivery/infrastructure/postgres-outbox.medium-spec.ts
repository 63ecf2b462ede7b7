import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PostgresDeliveryHarness } from '../../../test/support/postgres-delivery-harness.js';
import type { OutboxMessage } from '../../shared/kernel/outbox.js';
import type { DeliveryWakeup } from './delivery-wakeup.js';
import { PostgresOutbox } from './postgres-outbox.js';

describe('PostgresOutbox', () => {
  let harness: PostgresDeliveryHarness;
  let outbox: PostgresOutbox;
  let wakeUps = 0;

  beforeAll(async () => {
    harness = await PostgresDeliveryHarness.open();
    await harness.sql(`CREATE TABLE things (name text PRIMARY KEY)`); // what the events tell of
    outbox = new PostgresOutbox(harness.unitOfWork, {
      wake: () => (wakeUps += 1),
    } as unknown as DeliveryWakeup);
  });
  afterAll(() => harness.close());
  beforeEach(async () => {
    await harness.sql(`TRUNCATE things, outbox_events, webhook_deliveries`);
    await harness.sql(`UPDATE webhook_endpoints SET deleted_at = now()`);
    wakeUps = 0;
  });

  const message = (told: Partial<OutboxMessage> = {}): OutboxMessage => ({
    eventId: crypto.randomUUID(),
    event: 'document.exported',
    documentId: 1,
    revision: 1,
    body: '{}',
    at: new Date('2026-11-03T09:00:00.123Z'),
    ...told,
  });
  const change = (name: string) => harness.sql(`INSERT INTO things VALUES ($1)`, [name]);
  const events = () =>
    harness.sql<{ event_id: string; endpoint_ids: number[]; body: string }>(`SELECT * FROM outbox_events`);
  const deliveries = () =>
    harness.sql(`SELECT event_id, endpoint_id, document_id, revision FROM webhook_deliveries ORDER BY 2, 4`);
  const things = () => harness.sql(`SELECT name FROM things`);

  it('refuses to write outside a unit of work', async () => {
    await harness.endpoint();
    await expect(outbox.append([message()])).rejects.toThrow('unit of work');
    expect(await events()).toEqual([]);
    expect(wakeUps).toBe(0);
  });

  it('keeps event and deliveries only when the change they tell of is kept', async () => {
    await harness.endpoint();
    const failing = harness.unitOfWork.run(async () => {
      await change('taken back');
      await outbox.append([message()]);
      throw new Error('too late');
    });
    await expect(failing).rejects.toThrow('too late');
    expect([await things(), await events(), await deliveries()]).toEqual([[], [], []]);
    expect(wakeUps).toBe(0);
  });

  it('keeps the change only when event and deliveries are kept', async () => {
    await harness.endpoint();
    const { eventId } = message();
    const failing = harness.unitOfWork.run(async () => {
      await change('taken back');
      await outbox.append([message({ eventId }), message({ eventId, revision: 2 })]);
    });
    await expect(failing).rejects.toThrow(/duplicate key/);
    expect([await things(), await events(), await deliveries()]).toEqual([[], [], []]);
  });

  it('shows nothing to anybody before the commit, and wakes up after it', async () => {
    await harness.endpoint();
    const elsewhere = await harness.another();
    const seen = () => elsewhere.unitOfWork.manager.query<unknown[]>(`SELECT 1 FROM webhook_deliveries`);
    await harness.unitOfWork.run(async () => {
      await outbox.append([message()]);
      expect(await seen()).toEqual([]);
      expect(await elsewhere.queue.claim(10, 30, 'other')).toEqual([]);
      expect(wakeUps).toBe(0);
    });
    expect(wakeUps).toBe(1);
    expect(await seen()).toHaveLength(1);
  });

  it('makes one delivery for each endpoint that subscribes then, enabled or not, and records which', async () => {
    const enabled = await harness.endpoint({ events: ['document.exported', 'delivery.parked'] });
    const disabled = await harness.endpoint({ enabled: false });
    await harness.endpoint({ deleted: true });
    await harness.endpoint({ events: ['delivery.parked'] });
    const [first, second] = [message(), message({ documentId: 2, revision: 7 })];
    await harness.unitOfWork.run(() => outbox.append([first, second]));
    await harness.endpoint(); // too late

    expect((await events()).map((event) => event.endpoint_ids)).toEqual([
      [enabled, disabled],
      [enabled, disabled],
    ]);
    const expected = (endpoint_id: number) => [
      { event_id: first.eventId, endpoint_id, document_id: 1, revision: 1 },
      { event_id: second.eventId, endpoint_id, document_id: 2, revision: 7 },
    ];
    expect(await deliveries()).toEqual(expected(enabled));
    expect(
      await harness.sql(
        `SELECT event_id, endpoint_id, document_id, revision FROM webhook_parked_deliveries
          WHERE reason = 'endpoint_disabled' ORDER BY revision`,
      ),
    ).toEqual(expected(disabled));
  });

  it('keeps an event that nobody listens to, its body to the byte', async () => {
    await harness.unitOfWork.run(() => outbox.append([message({ body: '{"a" : 1.0,"a":"é"}' })]));
    expect(await events()).toMatchObject([
      { endpoint_ids: [], body: '{"a" : 1.0,"a":"é"}', created_at: new Date('2026-11-03T09:00:00.123Z') },
    ]);
    expect(await deliveries()).toEqual([]);
  });

  it('takes a set of 200 in one go', async () => {
    const endpointId = await harness.endpoint();
    const messages = Array.from({ length: 200 }, (_, index) => message({ documentId: index + 1 }));
    await harness.unitOfWork.run(() => outbox.append(messages));
    expect((await events()).map((event) => event.event_id).sort()).toEqual(
      messages.map((each) => each.eventId).sort(),
    );
    expect(await deliveries()).toHaveLength(200);
    expect(await harness.queue.claim(500, 30, 'worker')).toHaveLength(16);
    expect(await harness.consecutiveFailures(endpointId)).toBe(0);
  });
});
