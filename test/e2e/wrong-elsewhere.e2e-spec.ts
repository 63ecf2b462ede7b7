import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DeliveryBody } from '../support/client.js';
import { freePort } from '../support/service.js';
import { Stack } from '../support/stack.js';
import { until } from '../support/until.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

interface Ledger {
  balanced: boolean;
  items: (Record<string, number> & { endpoint_id: number; deleted: boolean })[];
}

/** Each of these has happened to users of other products; docs/delivery.md has the list. */
describe('What went wrong elsewhere', () => {
  let stack: Stack;
  let receiver: WebhookReceiver;
  let held: ServerResponse[];
  const servers: Server[] = [];
  const sockets: Socket[] = [];

  beforeAll(async () => {
    stack = await Stack.start({
      PUBLIC_BASE_URL: 'https://records.example',
      WEBHOOK_TIMEOUT_MS: '1500',
      WEBHOOK_RETRY_SCHEDULE: '100ms,1h',
      WEBHOOK_BREAKER: 'failures=3,probe_min=100ms,probe_max=300ms',
    });
  });
  afterAll(() => stack?.stop());
  beforeEach(async () => {
    held = [];
    receiver = await WebhookReceiver.start();
  });
  afterEach(async () => {
    const { items } = await stack.client.get<{ items: { id: number }[] }>('/api/webhook-endpoints');
    for (const { id } of items) await stack.service.json('DELETE', `/api/webhook-endpoints/${id}`);
    await receiver.stop();
    for (const socket of sockets.splice(0)) socket.destroy();
    for (const server of servers.splice(0)) {
      server.close();
      await once(server, 'close');
    }
  });

  const hold = () => receiver.answer((_, response) => void held.push(response));
  const letGo = () => {
    for (const response of held.splice(0)) response.writeHead(200).end('ok');
  };
  const exported = async () => stack.client.export((await stack.client.reviewed()).id);
  const deliveryTo = async (endpointId: number): Promise<DeliveryBody> =>
    (await stack.client.deliveries(`endpoint_id=${endpointId}`))[0]!;
  const change = (id: number, changes: object) =>
    stack.service.json('PATCH', `/api/webhook-endpoints/${id}`, changes);

  it.each(['pending', 'delivering', 'parked'])(
    'an endpoint is deleted while its delivery is %s: that is the end of it',
    async (state) => {
      const { id } = await stack.client.endpoint(receiver.url);
      if (state === 'delivering') hold();
      if (state === 'pending') receiver.answer((_, response) => void response.writeHead(429).end());
      if (state === 'parked') await change(id, { enabled: false });
      const event = await exported();
      await stack.client.deliveryOf(event, state);
      if (state !== 'parked') await receiver.received(1);

      expect((await stack.service.json('DELETE', `/api/webhook-endpoints/${id}`)).status).toBe(204);
      receiver.answer(200);
      letGo();
      const cancelled = await stack.client.deliveryOf(event, 'cancelled');
      expect(cancelled).toMatchObject({ reason: 'endpoint_deleted', next_attempt_at: null });
      const ledger = await stack.client.get<Ledger>('/api/webhook-ledger');
      expect(ledger.balanced).toBe(true);
      expect(ledger.items.find(({ endpoint_id }) => endpoint_id === id)).toMatchObject({
        deleted: true,
        accepted: 1,
        cancelled: 1,
        pending: 0,
        delivering: 0,
        parked: 0,
      });
      // The worker has not stumbled over it.
      await stack.client.endpoint(receiver.url);
      await stack.client.deliveryOf(await exported(), 'delivered');
    },
  );

  it.each([
    ['fails', `RAISE EXCEPTION 'no log today'`],
    ['is slow', 'PERFORM pg_sleep(1)'],
  ])('writing the log %s: what was sent is not sent again for that', async (_, trouble) => {
    await stack.client.endpoint(receiver.url);
    receiver.answer((__, response) =>
      response.writeHead(receiver.arrivals.length === 1 ? 500 : 200).end('told'),
    );
    await stack.sql.query(
      `CREATE FUNCTION hinder() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${trouble}; RETURN NEW; END $$`,
    );
    await stack.sql.query(
      `CREATE TRIGGER hinder BEFORE INSERT ON webhook_attempts FOR EACH ROW EXECUTE FUNCTION hinder()`,
    );
    const event = await exported();
    await receiver.received(1);
    if (trouble.startsWith('RAISE')) {
      await until('the outcome could not be written', () => stack.service.log.includes('no log today'));
      const sweeps = (await stack.sql.query<{ now: Date }>(`SELECT now() + interval '1.5 s' AS now`))
        .rows[0]!;
      await until('the sweep has come by meanwhile', async () => {
        const { rows } = await stack.sql.query<{ past: boolean }>(`SELECT now() > $1 AS past`, [sweeps.now]);
        return rows[0]?.past;
      });
      expect(receiver.arrivals).toHaveLength(1);
    }
    if (trouble.startsWith('RAISE')) await stack.sql.query(`DROP FUNCTION hinder() CASCADE`);
    const delivered = await stack.client.deliveryOf(event, 'delivered');
    expect(delivered.attempts_log).toMatchObject([
      { attempt: 1, status_code: 500 },
      { attempt: 2, status_code: 200 },
    ]);
    expect(receiver.arrivals).toHaveLength(2);
    await stack.sql.query(`DROP FUNCTION IF EXISTS hinder() CASCADE`);
  });

  it('what else an export brings about fails, and the webhook goes out all the same', async () => {
    const documents = [await stack.client.reviewed(), await stack.client.reviewed()];
    await stack.client.endpoint(receiver.url);
    const others = ['outbox_positions', 'webhook_replays', 'webhook_ledger_totals', 'document_processing'];
    for (const table of others) await stack.sql.query(`ALTER TABLE ${table} RENAME TO ${table}_away`);
    try {
      for (const { id } of documents)
        await stack.client.deliveryOf(await stack.client.export(id), 'delivered');
    } finally {
      for (const table of others) await stack.sql.query(`ALTER TABLE ${table}_away RENAME TO ${table}`);
    }
    expect(receiver.arrivals).toHaveLength(2);
    const told = receiver.arrivals.map(({ headers }) => headers['webhook-id']);
    await until('the feed has caught up', async () => {
      const feed = await stack.client.get<{ items: { event_id: string }[] }>('/api/events?limit=200');
      return told.every((id) => feed.items.some(({ event_id }) => event_id === id));
    });
  });

  it('any fault of transport is tried again, at the address of that moment', async () => {
    const server = async (onConnection: (socket: Socket) => void): Promise<string> => {
      const made = createServer((socket) => {
        sockets.push(socket.on('error', () => undefined));
        onConnection(socket);
      }).listen(0, '127.0.0.1');
      servers.push(made);
      await once(made, 'listening');
      return `http://127.0.0.1:${(made.address() as AddressInfo).port}/`;
    };
    const addresses: [string, string][] = [
      ['dns', 'http://does-not-exist.invalid/hook'],
      ['tls', receiver.url.replace('http:', 'https:')],
      ['refused', `http://127.0.0.1:${await freePort()}/hook`],
      ['reset', await server((socket) => socket.once('data', () => socket.resetAndDestroy()))],
      ['reset', await server((socket) => socket.once('data', () => socket.end()))],
      ['timeout', await server(() => undefined)],
      // Half of an answer, and then silence: as when the way back is lost.
      ['timeout', await server((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Le'))],
      ['timeout', await server((socket) => socket.pause())],
    ];
    const endpoints: [string, number][] = [];
    for (const [fault, url] of addresses) endpoints.push([fault, (await stack.client.endpoint(url)).id]);
    await exported();
    for (const [fault, id] of endpoints) {
      const tried = await until(`${fault} is tried again`, async () => {
        const delivery = await stack.client
          .delivery((await deliveryTo(id)).id, 'pending')
          .catch(() => undefined);
        return delivery && delivery.attempts >= 2 && delivery;
      });
      for (const { error } of tried.attempts_log) expect(error).toMatch(new RegExp(`^${fault}: `));
    }
    for (const [, id] of endpoints) expect((await change(id, { url: receiver.url })).status).toBe(200);
    for (const [, id] of endpoints) await stack.client.delivery((await deliveryTo(id)).id, 'delivered');
    await receiver.received(addresses.length);
    expect(new Set(receiver.arrivals.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  it('a delivery is sent again twice: it arrives twice more', async () => {
    await stack.client.endpoint(receiver.url);
    const event = await exported();
    const { id } = await stack.client.deliveryOf(event, 'delivered');
    for (const arrivals of [2, 3]) {
      const { status, body } = await stack.client.resend(id);
      expect([status, body.resend_of]).toEqual([200, id]);
      await stack.client.delivery(body.id, 'delivered');
      expect(receiver.arrivals).toHaveLength(arrivals);
    }
    expect(new Set(receiver.arrivals.map(({ headers }) => headers['webhook-id']))).toEqual(
      new Set([event.event_id]),
    );
  });

  it('one of many endpoints swallows every request: the others get theirs meanwhile', async () => {
    hold();
    const hole = await stack.client.endpoint(receiver.url, { max_in_flight: 4 });
    const others = await Promise.all(Array.from({ length: 5 }, () => WebhookReceiver.start()));
    try {
      for (const other of others) await stack.client.endpoint(other.url);
      const documents = await Promise.all(Array.from({ length: 12 }, () => stack.client.reviewed()));
      for (const { id } of documents) await stack.client.export(id);
      for (const other of others) await other.received(documents.length);
      // Neither its four places nor its breaker have let all of them out by now.
      expect(receiver.arrivals.length).toBeLessThan(documents.length);
      const { items } = await stack.client.get<Ledger>('/api/webhook-ledger');
      expect(items.find(({ endpoint_id }) => endpoint_id === hole.id)).toMatchObject({
        accepted: documents.length,
        delivered: 0,
        parked: 0,
      });
    } finally {
      for (const other of others) await other.stop();
    }
  });

  it('one of a thousand endpoints swallows every request: all the others get theirs meanwhile', async () => {
    hold();
    const documents = [await stack.client.reviewed(), await stack.client.reviewed()];
    const hole = await stack.client.endpoint(receiver.url);
    const other = await WebhookReceiver.start();
    try {
      await stack.sql.query(
        `WITH endpoint AS (
           INSERT INTO webhook_endpoints (url, events, enabled, max_in_flight, headers_sealed, secret_sealed)
           SELECT $2 || '/' || number, events, enabled, max_in_flight, headers_sealed, secret_sealed
             FROM webhook_endpoints CROSS JOIN generate_series(1, 999) AS number WHERE id = $1
           RETURNING id)
         INSERT INTO webhook_endpoint_states (endpoint_id) SELECT id FROM endpoint`,
        [hole.id, other.url],
      );
      for (const { id } of documents) await stack.client.export(id);
      await until(
        'every other one has got all',
        () =>
          new Set(other.arrivals.map(({ path, headers }) => `${path} ${String(headers['webhook-id'])}`))
            .size === 1998,
        60,
      );
      const { items } = await stack.client.get<Ledger>('/api/webhook-ledger');
      expect(items.find(({ endpoint_id }) => endpoint_id === hole.id)).toMatchObject({
        ...{ accepted: 2, delivered: 0, parked: 0 },
      });
    } finally {
      await stack.sql.query(`UPDATE webhook_endpoints SET deleted_at = now() WHERE url LIKE $1 || '/%'`, [
        other.url,
      ]);
      await other.stop();
    }
  });
});
