import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Stack } from '../support/stack.js';
import { until } from '../support/until.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const TIMEOUT_MS = 2000;
/** Of a busy machine, on top of what a send may take. */
const GRACE_MS = 5000;

jest.setTimeout(60_000);

describe('A process that is told to end', () => {
  let stack: Stack;
  let receiver: WebhookReceiver;

  beforeEach(async () => {
    receiver = await WebhookReceiver.start();
    stack = await Stack.start({ WEBHOOK_TIMEOUT_MS: String(TIMEOUT_MS) });
  });
  afterEach(async () => {
    await stack.stop();
    await receiver.stop();
  });

  const endsInTime = async (): Promise<void> => {
    const { service } = stack;
    const toldAt = performance.now();
    await service.signal('SIGTERM');
    expect(performance.now() - toldAt).toBeLessThan(TIMEOUT_MS + GRACE_MS);
    expect(service.process.exitCode).toBe(0);
  };

  it('waits for a receiver that says nothing as long as a send may take', async () => {
    const { client } = stack;
    const { id } = await client.reviewed();
    await client.endpoint(receiver.url);
    receiver.answer(() => undefined);
    await client.export(id);
    await receiver.received(1);
    await endsInTime();
    expect(receiver.arrivals).toHaveLength(1);
  });

  it('answers what it is asked at that moment, and does not wait for the client to hang up', async () => {
    const { client, service } = stack;
    const { id } = await client.endpoint(receiver.url);
    receiver.answer(() => undefined);
    // On connections that the client keeps open; the answer takes as long as the receiver may.
    const asked = service.json<{ ok: boolean }>('POST', `/api/webhook-endpoints/${id}/test`);
    await receiver.received(1);
    const ended = endsInTime();
    await until('it has been told', () => service.log.includes('Claims no more deliveries'));
    expect(await asked).toMatchObject({ status: 200, body: { ok: false } });
    await ended;
  });
});
