import { Webhook } from 'standardwebhooks';
import pg from 'pg';
import { Service } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

interface Endpoint {
  id: number;
  secret: string;
  [member: string]: unknown;
}

interface Problem {
  code: string;
  detail: string;
  errors: { pointer: string; message: string }[];
}

const API = '/api/webhook-endpoints';

describe('Webhook endpoints over HTTP', () => {
  let database: TestDatabase;
  let service: Service;
  let receiver: WebhookReceiver;

  beforeAll(async () => {
    database = await TestDatabase.create();
    service = await Service.start({
      DATABASE_URL: database.url,
      PUBLIC_BASE_URL: 'https://records.example/re',
      WEBHOOK_TIMEOUT_MS: '500',
    });
  });

  beforeEach(async () => {
    receiver = await WebhookReceiver.start();
  });
  afterEach(() => receiver.stop());

  afterAll(async () => {
    await service.stop();
    await database.drop();
  });

  const create = async (body: Record<string, unknown> = {}): Promise<Endpoint> => {
    const answer = await service.json<Endpoint>('POST', API, { url: receiver.url, ...body });
    expect(answer).toMatchObject({ status: 201 });
    return answer.body;
  };

  it('shows everything but the secrets, and the signing secret once', async () => {
    const created = await service.json<Endpoint>('POST', API, { url: receiver.url });
    expect(created.status).toBe(201);
    const { id } = created.body;
    expect(created.headers.get('location')).toBe(`https://records.example/re${API}/${id}`);
    const shown = {
      id,
      url: receiver.url,
      events: ['document.exported'],
      description: null,
      enabled: true,
      auth: { type: 'none', token: null, name: null, value: null },
      headers: {},
      max_in_flight: 16,
      state: 'healthy',
      state_reason: null,
      consecutive_failures: 0,
      next_probe_at: null,
      backlog: 0,
      oldest_pending_at: null,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      updated_at: expect.stringMatching(/Z$/),
    };
    expect(created.body).toEqual({ ...shown, secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/) });
    expect(await service.json('GET', `${API}/${id}`)).toMatchObject({ status: 200, body: shown });

    const hidden = await create({
      description: 'CRM',
      events: ['delivery.parked', 'document.exported'],
      auth: { type: 'header', name: 'X-Api-Key', value: 'k3y' },
      headers: { 'X-Tenant': 't3nant' },
      max_in_flight: 3,
      enabled: false,
    });
    const read = await service.json<Endpoint>('GET', `${API}/${hidden.id}`);
    expect(read.body).toEqual({
      ...shown,
      id: hidden.id,
      description: 'CRM',
      events: ['delivery.parked', 'document.exported'],
      auth: { type: 'header', token: null, name: 'X-Api-Key', value: '***' },
      headers: { 'X-Tenant': '***' },
      max_in_flight: 3,
      enabled: false,
      state: 'disabled',
    });
    const list = await service.json<{ items: Endpoint[]; next: string }>('GET', `${API}?limit=1`);
    expect(list.body.items.map((item) => item.id)).toEqual([hidden.id]);
    expect(list.body.next).toMatch(/^https:\/\/records\.example\/re\/api\/webhook-endpoints\?/);
    for (const { text } of [read, list, await service.json('GET', API)]) {
      for (const secret of ['k3y', 't3nant', 'whsec_', 'secret']) expect(text).not.toContain(secret);
    }
  });

  it('sends a real, signed test webhook and tells what came back', async () => {
    const { id, secret } = await create({
      enabled: false,
      auth: { type: 'bearer', token: 't0ken' },
      headers: { 'X-Tenant': 'acme' },
    });
    const test = await service.json('POST', `${API}/${id}/test`);
    expect(test).toMatchObject({
      status: 200,
      body: { ok: true, status_code: 200, error: null, response_excerpt: 'ok' },
    });
    expect(test.body['duration_ms']).toBeGreaterThanOrEqual(0);
    const [arrival] = await receiver.received(1);
    const body = new Webhook(secret).verify(arrival!.body, arrival!.headers as Record<string, string>);
    expect(body).toEqual({
      schema_version: '2.0',
      event: 'webhook.test',
      event_id: arrival!.headers['webhook-id'],
      timestamp: expect.stringMatching(/Z$/),
      endpoint_id: id,
    });
    expect(arrival!.headers).toMatchObject({
      authorization: 'Bearer t0ken',
      'x-tenant': 'acme',
      'x-recordengine-event': 'webhook.test',
      'x-recordengine-attempt': '1',
    });

    receiver.answer((_, response) => response.writeHead(500).end('a\0b'));
    expect((await service.json('POST', `${API}/${id}/test`)).body).toMatchObject({
      ok: false,
      status_code: 500,
      error: 'http: the receiver answered 500 Internal Server Error',
      response_excerpt: 'a\ufffdb',
    });
    receiver.answer(() => undefined);
    expect((await service.json('POST', `${API}/${id}/test`)).body).toMatchObject({
      ok: false,
      status_code: null,
      error: 'timeout: no response headers within 500 ms',
      response_excerpt: null,
    });
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const ledger = await client.query(
      `SELECT (SELECT count(*) FROM outbox_events) + (SELECT count(*) FROM webhook_deliveries)
            + (SELECT count(*) FROM webhook_delivery_history) AS rows,
              (SELECT consecutive_failures FROM webhook_endpoint_states WHERE endpoint_id = $1) AS failures`,
      [id],
    );
    await client.end();
    expect(ledger.rows).toEqual([{ rows: 0, failures: 0 }]);
    expect(service.log).not.toContain('/hook');
  });

  it('changes what is named, and takes masks for what is there', async () => {
    const { id } = await create({ auth: { type: 'bearer', token: 't0ken' }, headers: { 'X-A': '1' } });
    const before = (await service.json('GET', `${API}/${id}`)).body;
    const patch = await service.json('PATCH', `${API}/${id}`, { description: 'new', max_in_flight: 2 });
    expect(patch.body).toEqual({
      ...before,
      description: 'new',
      max_in_flight: 2,
      updated_at: expect.any(String),
    });
    const { auth, headers } = before;
    expect((await service.json('PATCH', `${API}/${id}`, { auth, headers })).status).toBe(200);
    await service.json('POST', `${API}/${id}/test`);
    expect(receiver.arrivals[0]?.headers).toMatchObject({ authorization: 'Bearer t0ken', 'x-a': '1' });
    const cleared = await service.json('PATCH', `${API}/${id}`, {
      auth: { type: 'none' },
      headers: {},
      description: null,
    });
    expect(cleared.body).toMatchObject({
      auth: { type: 'none', token: null },
      headers: {},
      description: null,
    });
    expect((await service.json('PATCH', `${API}/${id}`, {})).status).toBe(200);
  });

  it('rotates the secret with an overlap', async () => {
    const { id, secret } = await create();
    const rotated = await service.json<Endpoint>('POST', `${API}/${id}/rotate-secret`, {
      overlap_seconds: 3600,
    });
    expect(rotated).toMatchObject({ status: 200, body: { id, secret: expect.stringMatching(/^whsec_/) } });
    expect(rotated.body.secret).not.toBe(secret);
    const verifies = async (by: string): Promise<boolean> => {
      await service.json('POST', `${API}/${id}/test`);
      const { body, headers } = receiver.arrivals.at(-1)!;
      try {
        new Webhook(by).verify(body, headers as Record<string, string>);
        return true;
      } catch {
        return false;
      }
    };
    expect([await verifies(secret), await verifies(rotated.body.secret)]).toEqual([true, true]);
    const last = await service.json<Endpoint>('POST', `${API}/${id}/rotate-secret`, { overlap_seconds: 0 });
    expect([await verifies(rotated.body.secret), await verifies(last.body.secret)]).toEqual([false, true]);
    expect((await service.json('POST', `${API}/${id}/rotate-secret`)).status).toBe(200);
    expect(await verifies(last.body.secret)).toBe(true);
    for (const overlap_seconds of [-1, 1.5, '60', null, 2_592_001]) {
      const refused = await service.json('POST', `${API}/${id}/rotate-secret`, { overlap_seconds });
      expect(refused.status).toBe(422);
    }
  });

  it('deletes', async () => {
    const { id } = await create();
    expect((await service.json('DELETE', `${API}/${id}`)).status).toBe(204);
    for (const [method, path, body] of [
      ['GET', ''],
      ['PATCH', '', {}],
      ['PATCH', '', { url: receiver.url }],
      ['POST', '/test'],
      ['POST', '/rotate-secret', {}],
    ] as const) {
      const answer = await service.json<Problem>(method, `${API}/${id}${path}`, body);
      expect([answer.status, answer.body.code]).toEqual([404, 'endpoint_not_found']);
    }
    expect(receiver.arrivals).toHaveLength(0);
  });

  it('deletes again what is deleted already, but not what never was', async () => {
    const { id } = await create();
    const answers = await Promise.all([1, 2, 3].map(() => service.json('DELETE', `${API}/${id}`)));
    expect(answers.map(({ status, text }) => [status, text])).toEqual(Array(3).fill([204, '']));
    expect((await service.json('DELETE', `${API}/${id}`)).status).toBe(204);
    const { body } = await service.json<{ items: { action: string; endpoint_id: number }[] }>(
      'GET',
      '/api/webhook-operator-actions',
    );
    const deleted = body.items.filter(({ action }) => action === 'delete_endpoint');
    expect(deleted.filter(({ endpoint_id }) => endpoint_id === id)).toHaveLength(1);
    expect(await service.json('DELETE', `${API}/2147483647`)).toMatchObject({
      status: 404,
      body: { code: 'endpoint_not_found' },
    });
  });

  it('takes the URL as target_url, and Location is what ends the subscription', async () => {
    const target = `${receiver.url}/rest-hook`;
    const created = await service.json<Endpoint>('POST', API, { target_url: target });
    expect(created).toMatchObject({ status: 201, body: { url: target } });
    const location = created.headers.get('location') ?? '';
    expect(location).toBe(`https://records.example/re${API}/${created.body.id}`);
    const twice = await service.json<Endpoint>('POST', API, { url: target, target_url: target });
    expect(twice).toMatchObject({ status: 201, body: { url: target } });
    const other = `${receiver.url}/other`;
    expect(await service.json('PATCH', `${API}/${twice.body.id}`, { target_url: other })).toMatchObject({
      status: 200,
      body: { url: other },
    });
    expect((await service.json('DELETE', new URL(location).pathname)).status).toBe(204);
    expect((await service.json('GET', `${API}/${created.body.id}`)).status).toBe(404);
  });

  const url = 'http://127.0.0.1:9/hook';
  it.each<[Record<string, unknown>, string, string]>([
    [{}, 'validation_failed', '/url'],
    [{ url: null }, 'validation_failed', '/url'],
    [{ target_url: null }, 'validation_failed', '/target_url'],
    [{ target_url: 5 }, 'validation_failed', '/target_url'],
    [{ target_url: 'http://10.0.0.1/' }, 'endpoint_address_refused', '/url'],
    [{ url, target_url: null }, 'validation_failed', '/target_url'],
    [{ url, target_url: `${url}/other` }, 'validation_failed', '/target_url'],
    [{ url: 5 }, 'validation_failed', '/url'],
    [{ url: `http://127.0.0.1/${'x'.repeat(2048)}` }, 'validation_failed', '/url'],
    [{ url: 'http://127.0.0.1/\u0000' }, 'validation_failed', '/url'],
    [{ url: 'ftp://127.0.0.1/' }, 'endpoint_url_invalid', '/url'],
    [{ url: 'http://a:b@127.0.0.1/' }, 'endpoint_url_invalid', '/url'],
    [{ url: 'http://10.0.0.1/' }, 'endpoint_address_refused', '/url'],
    [{ url: 'http://169.254.169.254/latest/meta-data' }, 'endpoint_address_refused', '/url'],
    [{ url: 'http://[::1]/' }, 'endpoint_address_refused', '/url'],
    [{ url: 'http://0xa.1/' }, 'endpoint_address_refused', '/url'],
    [{ url: 'http://167772161/' }, 'endpoint_address_refused', '/url'],
    [{ url: 'http://[64:ff9b::7f00:1]/' }, 'endpoint_address_refused', '/url'],
    [{ url: 'http://[2002:a00:1::]/' }, 'endpoint_address_refused', '/url'],
    [{ url, events: [] }, 'validation_failed', '/events'],
    [{ url, events: ['document.deleted'] }, 'validation_failed', '/events'],
    [{ url, events: 'document.exported' }, 'validation_failed', '/events'],
    [{ url, events: null }, 'validation_failed', '/events'],
    [{ url, description: 'x'.repeat(501) }, 'validation_failed', '/description'],
    [{ url, description: 'a\u0000b' }, 'validation_failed', '/description'],
    [{ url, enabled: 'true' }, 'validation_failed', '/enabled'],
    [{ url, max_in_flight: 0 }, 'validation_failed', '/max_in_flight'],
    [{ url, max_in_flight: 1001 }, 'validation_failed', '/max_in_flight'],
    [{ url, max_in_flight: 1.5 }, 'validation_failed', '/max_in_flight'],
    [{ url, auth: 'bearer' }, 'validation_failed', '/auth'],
    [{ url, auth: [] }, 'validation_failed', '/auth'],
    [{ url, auth: null }, 'validation_failed', '/auth'],
    [{ url, auth: { type: 'basic' } }, 'validation_failed', '/auth/type'],
    [{ url, auth: { type: 'bearer', extra: 1 } }, 'validation_failed', '/auth/extra'],
    [{ url, auth: { type: 'bearer' } }, 'auth_invalid', '/auth/token'],
    [{ url, auth: { type: 'header', name: 'X' } }, 'auth_invalid', '/auth/value'],
    [{ url, auth: { type: 'bearer', token: '***' } }, 'headers_invalid', '/auth/token'],
    [{ url, auth: { type: 'bearer', token: 'a\nb' } }, 'headers_invalid', '/auth/token'],
    [{ url, auth: { type: 'header', name: 'Host', value: 'v' } }, 'header_reserved', '/auth/name'],
    [{ url, headers: null }, 'validation_failed', '/headers'],
    [{ url, headers: [] }, 'validation_failed', '/headers'],
    [{ url, headers: { 'X-A': 1 } }, 'validation_failed', '/headers'],
    [{ url, headers: { 'X-A': 'a\r\nb' } }, 'headers_invalid', '/headers/X-A'],
    [{ url, headers: { 'webhook-id': 'x' } }, 'header_reserved', '/headers/webhook-id'],
    [{ url, headers: { 'Content-Type': 'x' } }, 'header_reserved', '/headers/Content-Type'],
    [
      { url, auth: { type: 'bearer', token: 't' }, headers: { authorization: 'x' } },
      'header_conflict',
      '/headers/authorization',
    ],
    [{ url, secret: 'whsec_mine' }, 'validation_failed', '/secret'],
  ])('refuses %j', async (body, code, pointer) => {
    const before = (await service.json('GET', API)).text;
    const refused = await service.json<Problem>('POST', API, body);
    expect([refused.status, refused.body.code, refused.body.errors[0]?.pointer]).toEqual([
      422,
      code,
      pointer,
    ]);
    expect((await service.json('GET', API)).text).toBe(before);
    if (!('url' in body)) return;
    const { id } = await create();
    const change = await service.json<Problem>('PATCH', `${API}/${id}`, body);
    expect([change.status, change.body.code]).toEqual([422, code]);
    await service.json('DELETE', `${API}/${id}`);
  });

  it('names the address that is refused, and what would allow it', async () => {
    const { body } = await service.json<Problem>('POST', API, { url: 'http://10.1.2.3/secret-path' });
    expect(body.detail).toContain('10.1.2.3');
    expect(body.detail).toContain('WEBHOOK_ALLOWED_CIDRS');
  });

  it('takes names that cannot be resolved now, and refuses them when they are connected to', async () => {
    const { id } = await create({ url: 'https://does-not-exist.invalid/' });
    const test = await service.json('POST', `${API}/${id}/test`);
    expect(test.body).toMatchObject({ ok: false, error: expect.stringMatching(/^dns: /) });
  });

  it('takes only endpoints on this machine while PUBLIC_BASE_URL is unset', async () => {
    const local = await Service.start(
      { DATABASE_URL: database.url, WEBHOOK_ALLOWED_CIDRS: '127.0.0.0/8,10.0.0.0/8' },
      service.dataDir,
    );
    try {
      const refused = await local.json<Problem>('POST', API, { url: 'http://10.0.0.1/' });
      expect([refused.status, refused.body.code]).toEqual([422, 'public_base_url_unset']);
      expect(refused.body.detail).toContain('PUBLIC_BASE_URL');
      const unknown = await local.json<Problem>('POST', API, { url: 'https://does-not-exist.invalid/' });
      expect(unknown.body.code).toBe('public_base_url_unset');
      const taken = await local.json<Endpoint>('POST', API, {
        url: receiver.url.replace('127.0.0.1', 'localhost'),
      });
      expect(taken.status).toBe(201);
      expect(taken.headers.get('location')).toBe(
        `http://localhost:${new URL(local.url).port}${API}/${taken.body.id}`,
      );
    } finally {
      await local.stop();
    }
  });
});
