import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../support/service.js';
import { Stack } from '../support/stack.js';
import { until } from '../support/until.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

interface EndpointBody {
  state: string;
  state_reason: string | null;
  consecutive_failures: number;
  enabled: boolean;
  next_probe_at: string | null;
}

describe('An egress proxy', () => {
  let stack: Stack;
  let receiver: WebhookReceiver;
  let port: number;
  const sockets = new Set<Socket>();
  let proxy: Server | undefined;

  beforeAll(async () => {
    port = await freePort();
    receiver = await WebhookReceiver.start();
    stack = await Stack.start({
      WEBHOOK_EGRESS_PROXY: `http://127.0.0.1:${port}`,
      WEBHOOK_RETRY_SCHEDULE: '50ms',
      WEBHOOK_BREAKER: 'failures=2,probe_min=50ms,probe_max=100ms',
    });
  });
  afterAll(async () => {
    await stack?.stop();
    await receiver?.stop();
    for (const socket of sockets) socket.destroy();
    proxy?.close();
  });

  async function startProxy(): Promise<void> {
    proxy = createServer().on('connect', ({ url }, client: Socket) => {
      const upstream = connect(Number(new URL(`http://${url}`).port), '127.0.0.1', () => {
        client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        client.pipe(upstream).pipe(client);
      });
      for (const socket of [client, upstream]) sockets.add(socket.on('error', () => undefined));
    });
    proxy.listen(port, '127.0.0.1');
    await once(proxy, 'listening');
  }

  it('that is away costs no endpoint anything, however long; once it is back, all arrives', async () => {
    const { id } = await stack.client.endpoint(receiver.url);
    const look = () => stack.client.get<EndpointBody>(`/api/webhook-endpoints/${id}`);
    const [first, second] = [await stack.client.reviewed(), await stack.client.reviewed()];
    const exports = [await stack.client.export(first.id), await stack.client.export(second.id)];
    const attempts = async (): Promise<number> =>
      (await stack.client.deliveries()).reduce((sum, delivery) => sum + delivery.attempts, 0);

    const pauseEnds = () =>
      stack.sql.query(`UPDATE webhook_endpoint_states SET gate_until = now() WHERE gate_until > now()`);

    await until('a send has failed', async () => (await attempts()) > 0);
    const told = await look();
    expect(told.state_reason).toMatch(/^proxy: /);
    expect(Date.parse(told.next_probe_at!)).toBeGreaterThan(Date.now());
    // More often than there are attempts in the schedule, and than there are faults until the breaker opens.
    for (let failed = 2; failed <= 7; failed++) {
      await pauseEnds();
      await until(`${failed} sends have failed`, async () => (await attempts()) >= failed);
      expect(await look()).toMatchObject({ state: 'paused', consecutive_failures: 0, enabled: true });
      expect((await stack.client.deliveries()).map(({ reason }) => reason)).toEqual([null, null]);
    }

    await startProxy();
    await until('both have arrived', async () => {
      await pauseEnds(); // once more if one was still failing
      return receiver.arrivals.length === exports.length;
    });
    for (const each of exports) await stack.client.deliveryOf(each, 'delivered');
    expect(await look()).toMatchObject({ state: 'healthy', consecutive_failures: 0 });
  });
});
