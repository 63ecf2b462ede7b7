import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Stack } from '../support/stack.js';
import { until } from '../support/until.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

interface Replay {
  id: number;
  state: string;
  total: number;
  done: number;
  code?: string;
}

describe('Replaying to a webhook endpoint', () => {
  let stack: Stack;
  let receiver: WebhookReceiver;
  let endpointId: number;

  beforeAll(async () => {
    stack = await Stack.start({ PUBLIC_BASE_URL: 'https://records.example/engine' });
  });
  afterAll(() => stack?.stop());
  beforeEach(async () => {
    receiver = await WebhookReceiver.start();
    endpointId = (await stack.client.endpoint(receiver.url)).id;
  });
  afterEach(async () => {
    await stack.service.json('PUT', '/api/settings/offline-mode', { enabled: false });
    await stack.service.json('DELETE', `/api/webhook-endpoints/${endpointId}`);
    await receiver.stop();
  });

  const exported = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index++) {
      await stack.client.export((await stack.client.reviewed({ refs: `{ "n":${index}.0 }` })).id);
    }
  };
  const start = (body: object) =>
    stack.service.json<Replay>('POST', `/api/webhook-endpoints/${endpointId}/replay`, body);
  const change = (id: number, state: string) =>
    stack.service.json<Replay>('PATCH', `/api/webhook-replays/${id}`, { state });
  const finished = (id: number): Promise<Replay> =>
    until('the replay is done', async () => {
      const replay = await stack.client.get<Replay>(`/api/webhook-replays/${id}`);
      return replay.state === 'done' && replay;
    });

  it('gives a receiver that lost its data the same bytes again, marked as resent', async () => {
    await exported(1);
    await receiver.received(1);
    const since = new Date().toISOString();
    await exported(3);
    const lost = (await receiver.received(4)).slice(1);
    await until('all are settled', async () => {
      const deliveries = await stack.client.deliveries(`endpoint_id=${endpointId}&state=delivered`);
      return deliveries.length === 4;
    });
    receiver.arrivals.length = 0;

    const answer = await stack.service.fetch(`/api/webhook-endpoints/${endpointId}/replay`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
      body: JSON.stringify({ since, states: ['delivered'] }),
    });
    expect(answer.status).toBe(202);
    const replay = (await answer.json()) as Replay;
    expect(answer.headers.get('location')).toBe(
      `https://records.example/engine/api/webhook-replays/${replay.id}`,
    );
    expect(replay).toEqual({
      id: replay.id,
      endpoint_id: endpointId,
      state: 'running',
      total: 3,
      done: 0,
      since,
      until: expect.any(String),
      states: ['delivered'],
      include_missing: false,
      created_at: expect.any(String),
      finished_at: null,
    });
    expect(await finished(replay.id)).toMatchObject({ total: 3, done: 3, finished_at: expect.any(String) });

    const again = await receiver.received(3);
    const told = (arrivals: typeof again) =>
      arrivals.map(({ headers, body }) => `${String(headers['webhook-id'])} ${body.toString()}`).sort();
    expect(told(again)).toEqual(told(lost));
    expect(again.map(({ headers }) => headers['x-recordengine-resend'])).toEqual(['true', 'true', 'true']);
    expect(await stack.client.get('/api/webhook-ledger')).toMatchObject({ balanced: true });
  });

  it('gives a new endpoint what was exported before, once, in the order of the revisions', async () => {
    const { id } = await stack.client.reviewed({});
    for (let revision = 1; revision <= 3; revision++) await stack.client.export(id);
    await receiver.received(3);
    const late = await WebhookReceiver.start();
    try {
      const endpoint = await stack.client.endpoint(late.url);
      const path = `/api/webhook-endpoints/${endpoint.id}/replay`;
      const body = { since: '2020-01-01', include_missing: true };
      await finished((await stack.service.json<Replay>('POST', path, body)).body.id);
      await until('all have arrived', () => late.arrivals.some(({ body }) => revisionOf(body, id) === 3));
      const revisions = late.arrivals.map(({ body }) => revisionOf(body, id)).filter(Boolean);
      expect(revisions).toEqual([1, 2, 3]);
      expect(late.arrivals[0]?.headers).not.toHaveProperty('x-recordengine-resend');
      await stack.service.json('DELETE', `/api/webhook-endpoints/${endpoint.id}`);
    } finally {
      await late.stop();
    }
  });

  it('is paused, goes on, and is cancelled; offline, rows are made and nothing is sent', async () => {
    await stack.service.json('PUT', '/api/settings/offline-mode', { enabled: true });
    await stack.sql.query(
      `WITH made AS (
         INSERT INTO outbox_events (event_id, event, document_id, revision, endpoint_ids, body)
         SELECT next_uuid7(), 'document.exported', 1000000 + number, 1, ARRAY[$1::integer], '{}'
           FROM generate_series(1, 50000) AS number RETURNING *)
       INSERT INTO webhook_delivery_history (delivery_id, event_id, event, endpoint_id, document_id, revision, attempts,
              created_at, state)
       SELECT next_uuid7(), event_id, event, $1, document_id, revision, 1, now(), 'delivered' FROM made`,
      [endpointId],
    );
    const madeSoFar = async (): Promise<number> => {
      const { rows } = await stack.sql.query<{ count: number }>(
        `SELECT count(*)::integer AS count FROM webhook_deliveries WHERE endpoint_id = $1`,
        [endpointId],
      );
      return rows[0]?.count ?? 0;
    };
    const { body: replay } = await start({ since: '2020-01-01' });
    expect(replay).toMatchObject({
      total: 50_000,
      states: ['delivered', 'parked', 'superseded', 'cancelled'],
    });
    await until('some are made', madeSoFar);
    const paused = await change(replay.id, 'paused');
    expect(paused).toMatchObject({ status: 200, body: { state: 'paused' } });
    expect(paused.body.done).toBeLessThan(50_000);
    expect(await madeSoFar()).toBe(paused.body.done);

    expect(await change(replay.id, 'running')).toMatchObject({ status: 200, body: { state: 'running' } });
    await until('more are made', async () => (await madeSoFar()) > paused.body.done);
    const cancelled = await change(replay.id, 'cancelled');
    expect(cancelled).toMatchObject({
      status: 200,
      body: { state: 'cancelled', finished_at: expect.any(String) },
    });
    expect(await madeSoFar()).toBe(cancelled.body.done);
    expect(await change(replay.id, 'cancelled')).toMatchObject({ status: 200 });
    expect(await change(replay.id, 'running')).toMatchObject({
      status: 409,
      body: { code: 'replay_finished' },
    });
    expect(receiver.arrivals).toEqual([]);
    expect(await stack.client.get('/api/webhook-ledger')).toMatchObject({ balanced: true });
  });

  it('keeps who did what to deliveries and endpoints, and in the history of the document', async () => {
    const { id } = await stack.client.reviewed({});
    const delivery = await stack.client.deliveryOf(await stack.client.export(id), 'delivered');
    const { body: copy } = await stack.client.resend(delivery.id);
    await stack.client.delivery(copy.id, 'delivered');
    const path = `/api/webhook-endpoints/${endpointId}`;
    await stack.service.json('PATCH', path, { enabled: true }); // it is
    await stack.service.json('PATCH', path, { enabled: false });
    const parked = await stack.client.deliveryOf(await stack.client.export(id), 'parked');
    for (let times = 0; times < 2; times++)
      await stack.service.json('POST', `/api/webhook-deliveries/${parked.id}/cancel`);
    await stack.service.json('PATCH', path, { enabled: true });
    await stack.service.json('POST', `${path}/rotate-secret`, { overlap_seconds: 60 });
    const { body: replay } = await start({ since: '9999-01-01', until: '9999-01-02' });
    expect(replay.code).toBeUndefined();
    await finished(replay.id);
    expect((await change(replay.id, 'running')).status).toBe(409); // leaves no trace
    const secrets = {
      url: `${receiver.url}?key=abc-secret`,
      auth: { type: 'bearer', token: 'abc-secret' },
      headers: { 'x-key': 'abc-secret' },
    };
    expect(await stack.service.json('PATCH', path, { ...secrets, max_in_flight: 3 })).toMatchObject({
      status: 200,
    });
    await stack.service.json('PATCH', path, secrets); // so it is
    expect(await stack.service.json('POST', `${path}/test`)).toMatchObject({ status: 200 });
    for (let times = 0; times < 2; times++)
      await stack.service.json('PUT', '/api/settings/offline-mode', { enabled: true });
    expect((await stack.service.json('POST', `${path}/test`)).status).toBe(409); // leaves no trace

    interface Action {
      action: string;
      actor: string;
      detail: object;
    }
    const list = (query: string) =>
      stack.client.get<{ items: Action[]; next: string | null }>(`/api/webhook-operator-actions?${query}`);
    const { items } = await list(`endpoint_id=${endpointId}`);
    expect(items.map(({ action }) => action)).toEqual([
      'test',
      'update_endpoint',
      'replay',
      'rotate_secret',
      'enable',
      'cancel',
      'disable',
      'resend',
      'create_endpoint',
    ]);
    expect(items[1]?.detail).toEqual({
      changed: ['url', 'auth', 'headers', 'max_in_flight'],
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/\*{3}$/),
    });
    expect(items.at(-1)?.detail).toEqual({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1/),
      events: ['document.exported'],
    });
    expect(items.at(-2)).toEqual({
      id: expect.any(Number),
      at: expect.any(String),
      actor: expect.stringMatching(/^token:/),
      action: 'resend',
      endpoint_id: endpointId,
      delivery_id: copy.id,
      replay_id: null,
      detail: { resend_of: delivery.id },
    });
    const page = await list(`endpoint_id=${endpointId}&limit=4`);
    expect(page.next).not.toBeNull();
    expect((await list('limit=2')).items).toMatchObject([
      { action: 'offline_mode_on', endpoint_id: null },
      { action: 'test' },
    ]);
    expect(JSON.stringify(items)).not.toMatch(/whsec|abc-secret/);

    const history = await stack.client.get<{ items: { action: string; to: unknown }[] }>(
      `/api/documents/${id}/history`,
    );
    expect(history.items.filter(({ action }) => action.startsWith('delivery_'))).toMatchObject([
      { action: 'delivery_cancel', actor: items[0]?.actor, field: 'delivery', to: parked.id },
      { action: 'delivery_resend', actor: items[0]?.actor, field: 'delivery', to: copy.id },
    ]);
  });

  it('lists the replays of an endpoint, newest first, page by page', async () => {
    const list = (query: string) =>
      stack.client.get<{ items: Replay[]; next_cursor: string | null }>(`/api/webhook-replays?${query}`);
    const nothing = { since: '2020-01-01', until: '2020-01-02' };
    const { body: first } = await start(nothing);
    const { body: second } = await start(nothing);
    const other = await stack.client.endpoint('http://127.0.0.1:9/hook');
    const path = `/api/webhook-endpoints/${other.id}/replay`;
    const { body: third } = await stack.service.json<Replay>('POST', path, nothing);
    for (const { id } of [first, second, third]) await finished(id);

    const page = await list(`endpoint_id=${endpointId}&limit=1`);
    expect(page.items).toEqual([await finished(second.id)]);
    const rest = await list(`endpoint_id=${endpointId}&limit=1&cursor=${page.next_cursor}`);
    expect(rest).toMatchObject({ items: [{ id: first.id }], next_cursor: null });
    expect((await list('limit=2')).items.map(({ id }) => id)).toEqual([third.id, second.id]);
    expect((await list('endpoint_id=2147483647')).items).toEqual([]);
    expect((await stack.service.fetch('/api/webhook-replays?endpoint_id=x')).status).toBe(422);
    await stack.service.json('DELETE', `/api/webhook-endpoints/${other.id}`);
  });

  it('refuses what makes no sense, and endpoints that get nothing', async () => {
    const since = '2026-01-02T00:00:00Z';
    for (const body of [
      {},
      { since: 'yesterday' },
      { since, until: '2026-01-01T00:00:00Z' },
      { since: '9000-01-01' },
      { since, states: ['pending'] },
      { since, states: [] },
      { since, include_missing: 'yes' },
      { since, limit: 5 },
    ]) {
      expect([body, (await start(body)).status]).toEqual([body, 422]);
    }
    expect(await change(2 ** 31 - 1, 'paused')).toMatchObject({
      status: 404,
      body: { code: 'replay_not_found' },
    });
    const { body: replay } = await start({ since });
    expect((await change(replay.id, 'done')).status).toBe(422);
    await stack.service.json('PATCH', `/api/webhook-endpoints/${endpointId}`, { enabled: false });
    expect(await start({ since })).toMatchObject({ status: 409, body: { code: 'endpoint_disabled' } });
    await stack.service.json('DELETE', `/api/webhook-endpoints/${endpointId}`);
    expect(await start({ since })).toMatchObject({ status: 404, body: { code: 'endpoint_not_found' } });
  });
});

function revisionOf(body: Buffer, documentId: number): number | undefined {
  const { id, revision } = JSON.parse(body.toString()) as { id: number; revision: number };
  return id === documentId ? revision : undefined;
}
