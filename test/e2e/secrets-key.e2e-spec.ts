import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { Webhook } from 'standardwebhooks';
import { Client } from '../support/client.js';
import { Service } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const [OLD, NEW] = [randomBytes(32), randomBytes(32)].map((key) => key.toString('base64')) as [
  string,
  string,
];

describe('A new SECRETS_KEY', () => {
  let database: TestDatabase;
  let receiver: WebhookReceiver;
  const started: Service[] = [];

  beforeAll(async () => {
    database = await TestDatabase.create();
    receiver = await WebhookReceiver.start();
  });

  afterAll(async () => {
    for (const service of started) await service.stop();
    await receiver.stop();
    await database.drop();
  });

  async function launch(keys: Record<string, string>): Promise<Service> {
    const dataDir = started[0]?.dataDir; // with the document files
    const service = await Service.launch({ DATABASE_URL: database.url, ...keys }, dataDir);
    started.push(service);
    return service;
  }

  async function start(keys: Record<string, string>): Promise<Service> {
    const service = await launch(keys);
    await until(
      'the service is ready',
      async () => (await fetch(`${service.url}/readyz`).catch(() => null))?.ok,
    );
    return service;
  }

  const create = (service: Service) =>
    service.json<{ id: number; secret: string }>(
      'POST',
      '/api/webhook-endpoints',
      { url: receiver.url, events: ['document.exported'], auth: { type: 'bearer', token: 't0ken' } },
      { 'idempotency-key': 'the-endpoint' },
    );

  it('takes over everything that the one before has sealed', async () => {
    const before = await start({ SECRETS_KEY: OLD });
    const endpoint = await create(before);
    expect(endpoint.status).toBe(201);
    const { id } = await new Client(before).reviewed();
    await before.signal('SIGTERM');

    const rotating = await start({ SECRETS_KEY: NEW, SECRETS_KEY_PREVIOUS: OLD });
    // secret, headers and auth of the endpoint, and the answer that is kept
    expect(rotating.log).toContain('4 secrets that were sealed with SECRETS_KEY_PREVIOUS');
    expect(rotating.log).not.toContain(OLD);
    await rotating.signal('SIGTERM');

    const after = await start({ SECRETS_KEY: NEW });
    await new Client(after).export(id);
    const [arrival] = await receiver.received(1);
    expect(arrival?.headers.authorization).toBe('Bearer t0ken');
    const verify = (): unknown =>
      new Webhook(endpoint.body.secret).verify(arrival!.body, arrival!.headers as Record<string, string>);
    expect(verify).not.toThrow();
    expect((await create(after)).text).toBe(endpoint.text);
    await after.signal('SIGTERM');

    const stale = await launch({ SECRETS_KEY: OLD });
    await until('it has ended', () => stale.process.exitCode !== null);
    expect(stale.process.exitCode).toBe(1);
    expect(stale.log).toContain('SECRETS_KEY is not the key this database was made with');
  }, 60_000);

  it('leaves a process that kept the old one nothing to send and nothing to spoil', async () => {
    const shared = await TestDatabase.create();
    const start = async (keys: Record<string, string>, roles: string): Promise<Service> => {
      const service = await Service.start(
        { DATABASE_URL: shared.url, ROLES: roles, ...keys },
        started[0]?.dataDir,
      );
      started.push(service);
      return service;
    };
    const both = { SECRETS_KEY: NEW, SECRETS_KEY_PREVIOUS: OLD };
    const arrived = receiver.arrivals.length;
    try {
      const stale = await start({ SECRETS_KEY: OLD }, 'api,worker');
      const endpoint = await new Client(stale).endpoint(receiver.url);
      const { id } = await new Client(stale).reviewed();
      const first = await new Client(stale).export(id);
      await new Client(stale).deliveryOf(first, 'delivered'); // so it knows the secret

      const api = await start(both, 'api');
      const second = await new Client(api).export(id);
      await until('the stale one has said so', () => stale.log.includes('cannot be opened'));
      const refused = { status: 503, body: { code: 'secrets_key_changed' } };
      const path = `/api/webhook-endpoints/${endpoint.id}`;
      const settings = { url: receiver.url, events: ['document.exported'] };
      expect(await stale.json('POST', '/api/webhook-endpoints', settings)).toMatchObject(refused);
      expect(await stale.json('PATCH', path, { description: 'x' })).toMatchObject(refused);
      expect(await stale.json('PATCH', path, { url: receiver.url })).toMatchObject(refused);
      expect(await stale.json('POST', `${path}/rotate-secret`)).toMatchObject(refused);
      // Exports need no secret.
      const third = await new Client(stale).export(id);
      const [unsent] = await new Client(api).deliveries(`event_id=${second.event_id}`);
      expect(unsent).toMatchObject({ attempts: 0, finished_at: null });
      expect(receiver.arrivals).toHaveLength(arrived + 1);

      await start(both, 'worker');
      for (const exported of [second, third]) {
        expect(await new Client(api).deliveryOf(exported, 'delivered')).toMatchObject({ attempts: 1 });
      }
      const arrivals = receiver.arrivals.slice(arrived);
      expect(arrivals.map(({ headers }) => headers['webhook-id'])).toEqual(
        [first, second, third].map((exported) => exported.event_id),
      );
      for (const { headers, body } of arrivals) {
        const verify = (): unknown =>
          new Webhook(endpoint.secret).verify(body, headers as Record<string, string>);
        expect(verify).not.toThrow();
      }
      // The new key opens everything, alone.
      const changed = await new Client(await start({ SECRETS_KEY: NEW }, 'api')).get<{ items: unknown[] }>(
        '/api/webhook-endpoints',
      );
      expect(changed.items).toHaveLength(1);
      const after = await started.at(-1)!.json('PATCH', path, { description: 'x' });
      expect(after.status).toBe(200);
    } finally {
      for (const service of started.splice(1)) await service.stop();
      await shared.drop();
    }
  }, 90_000);

  it('can be lost: documents and deliveries remain, and endpoints are made anew', async () => {
    const before = await start({ SECRETS_KEY: NEW, SECRETS_KEY_PREVIOUS: OLD });
    const lost = await new Client(before).endpoint(receiver.url);
    const { id } = await new Client(before).reviewed();
    await before.signal('SIGTERM');

    const page = await readFile(new URL('../../docs/secrets.md', import.meta.url), 'utf8');
    const sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    await sql.query(/```sql\n([^]*?)```/.exec(page)![1]!);
    await sql.end();

    const after = await start({ SECRETS_KEY: Buffer.alloc(32, 3).toString('base64') });
    const arrived = receiver.arrivals.length;
    const made = await new Client(after).endpoint(receiver.url);
    expect((await after.json('DELETE', `/api/webhook-endpoints/${lost.id}`)).status).toBe(204);
    await new Client(after).export(id);
    const arrival = (await receiver.received(arrived + 1))[arrived]!;
    const verify = (): unknown =>
      new Webhook(made.secret).verify(arrival.body, arrival.headers as Record<string, string>);
    expect(verify).not.toThrow();
  }, 60_000);
});
