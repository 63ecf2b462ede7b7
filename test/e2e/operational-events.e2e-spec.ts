import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Stack } from '../support/stack.js';
import { until } from '../support/until.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const OPERATIONAL = [
  ...['endpoint.failing', 'endpoint.open', 'endpoint.recovered', 'endpoint.disabled', 'delivery.parked'],
];

interface Told {
  event: string;
  endpoint_id: number;
  url: string;
  state: string;
}

describe('A monitor that subscribes to operational events', () => {
  let stack: Stack;
  let crm: WebhookReceiver;
  let monitor: WebhookReceiver;
  let endpoint: { id: number };
  let monitoring: { id: number };

  beforeAll(async () => {
    stack = await Stack.start({
      WEBHOOK_RETRY_SCHEDULE: '50ms,50ms',
      WEBHOOK_BREAKER: 'failures=3,probe_min=50ms,probe_max=100ms',
    });
  });
  afterAll(() => stack?.stop());
  beforeEach(async () => {
    [crm, monitor] = [await WebhookReceiver.start(), await WebhookReceiver.start()];
    endpoint = await stack.client.endpoint(`${crm.url}?token=hidden`);
    monitoring = await stack.client.endpoint(monitor.url, { events: OPERATIONAL });
  });
  afterEach(async () => {
    for (const { id } of [endpoint, monitoring]) {
      await stack.service.json('DELETE', `/api/webhook-endpoints/${id}`);
    }
    await crm.stop();
    await monitor.stop();
  });

  const told = (): Told[] => monitor.arrivals.map(({ body }) => JSON.parse(body.toString()) as Told);
  /** The queue promises no order between events without a document. */
  const hears = (...events: string[]) =>
    until(`it has heard of ${events.join(', ')}`, () => {
      const heard = told().map(({ event }) => event);
      return heard.length >= events.length && heard.sort().join() === [...events].sort().join();
    });
  const exportOne = async () => stack.client.export((await stack.client.reviewed()).id);
  const change = (id: number, changes: object) =>
    stack.service.json('PATCH', `/api/webhook-endpoints/${id}`, changes);
  const stateOf = async (id: number) =>
    (await stack.client.get<{ state: string }>(`/api/webhook-endpoints/${id}`)).state;

  it('hears that an endpoint fails, is open, and has recovered, each once and signed like all', async () => {
    crm.answer(500);
    const exported = await exportOne();
    await hears('endpoint.failing', 'endpoint.open');
    const probes = crm.arrivals.length;
    await crm.received(probes + 3);
    crm.answer(200);
    await stack.client.deliveryOf(exported, 'delivered');
    await hears('endpoint.failing', 'endpoint.open', 'endpoint.recovered');
    const index = told().findIndex(({ event }) => event === 'endpoint.failing');
    const failing = told()[index];
    const { headers } = monitor.arrivals[index]!;
    expect(failing).toEqual({
      schema_version: '2.0',
      event: expect.any(String),
      event_id: headers['webhook-id'],
      timestamp: expect.any(String),
      endpoint_id: endpoint.id,
      url: `${new URL(crm.url).origin}/***`,
      state: expect.stringMatching(/failing|open/),
      state_reason: expect.stringContaining('500'),
      consecutive_failures: expect.any(Number),
      next_probe_at: null,
    });
    expect(headers).toMatchObject({
      'x-recordengine-event': failing!.event,
      'webhook-signature': expect.stringMatching(/^v1,/),
    });
  });

  it('hears of a delivery that ends parked alone', async () => {
    const good = await exportOne();
    await stack.client.deliveryOf(good, 'delivered');
    crm.answer(422);
    const bad = await exportOne();
    const parked = await stack.client.deliveryOf(bad, 'parked');
    await hears('delivery.parked');
    expect(told()[0]).toMatchObject({
      endpoint_id: endpoint.id,
      delivery_id: (parked as unknown as { id: string }).id,
      parked_event_id: bad.event_id,
      revision: 1,
      attempts: 3,
      reason: 'retries_exhausted',
    });
  });

  it('hears that an operator has disabled one, once', async () => {
    await change(endpoint.id, { enabled: false });
    await change(endpoint.id, { enabled: false });
    await hears('endpoint.disabled');
    expect(told()[0]).toMatchObject({ endpoint_id: endpoint.id, state: 'disabled', state_reason: null });
  });

  it('hears that a receiver is gone', async () => {
    crm.answer(410);
    await stack.client.deliveryOf(await exportOne(), 'parked');
    await hears('endpoint.disabled');
    expect(told()[0]).toMatchObject({ endpoint_id: endpoint.id, state: 'disabled', state_reason: 'gone' });
  });

  it('that fails itself causes nothing, not even at another one, and gets everything when it is back', async () => {
    const second = await WebhookReceiver.start();
    const other = await stack.client.endpoint(second.url, { events: OPERATIONAL });
    try {
      for (const receiver of [crm, monitor, second]) receiver.answer(500);
      await exportOne();
      await until('both monitors are open', async () => {
        const states = [await stateOf(monitoring.id), await stateOf(other.id)];
        return states.every((state) => state === 'open');
      });
      await monitor.received(monitor.arrivals.length + 3);
      const { items } = await stack.client.get<{ items: { event: string; body: { endpoint_id: number } }[] }>(
        '/api/events?limit=200',
      );
      const about = items.filter(
        ({ event, body }) => event !== 'document.exported' && body.endpoint_id !== endpoint.id,
      );
      expect(about.filter(({ body }) => [monitoring.id, other.id].includes(body.endpoint_id))).toEqual([]);
      monitor.answer(200);
      await until('it knows', () => new Set(told().map(({ event }) => event)).has('endpoint.open'));
    } finally {
      await stack.service.json('DELETE', `/api/webhook-endpoints/${other.id}`);
      await second.stop();
    }
  });
});
