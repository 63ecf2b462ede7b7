import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Stack } from '../support/stack.js';
import { until } from '../support/until.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

interface EndpointBody {
  enabled: boolean;
  state: string;
  state_reason: string | null;
  consecutive_failures: number;
  next_probe_at: string | null;
  backlog: number;
}

const idOf = (body: Buffer): number => (JSON.parse(body.toString()) as { id: number }).id;

describe('An endpoint that', () => {
  let stack: Stack;
  let receiver: WebhookReceiver;
  let endpoint: { id: number };

  beforeAll(async () => {
    stack = await Stack.start({
      WEBHOOK_RETRY_SCHEDULE: '50ms,50ms,50ms,50ms',
      WEBHOOK_BREAKER: 'failures=3,probe_min=100ms,probe_max=300ms',
    });
  });
  afterAll(() => stack?.stop());
  beforeEach(async () => {
    receiver = await WebhookReceiver.start();
    endpoint = await stack.client.endpoint(receiver.url);
  });
  afterEach(async () => {
    await stack.service.json('PUT', '/api/settings/offline-mode', { enabled: false });
    await stack.service.json('DELETE', `/api/webhook-endpoints/${endpoint.id}`);
    await receiver.stop();
  });

  const look = () => stack.client.get<EndpointBody>(`/api/webhook-endpoints/${endpoint.id}`);
  const isIn = (state: string) =>
    until(`the endpoint is ${state}`, async () => {
      const found = await look();
      return found.state === state && found;
    });
  const change = async (changes: object) => {
    const { status, text } = await stack.service.json(
      'PATCH',
      `/api/webhook-endpoints/${endpoint.id}`,
      changes,
    );
    if (status !== 200) throw new Error(`${status} ${text}`);
  };
  const exported = async (count: number): Promise<{ id: number; event_id: string }[]> => {
    const documents = await Promise.all(Array.from({ length: count }, () => stack.client.reviewed()));
    const exports = [];
    for (const { id } of documents) exports.push(await stack.client.export(id));
    return exports;
  };

  it('answers nothing but errors opens its breaker, and gets everything once it is back, whatever the schedule', async () => {
    receiver.answer(500);
    const exports = await exported(4);
    const open = await isIn('open');
    expect(open).toMatchObject({
      state_reason: expect.stringContaining('500'),
      next_probe_at: expect.any(String),
    });
    // Far more probes than the schedule has attempts; one at a time, and not one document all the time.
    const before = receiver.arrivals.length;
    const probes = (await receiver.received(before + 8)).slice(before);
    const probed = probes.map(({ body }) => idOf(body));
    for (const [index, id] of probed.entries()) if (index > 0) expect(id).not.toBe(probed[index - 1]);
    receiver.answer(200);
    for (const each of exports) await stack.client.deliveryOf(each, 'delivered');
    await isIn('healthy');
  });

  it('refuses one document delivers the others, and that one ends parked alone', async () => {
    const [poison] = await exported(1);
    await stack.client.deliveryOf(poison!, 'delivered');
    receiver.answer(
      ({ body }, response) => void response.writeHead(idOf(body) === poison!.id ? 422 : 200).end(),
    );
    const again = await stack.client.export(poison!.id);
    const good = await exported(3);
    for (const each of good) await stack.client.deliveryOf(each, 'delivered');
    const parked = await stack.client.deliveryOf(again, 'parked');
    expect(parked).toMatchObject({ reason: 'retries_exhausted', attempts: 5 });
    expect((await look()).state).toBe('healthy');
  });

  it('refuses a revision gets the next one at once', async () => {
    const [first] = await exported(1);
    await stack.client.deliveryOf(first!, 'delivered');
    await stack.service.json('PUT', '/api/settings/offline-mode', { enabled: true });
    const second = await stack.client.export(first!.id);
    const third = await stack.client.export(first!.id);
    receiver.answer(
      ({ headers }, response) =>
        void response.writeHead(headers['webhook-id'] === second.event_id ? 422 : 200).end(),
    );
    await stack.service.json('PUT', '/api/settings/offline-mode', { enabled: false });
    await stack.client.deliveryOf(third, 'delivered');
    expect(await stack.client.deliveryOf(second, 'superseded')).toMatchObject({
      reason: 'later_revision',
      attempts: 1,
      attempts_log: [{ status_code: 422 }],
    });
  });

  it('is there while delivery is offline gets nothing, not even a test, and everything afterwards', async () => {
    const offline = (enabled: boolean) =>
      stack.service.json('PUT', '/api/settings/offline-mode', { enabled });
    expect(await offline(true)).toMatchObject({ status: 200, body: { enabled: true } });
    const [one] = await exported(1);
    const test = await stack.service.json('POST', `/api/webhook-endpoints/${endpoint.id}/test`);
    expect(test).toMatchObject({ status: 409, body: { code: 'offline_mode' } });
    expect(await stack.client.get('/api/settings/offline-mode')).toEqual({ enabled: true });
    expect(receiver.arrivals).toHaveLength(0);
    expect(await offline(false)).toMatchObject({ status: 200, body: { enabled: false } });
    await stack.client.deliveryOf(one!, 'delivered');
  });

  it('asks to wait is left alone as long, then gets one request first; nothing is spent', async () => {
    const at: number[] = [];
    receiver.answer((_, response) => {
      at.push(performance.now());
      if (at.length === 1) response.writeHead(429, { 'Retry-After': '1' }).end();
      else response.writeHead(200).end();
    });
    const [one] = await exported(1);
    await isIn('paused');
    const [two] = await exported(1);
    expect(await stack.client.deliveryOf(two!, 'delivered')).toMatchObject({ attempts: 1 });
    expect(await stack.client.deliveryOf(one!, 'delivered')).toMatchObject({ attempts: 2 });
    expect(at[1]! - at[0]!).toBeGreaterThan(900);
    expect((await look()).state).toBe('healthy');
  });

  it('says 410 is disabled; its deliveries wait, and go out in order when it is enabled', async () => {
    receiver.answer(410);
    const [first] = await exported(1);
    expect(await stack.client.deliveryOf(first!, 'parked')).toMatchObject({ reason: 'gone', attempts: 1 });
    expect(await look()).toMatchObject({ enabled: false, state: 'disabled', state_reason: 'gone' });
    const second = await stack.client.export(first!.id);
    expect(await stack.client.deliveryOf(second, 'parked')).toMatchObject({ reason: 'gone', attempts: 0 });
    const before = receiver.arrivals.length;
    receiver.answer(200);
    await change({ enabled: true });
    await stack.client.deliveryOf(second, 'delivered');
    expect(receiver.arrivals.slice(before).map(({ headers }) => headers['webhook-id'])).toEqual([
      first!.event_id,
      second.event_id,
    ]);
    expect(await look()).toMatchObject({ enabled: true, state: 'healthy', state_reason: null });
  });

  it('is disabled parks what waits and what is exported meanwhile, and enabling sends both in order', async () => {
    receiver.answer(500);
    const [first] = await exported(1);
    await receiver.received(1);
    await change({ enabled: false });
    await stack.client.deliveryOf(first!, 'parked');
    const second = await stack.client.export(first!.id);
    for (const each of [first!, second]) {
      expect(await stack.client.deliveryOf(each, 'parked')).toMatchObject({ reason: 'endpoint_disabled' });
    }
    const before = receiver.arrivals.length;
    receiver.answer(200);
    await change({ enabled: true });
    await stack.client.deliveryOf(second, 'delivered');
    expect(receiver.arrivals.slice(before).map(({ headers }) => headers['webhook-id'])).toEqual([
      first!.event_id,
      second.event_id,
    ]);
  });

  it('moves is tried at its new address at once', async () => {
    receiver.answer((_, response) => void response.writeHead(429, { 'Retry-After': '3600' }).end());
    const [one] = await exported(1);
    await isIn('paused');
    const elsewhere = await WebhookReceiver.start();
    await change({ url: elsewhere.url });
    await stack.client.deliveryOf(one!, 'delivered');
    expect(elsewhere.arrivals).toHaveLength(1);
    await elsewhere.stop();
  });
});
