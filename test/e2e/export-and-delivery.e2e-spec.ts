import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Webhook } from 'standardwebhooks';
import { Client, type DeliveryBody } from '../support/client.js';
import { Service } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';
import { WebhookReceiver, type Arrival } from '../support/webhook-receiver.js';

const ODD_REFS =
  '{ "salesforce" :{"record_id":"001Qy00000BnXt2IAF","n":1.0,"big":12345678901234567890,"e":1E+2},' +
  '"a":"\\u00e9\\/é😀","a":[ ],\n"dup":{"x":1,"x":2}}';

interface ExportedBody {
  id: number;
  revision: number;
}

describe('Export and delivery', () => {
  let database: TestDatabase;
  let service: Service;
  let client: Client;
  let receiver: WebhookReceiver;
  let endpoint: { id: number; secret: string };

  beforeAll(async () => {
    database = await TestDatabase.create();
    service = await Service.start({
      DATABASE_URL: database.url,
      PUBLIC_BASE_URL: 'https://records.example/engine',
      WEBHOOK_TIMEOUT_MS: '5000',
      WEBHOOK_RETRY_SCHEDULE: '100ms,200ms',
    });
    client = new Client(service);
  });
  afterAll(async () => {
    await service?.stop();
    await database?.drop();
  });
  beforeEach(async () => {
    receiver = await WebhookReceiver.start();
    endpoint = await client.endpoint(receiver.url);
  });
  afterEach(async () => {
    try {
      await service.json('DELETE', `/api/webhook-endpoints/${endpoint.id}`);
    } finally {
      await receiver.stop();
    }
  });

  const parsed = (arrival: Arrival) => JSON.parse(arrival.body.toString()) as ExportedBody;
  const attemptsOf = (delivery: DeliveryBody) => delivery.attempts_log.map((each) => each.status_code);

  it('turns an upload into a signed webhook with its refs byte for byte', async () => {
    const document = await client.reviewed({ sample: 'invoice-us.pdf', refs: ODD_REFS });
    const approved = await service.json('PUT', `/api/documents/${document.id}/status`, {
      status: 'Approved',
    });
    expect(approved.status).toBe(200);
    const exported = await client.export(document.id);
    expect(exported).toMatchObject({ status: 'Export', revision: 1, event_id: expect.any(String) });

    const [arrival] = (await receiver.received(1)) as [Arrival];
    const raw = arrival.body.toString();
    expect(new Webhook(endpoint.secret).verify(raw, arrival.headers as Record<string, string>)).toMatchObject(
      {
        schema_version: '2.0',
        event: 'document.exported',
        event_id: exported.event_id,
        id: document.id,
        revision: 1,
        status: 'Export',
        doc_url: `https://records.example/engine/documents/${document.id}`,
      },
    );
    expect(raw).toContain(`"external_refs":${ODD_REFS},"doc_url"`);
    expect(arrival.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': exported.event_id,
      'x-recordengine-event': 'document.exported',
      'x-recordengine-attempt': '1',
    });
    expect(arrival.headers).not.toHaveProperty('x-recordengine-resend');

    const delivery = await client.deliveryOf(exported, 'delivered');
    expect(delivery).toMatchObject({
      endpoint_id: endpoint.id,
      document_id: document.id,
      revision: 1,
      attempts: 1,
      reason: null,
      next_attempt_at: null,
      resend_of: null,
      finished_at: expect.any(String),
      attempts_log: [{ attempt: 1, status_code: 200, error: null, response_excerpt: 'ok' }],
    });
    expect(receiver.arrivals).toHaveLength(1);
  });

  it('accounts for what an endpoint was to get, also after its deletion', async () => {
    const { id } = await client.reviewed({});
    const delivery = await client.deliveryOf(await client.export(id), 'delivered');
    const { body: copy } = await client.resend(delivery.id);
    await client.delivery(copy.id, 'delivered');
    await service.json('DELETE', `/api/webhook-endpoints/${endpoint.id}`);
    const { status, body } = await service.json('GET', '/api/webhook-ledger');
    expect([status, body]).toEqual([
      200,
      {
        balanced: true,
        events_without_endpoint: expect.any(Number),
        items: expect.arrayContaining([
          {
            endpoint_id: endpoint.id,
            url: receiver.url,
            deleted: true,
            accepted: 2,
            delivered: 2,
            pending: 0,
            delivering: 0,
            parked: 0,
            superseded: 0,
            cancelled: 0,
            oldest_unfinished_seconds: null,
          },
        ]),
      },
    ]);
  });

  it('shows what it measures, without a token', async () => {
    const { id } = await client.reviewed({});
    await client.deliveryOf(await client.export(id), 'delivered');
    const response = await fetch(`${service.url}/metrics`);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('text/plain'),
    ]);
    const text = await response.text();
    for (const line of [
      /^recordengine_delivery_attempts_total\{outcome="delivered"\} [1-9]/m,
      /^recordengine_commit_to_delivery_seconds_count [1-9]/m,
      /^recordengine_claim_seconds_count [1-9]/m,
      /^recordengine_lease_takeovers_total 0$/m,
      new RegExp(`^recordengine_endpoint_backlog\\{endpoint_id="${endpoint.id}"\\} 0$`, 'm'),
      new RegExp(`^recordengine_endpoint_oldest_pending_seconds\\{endpoint_id="${endpoint.id}"\\} 0$`, 'm'),
      /^recordengine_dead_tuples\{table="webhook_deliveries"\} \d/m,
      /^recordengine_oldest_xmin_age_transactions \d/m,
      /^recordengine_database_pool_connections\{state="total"\} [1-9]/m,
      /^nodejs_eventloop_lag_seconds /m,
    ]) {
      expect(text).toMatch(line);
    }
  });

  it('repeats the very bytes on a retry and on a resend', async () => {
    const { id } = await client.reviewed({ refs: ODD_REFS });
    receiver.answer((_, response) =>
      response.writeHead(receiver.arrivals.length < 3 ? 500 : 200).end('thank you'),
    );
    const exported = await client.export(id);
    const delivery = await client.deliveryOf(exported, 'delivered');
    expect(attemptsOf(delivery)).toEqual([500, 500, 200]);

    // A change after the export changes nothing about it.
    expect((await service.json('PATCH', `/api/documents/${id}`, { notes: 'later' })).status).toBe(200);
    const { status, body: copy } = await client.resend(delivery.id);
    expect(status).toBe(200);
    expect(copy).toMatchObject({ event_id: exported.event_id, resend_of: delivery.id, revision: 1 });
    expect(copy.id).not.toBe(delivery.id);
    await client.delivery(copy.id, 'delivered');

    const arrivals = receiver.arrivals;
    expect(arrivals).toHaveLength(4);
    for (const arrival of arrivals) {
      expect(arrival.body.equals(arrivals[0]!.body)).toBe(true);
      expect(arrival.headers['webhook-id']).toBe(exported.event_id);
      new Webhook(endpoint.secret).verify(arrival.body.toString(), arrival.headers as Record<string, string>);
    }
    expect(arrivals.map(({ headers }) => headers['x-recordengine-attempt'])).toEqual(['1', '2', '3', '1']);
    expect(arrivals.map(({ headers }) => headers['x-recordengine-resend'])).toEqual([
      undefined,
      undefined,
      undefined,
      'true',
    ]);
  });

  it('parks after the last attempt; a resend brings it back', async () => {
    const { id } = await client.reviewed();
    receiver.answer(422);
    const exported = await client.export(id);
    const parked = await client.deliveryOf(exported, 'parked');
    expect(parked).toMatchObject({ reason: 'retries_exhausted', attempts: 3, next_attempt_at: null });
    expect(attemptsOf(parked)).toEqual([422, 422, 422]);

    receiver.answer(200);
    expect(await client.resend(parked.id)).toMatchObject({
      status: 200,
      body: { id: parked.id, reason: null, attempts: 3 },
    });
    const delivered = await client.delivery(parked.id, 'delivered');
    expect(attemptsOf(delivered)).toEqual([422, 422, 422, 200]);
    const told = receiver.arrivals.map(({ headers }) => headers['x-recordengine-resend']);
    expect(told).toEqual([undefined, undefined, undefined, 'true']);
  });

  it('refuses a resend that would be a second unfinished one, or cannot be sent', async () => {
    const { id } = await client.reviewed();
    const exported = await client.export(id);
    const first = await client.deliveryOf(exported, 'delivered');
    let answer: () => void = () => undefined;
    receiver.answer((_, response) => (answer = () => response.writeHead(200).end()));

    const { body: copy } = await client.resend(first.id);
    await receiver.received(2);
    expect(await client.resend(copy.id)).toMatchObject({ status: 409, body: { code: 'delivery_under_way' } });
    expect(await client.resend(first.id)).toMatchObject({
      status: 409,
      body: { code: 'delivery_unfinished' },
    });
    answer();
    await client.delivery(copy.id, 'delivered');

    await service.json('DELETE', `/api/webhook-endpoints/${endpoint.id}`);
    expect(await client.resend(first.id)).toMatchObject({ status: 409, body: { code: 'endpoint_deleted' } });
    for (const unknown of [crypto.randomUUID(), 'nonsense']) {
      expect(await client.resend(unknown)).toMatchObject({
        status: 404,
        body: { code: 'delivery_not_found' },
      });
    }
  });

  it('gives concurrent exports of one document revisions without a gap, which first arrive in order', async () => {
    const { id } = await client.reviewed();
    let turn = 0;
    receiver.answer((_, response) => {
      const number = turn++;
      const status = number % 4 === 1 ? 500 : 200;
      setTimeout(() => response.writeHead(status).end(), (number * 7) % 20);
    });
    const exports = await Promise.all(Array.from({ length: 20 }, () => client.export(id)));
    const numbers = Array.from({ length: 20 }, (_, index) => index + 1);
    expect(exports.map(({ revision }) => revision).sort((a, b) => a - b)).toEqual(numbers);

    for (const exported of exports) await client.deliveryOf(exported, 'delivered', 30);
    const firsts = [...new Set(receiver.arrivals.map((arrival) => parsed(arrival).revision))];
    expect(firsts).toEqual(numbers);
    expect(receiver.arrivals.length).toBeGreaterThan(20);
    for (const { revision, event_id } of exports) {
      const arrival = receiver.arrivals.find(({ headers }) => headers['webhook-id'] === event_id);
      expect(parsed(arrival!).revision).toBe(revision);
    }

    const { items } = await client.get<{
      items: { revision: number; event_id: string; deliveries: { state: string }[] }[];
    }>(`/api/documents/${id}/exports`);
    expect(items.map(({ revision }) => revision)).toEqual(numbers.toReversed());
    expect(
      items.every(({ deliveries }) => deliveries.length === 1 && deliveries[0]?.state === 'delivered'),
    ).toBe(true);
    expect(new Set(items.map(({ event_id }) => event_id))).toEqual(
      new Set(exports.map((each) => each.event_id)),
    );
  });

  it('lets no document wait for another one', async () => {
    const [stuck, quick] = [await client.reviewed(), await client.reviewed()];
    const held: (() => void)[] = [];
    receiver.answer((arrival, response) => {
      if (parsed(arrival).id === stuck.id) held.push(() => response.writeHead(200).end());
      else response.writeHead(200).end();
    });
    const waiting = [await client.export(stuck.id), await client.export(stuck.id)];
    await until('the first is under way', () => held.length === 1);
    const others = [
      await client.export(quick.id),
      await client.export(quick.id),
      await client.export(quick.id),
    ];
    for (const other of others) await client.deliveryOf(other, 'delivered');
    expect((await client.deliveries(`document_id=${stuck.id}`)).map(({ state }) => state)).toEqual([
      'pending',
      'delivering',
    ]);
    held[0]!();
    await until('the second is under way', () => held.length === 2);
    held[1]!();
    for (const each of waiting) await client.deliveryOf(each, 'delivered');
  });

  it('exports many, each accepted or refused alone, in the order given', async () => {
    const documents = await Promise.all([client.reviewed(), client.reviewed(), client.reviewed()]);
    const [first, archived, last] = documents.map(({ id }) => id) as [number, number, number];
    await service.json('PUT', `/api/documents/${archived}/status`, { status: 'Archived' });
    const { status, body } = await service.json<{ results: { event_id: string }[] }>('POST', '/api/exports', {
      document_ids: [last, 2_000_000_000, archived, first],
    });
    expect(status).toBe(200);
    expect(body.results).toMatchObject([
      { document_id: last, ok: true, revision: 1, event_id: expect.any(String), problem: null },
      {
        document_id: 2_000_000_000,
        ok: false,
        revision: null,
        event_id: null,
        problem: { code: 'document_not_found' },
      },
      {
        document_id: archived,
        ok: false,
        revision: null,
        event_id: null,
        problem: { code: 'status_not_allowed' },
      },
      { document_id: first, ok: true, revision: 1, problem: null },
    ]);
    const arrivals = await receiver.received(2);
    expect(new Set(arrivals.map((arrival) => parsed(arrival).id))).toEqual(new Set([first, last]));
    expect(await client.get(`/api/documents/${archived}/exports`)).toMatchObject({ items: [] });
  });

  it('exports by a change of status, once', async () => {
    const { id } = await client.reviewed();
    const change = () => service.json('PUT', `/api/documents/${id}/status`, { status: 'Export' });
    expect(await change()).toMatchObject({ status: 200, body: { status: 'Export', revision: 1 } });
    expect(await change()).toMatchObject({ status: 200, body: { status: 'Export', revision: 1 } });
    expect(parsed((await receiver.received(1))[0]!)).toMatchObject({ id, revision: 1 });
    expect(await client.export(id)).toMatchObject({ revision: 2 });
    await receiver.received(2);
  });

  it('keeps what is exported while an endpoint is off, and delivers it when it is on again', async () => {
    const { id } = await client.reviewed();
    const turn = (enabled: boolean) =>
      service.json('PATCH', `/api/webhook-endpoints/${endpoint.id}`, { enabled });
    expect((await turn(false)).status).toBe(200);
    const exported = [await client.export(id), await client.export(id)];
    expect((await client.deliveries(`document_id=${id}`)).map(({ state }) => state)).toEqual([
      'parked',
      'parked',
    ]);
    expect((await turn(true)).status).toBe(200);
    for (const each of exported) await client.deliveryOf(each, 'delivered');
    expect(receiver.arrivals.map((arrival) => parsed(arrival).revision)).toEqual([1, 2]);
  });

  it('cancels what is parked or waits, once; what is finished stays what it is', async () => {
    const { id } = await client.reviewed();
    const cancel = (delivery: string) =>
      service.json<{ code?: string }>('POST', `/api/webhook-deliveries/${delivery}/cancel`);
    await service.json('PATCH', `/api/webhook-endpoints/${endpoint.id}`, { enabled: false });
    const parked = await client.deliveryOf(await client.export(id), 'parked');
    const cancelled = {
      state: 'cancelled',
      reason: 'cancelled_by_operator',
      finished_at: expect.any(String),
    };
    for (let time = 1; time <= 2; time++) {
      expect(await cancel(parked.id)).toMatchObject({ status: 200, body: cancelled });
    }
    await service.json('PATCH', `/api/webhook-endpoints/${endpoint.id}`, { enabled: true });
    receiver.answer(422);
    const waiting = await client.export(id);
    await receiver.received(1);
    const { id: second } = await client.deliveryOf(waiting, 'parked');
    expect(await cancel(second)).toMatchObject({ status: 200, body: cancelled });
    receiver.answer(200);
    const { id: third } = await client.deliveryOf(await client.export(id), 'delivered');
    expect(await cancel(third)).toMatchObject({ status: 409, body: { code: 'delivery_finished' } });
    expect(receiver.arrivals.map((arrival) => parsed(arrival).revision)).not.toContain(1);
  });

  it('lists deliveries, filtered and page by page', async () => {
    const [one, other] = [await client.reviewed(), await client.reviewed()];
    const exported = [
      await client.export(one.id),
      await client.export(other.id),
      await client.export(one.id),
    ];
    for (const each of exported) await client.deliveryOf(each, 'delivered');
    const newestFirst = (await client.deliveries(`endpoint_id=${endpoint.id}`)).map((each) => each.event_id);
    expect(newestFirst).toEqual(exported.map((each) => each.event_id).toReversed());

    const revisions = (await client.deliveries(`document_id=${one.id}`)).map(({ revision }) => revision);
    expect(revisions).toEqual([2, 1]);
    expect(await client.deliveries(`endpoint_id=${endpoint.id}&state=pending`)).toEqual([]);
    expect(await client.deliveries(`endpoint_id=${endpoint.id}&state=delivered`)).toHaveLength(3);
    expect(await client.deliveries(`endpoint_id=${endpoint.id}&created_after=2200-01-01T00:00:00Z`)).toEqual(
      [],
    );
    expect(
      await client.deliveries(`endpoint_id=${endpoint.id}&created_before=2200-01-01T00:00:00Z`),
    ).toHaveLength(3);

    const paged: string[] = [];
    let next: string | null = `${service.url}/api/webhook-deliveries?endpoint_id=${endpoint.id}&limit=2`;
    while (next !== null) {
      const { pathname, search } = new URL(next);
      const path = pathname.replace(/^\/engine/, '') + search;
      const page: { items: DeliveryBody[]; next: string | null } = await client.get(path);
      expect(page.items.length).toBeLessThanOrEqual(2);
      paged.push(...page.items.map((each) => each.event_id));
      next = page.next;
    }
    expect(paged).toEqual(newestFirst);
    expect((await service.fetch('/api/webhook-deliveries?state=lost')).status).toBe(422);
  });

  it('keeps outcomes and goes on by itself when the database drops every connection for a while', async () => {
    const documents = [await client.reviewed(), await client.reviewed()] as const;
    const held: (() => void)[] = [];
    receiver.answer((_, response) => held.push(() => response.writeHead(200).end('ok')));
    const exported = await Promise.all(documents.map(({ id }) => client.export(id)));
    await receiver.received(2);

    const sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    const statuses = new Set<number>();
    const end = performance.now() + 1000;
    while (performance.now() < end) {
      await sql.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      );
      for (const answer of held.splice(0)) answer();
      statuses.add((await service.fetch(`/api/documents/${documents[0].id}`)).status);
    }
    await sql.end();

    expect([...statuses].filter((status) => status !== 200 && status !== 503)).toEqual([]);
    for (const each of exported) {
      expect(await client.deliveryOf(each, 'delivered')).toMatchObject({
        attempts: 1,
        attempts_log: [{ attempt: 1, status_code: 200, response_excerpt: 'ok' }],
      });
    }
    expect(receiver.arrivals).toHaveLength(2);
    receiver.answer(200);
    await client.deliveryOf(await client.export(documents[0].id), 'delivered');
  });

  describe('from another process, which only serves the API and asks for approval', () => {
    let strict: Service;
    beforeAll(async () => {
      strict = await Service.start(
        { DATABASE_URL: database.url, ROLES: 'api', EXPORT_REQUIRES_APPROVAL: 'true' },
        service.dataDir,
      );
    });
    afterAll(() => strict?.stop());

    const approve = (id: number) => strict.json('PUT', `/api/documents/${id}/status`, { status: 'Approved' });

    it('exports nothing that is not approved, on any path', async () => {
      const { id } = await client.reviewed();
      for (const [method, path, body] of [
        ['POST', `/api/documents/${id}/export`, undefined],
        ['PUT', `/api/documents/${id}/status`, { status: 'Export' }],
      ] as const) {
        const refused = await strict.json(method, path, body);
        expect(refused).toMatchObject({ status: 409, body: { code: 'approval_required' } });
      }
      const many = await strict.json('POST', '/api/exports', { document_ids: [id] });
      expect(many.body['results']).toMatchObject([{ ok: false, problem: { code: 'approval_required' } }]);
      await approve(id);
      expect(await new Client(strict).export(id)).toMatchObject({ revision: 1 });
      expect(await new Client(strict).export(id)).toMatchObject({ revision: 2 });
      await receiver.received(2);
    });

    it('wakes the worker, which does not wait for its sweep', async () => {
      const { id } = await client.reviewed();
      await approve(id);
      let woken = 0;
      for (let round = 1; round <= 3; round++) {
        // The sweep comes with every full second. What arrives before the next one was not brought by it.
        await until('a second has just begun', () => Date.now() % 1000 > 100 && Date.now() % 1000 < 250);
        const second = Math.floor(Date.now() / 1000);
        await new Client(strict).export(id);
        await receiver.received(round);
        if (Math.floor(Date.now() / 1000) === second) woken += 1;
      }
      expect(woken).toBeGreaterThanOrEqual(2);
    });
  });
});
