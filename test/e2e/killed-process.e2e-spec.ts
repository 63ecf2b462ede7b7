import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { Client } from '../support/client.js';
import { holdBack } from '../support/hold-back.js';
import { Service } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

/** The shortest that the configuration allows. */
const LEASE_SECONDS = 6;
const GRACE_SECONDS = 4;

jest.setTimeout(90_000); // several starts each, and leases that really run out

describe('A killed process', () => {
  let database: TestDatabase;
  let sql: pg.Client;
  let receiver: WebhookReceiver;
  let started: Service[];
  let dataDir: string;

  beforeEach(async () => {
    started = [];
    dataDir = await mkdtemp(join(tmpdir(), 're-killed-'));
    database = await TestDatabase.create();
    sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    receiver = await WebhookReceiver.start();
  });
  afterEach(async () => {
    await Promise.all(started.map((service) => service.stop()));
    await receiver.stop();
    await sql.end();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** All over one database and one folder. */
  const start = async (env: Record<string, string> = {}): Promise<Service> => {
    const service = await Service.start(
      {
        DATABASE_URL: database.url,
        WEBHOOK_TIMEOUT_MS: '1000',
        WEBHOOK_LEASE_SECONDS: String(LEASE_SECONDS),
        WEBHOOK_RETRY_SCHEDULE: '100ms,100ms,100ms,100ms,100ms',
        ...env,
      },
      dataDir,
    );
    started.push(service);
    return service;
  };
  const kill = (service: Service): Promise<void> => service.signal('SIGKILL');
  const files = async (folder: string): Promise<string[]> =>
    readdir(join(dataDir, 'files', folder), { recursive: true });
  const eventIds = (): string[] => receiver.arrivals.map(({ headers }) => String(headers['webhook-id']));
  /** Each event as often as it arrived, always with the same bytes. */
  const expectSameBytes = (): void => {
    const bodies = new Map<string, Buffer>();
    for (const { headers, body } of receiver.arrivals) {
      const id = String(headers['webhook-id']);
      expect(body.equals(bodies.get(id) ?? body)).toBe(true);
      bodies.set(id, body);
    }
  };

  it('between export and delivery: another one delivers within the lease and a few seconds', async () => {
    const [api, worker, other] = await Promise.all([
      start({ ROLES: 'api' }),
      start(),
      start({ ROLES: 'worker' }),
    ]);
    const client = new Client(api);
    const { id } = await client.reviewed();
    await client.endpoint(receiver.url, { max_in_flight: 1 });
    other.process.kill('SIGSTOP'); // so that the first one gets it
    receiver.answer(() => undefined);
    const exported = await client.export(id);
    await receiver.received(1);
    other.process.kill('SIGCONT');
    const killedAt = performance.now();
    await kill(worker);
    receiver.answer(200);

    await receiver.received(2, LEASE_SECONDS + GRACE_SECONDS);
    expect(performance.now() - killedAt).toBeGreaterThan((LEASE_SECONDS - 2) * 1000);
    const delivered = await client.deliveryOf(exported, 'delivered');
    expect(eventIds()).toEqual([exported.event_id, exported.event_id]);
    expectSameBytes();
    expect(delivered).toMatchObject({
      attempts: 2,
      attempts_log: [
        { attempt: 1, status_code: null, error: expect.stringMatching(/^lost: /) },
        { attempt: 2, status_code: 200, error: null },
      ],
    });
    expect(delivered.attempts_log[0]?.worker).not.toBe(delivered.attempts_log[1]?.worker);
  });

  it('that was only frozen past its lease changes nothing when it goes on', async () => {
    const [api, frozen] = await Promise.all([start({ ROLES: 'api' }), start()]);
    const client = new Client(api);
    const { id } = await client.reviewed();
    await client.endpoint(receiver.url);
    let answer: () => void = () => undefined;
    receiver.answer((_, response) => (answer = () => response.writeHead(500).end('too late')));
    const exported = await client.export(id);
    await receiver.received(1);
    frozen.process.kill('SIGSTOP');
    answer();
    receiver.answer(200);

    const other = await start({ ROLES: 'worker' });
    const before = await client.deliveryOf(exported, 'delivered', LEASE_SECONDS + GRACE_SECONDS);
    expect(before).toMatchObject({
      attempts: 2,
      attempts_log: [{ error: expect.stringMatching(/^lost/) }, { status_code: 200 }],
    });
    frozen.process.kill('SIGCONT');
    await until('the frozen one has seen that it is too late', () => frozen.log.includes('taken over'));
    expect(await client.deliveryOf(exported, 'delivered')).toEqual(before);
    expect(eventIds()).toEqual([exported.event_id, exported.event_id]);
    expectSameBytes();
    // It is as good as any other again.
    await other.stop();
    await client.deliveryOf(await client.export(id), 'delivered');
  });

  it('told to end in mid-delivery finishes what is under way and leaves the rest for others', async () => {
    const service = await start({ WEBHOOK_TIMEOUT_MS: '5000', WEBHOOK_LEASE_SECONDS: '10' });
    const client = new Client(service);
    const documents = await Promise.all([client.reviewed(), client.reviewed(), client.reviewed()]);
    await client.endpoint(receiver.url, { max_in_flight: 2 });
    const held: (() => void)[] = [];
    receiver.answer((_, response) => held.push(() => response.writeHead(200).end()));
    for (const { id } of documents) await client.export(id);
    await receiver.received(2);
    const ended = service.signal('SIGTERM');
    await until('it has been told', () => service.log.includes('Claims no more deliveries'));
    for (const answer of held) answer();
    await ended;
    expect(service.process.exitCode).toBe(0);

    const states = await sql.query(
      `SELECT state, attempts FROM webhook_delivery_history
       UNION ALL SELECT CASE WHEN claim_token IS NULL THEN 'pending' ELSE 'delivering' END, attempts FROM webhook_deliveries
       ORDER BY 1`,
    );
    expect(states.rows).toEqual([
      { state: 'delivered', attempts: 1 },
      { state: 'delivered', attempts: 1 },
      { state: 'pending', attempts: 0 },
    ]);
    receiver.answer(200);
    const again = new Client(await start());
    await until(
      'the last is delivered',
      async () => (await again.deliveries('state=delivered')).length === 3,
    );
    expect(receiver.arrivals).toHaveLength(3);
    expect((await sql.query(`SELECT 1 FROM webhook_attempts`)).rowCount).toBe(0); // none was lost
  });

  it('in the middle of an upload leaves nothing of it behind', async () => {
    const service = await start();
    const kept = await new Client(service).upload();
    const before = await files('');
    const upload = request(`${service.url}/api/documents/upload`, {
      method: 'POST',
      headers: {
        authorization: `Bearer re_${'0123456789'.repeat(4)}`,
        'content-type': 'multipart/form-data; boundary=frontier',
      },
    });
    const broken = new Promise((resolve) => upload.on('error', resolve));
    upload.write(
      '--frontier\r\nContent-Disposition: form-data; name="contact_id"\r\n\r\n1\r\n' +
        '--frontier\r\nContent-Disposition: form-data; name="folder_id"\r\n\r\n1\r\n' +
        '--frontier\r\nContent-Disposition: form-data; name="file"; filename="half.txt"\r\n\r\n',
    );
    upload.write(randomBytes(300_000).toString('hex'));
    const incoming = await until('some of it is on disk', async () => (await files('incoming'))[0]);
    await kill(service);
    await broken;

    // An hour later: until then it might still be received by another process.
    const hourAgo = new Date(Date.now() - 3_600_000);
    await utimes(join(dataDir, 'files/incoming', incoming), hourAgo, hourAgo);
    const client = new Client(await start());
    expect((await files('')).sort()).toEqual(before.sort());
    const { items } = await client.get<{ items: { id: number }[] }>('/api/documents');
    expect(items.map(({ id }) => id)).toEqual([kept.id]);
  });

  it('while it reads a document: it is read again, and nothing stays in Processing', async () => {
    const service = await start();
    const client = new Client(service);
    const letGo = await holdBack(sql, 'BEFORE UPDATE ON documents', `NEW.status = 'Needs Review'`);
    const { id } = await client.upload({ sample: 'invoice-eu.pdf' });
    await client.status(id, 'Processing');
    await kill(service);
    await letGo();
    // Its lease is half a minute; what follows does not depend on the waiting.
    await sql.query(`UPDATE document_processing SET lease_until = now() WHERE claim_token IS NOT NULL`);

    const again = new Client(await start());
    await again.status(id, 'Needs Review');
    const { items } = await again.get<{ items: unknown[] }>('/api/documents?status=Processing');
    expect(items).toEqual([]);
    expect((await sql.query(`SELECT 1 FROM document_processing`)).rowCount).toBe(0);
  });

  it('in the middle of a new version: the old one is whole, and the file of the new one no document’s', async () => {
    const env = { PUBLIC_BASE_URL: 'https://records.example' };
    const service = await start(env);
    const client = new Client(service);
    const { id } = await client.reviewed({ sample: 'invoice-us.pdf', refs: '{ "crm":1.0}' });
    const before = await client.get<{ sha256: string; version: number }>(`/api/documents/${id}`);
    const content = `Half made. ${crypto.randomUUID()}`;
    const sha256 = createHash('sha256').update(content).digest('hex');
    const form = (): FormData => {
      const each = new FormData();
      each.set('file', new Blob([content]), 'second.txt');
      return each;
    };
    const send = (to: Service): Promise<Response> =>
      to.fetch(`/api/documents/${id}/versions`, { method: 'POST', body: form() });
    const letGo = await holdBack(sql, 'BEFORE INSERT ON document_processing', `NEW.document_id = ${id}`);
    const broken = send(service).then(
      () => 'answered',
      () => 'broken off',
    );
    await until('all but the commit is done', async () => {
      const { rowCount } = await sql.query(
        `SELECT FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event = 'advisory' AND query LIKE '%document_processing%'`,
      );
      return rowCount === 1;
    });
    expect((await files('')).some((path) => path.endsWith(sha256))).toBe(true);
    await kill(service);
    await letGo();
    expect(await broken).toBe('broken off');

    const next = await start(env);
    const again = new Client(next);
    expect(await again.get(`/api/documents/${id}`)).toEqual(before);
    expect((await sql.query(`SELECT FROM document_versions`)).rowCount).toBe(0);
    expect((await sql.query(`SELECT FROM document_processing`)).rowCount).toBe(0);
    // And one that was answered is there, whatever happens then.
    const answer = await send(next);
    expect([answer.status, await answer.text()]).toEqual([
      201,
      expect.stringContaining('"version_number":2'),
    ]);
    await kill(next);
    await sql.query(`UPDATE document_processing SET lease_until = now() WHERE claim_token IS NOT NULL`);
    const last = new Client(await start(env));
    await last.status(id, 'Needs Review');
    expect(await last.get(`/api/documents/${id}`)).toMatchObject({ sha256, external_refs: { crm: 1 } });
    const { items } = await last.get<{ items: { number: number; sha256: string }[] }>(
      `/api/documents/${id}/versions`,
    );
    expect(items.map((each) => each.sha256)).toEqual([sha256, before.sha256]);
    for (const { number } of items) {
      const file = await started.at(-1)!.fetch(`/api/documents/${id}/versions/${number}/file`);
      expect([number, file.status]).toEqual([number, 200]);
    }
  });

  it('in the middle of a replay, and of a step of it: each event is sent again once', async () => {
    const EVENTS = 1500;
    const service = await start();
    const endpoint = await new Client(service).endpoint(receiver.url);
    await sql.query(
      `WITH made AS (
         INSERT INTO outbox_events (event_id, event, document_id, revision, endpoint_ids, body)
         SELECT next_uuid7(), 'document.exported', 1000000 + number, 1, ARRAY[$1::integer], '{}'
           FROM generate_series(1, $2::integer) AS number RETURNING *)
       INSERT INTO webhook_delivery_history (delivery_id, event_id, event, endpoint_id, document_id, revision, attempts,
              created_at, state)
       SELECT next_uuid7(), event_id, event, $1, document_id, revision, 1, now(), 'delivered' FROM made`,
      [endpoint.id, EVENTS],
    );
    // It is made in the third step of 500.
    const letGo = await holdBack(sql, 'BEFORE INSERT ON webhook_deliveries', 'NEW.document_id = 1001200');
    const { status, body: replay } = await service.json<{ id: number; total: number }>(
      'POST',
      `/api/webhook-endpoints/${endpoint.id}/replay`,
      { since: '2020-01-01' },
    );
    expect([status, replay.total]).toEqual([202, EVENTS]);
    await until('it is in the middle of a step', async () => {
      const { rowCount } = await sql.query(
        `SELECT FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event = 'advisory' AND query LIKE '%webhook_extra_deliveries%'`,
      );
      return rowCount === 1;
    });
    await kill(service);
    await letGo();
    // What the dead one held waits for leases; that they end by themselves is shown above.
    await sql.query(`UPDATE webhook_claims SET lease_until = now()`);

    const client = new Client(await start());
    await until('the replay is done', async () => {
      const { state, done } = await client.get<{ state: string; done: number }>(
        `/api/webhook-replays/${replay.id}`,
      );
      return state === 'done' && done === EVENTS;
    });
    const ledger = () =>
      client.get<{ balanced: boolean; items: { accepted: number; delivered: number }[] }>(
        '/api/webhook-ledger',
      );
    await until('all are delivered', async () => (await ledger()).items[0]?.delivered === 2 * EVENTS);
    expect(await ledger()).toMatchObject({ balanced: true, items: [{ accepted: 2 * EVENTS }] });
    const { rows } = await sql.query<{ copies: number; events: number }>(
      `SELECT copies, count(*)::integer AS events FROM (
         SELECT count(resend_of)::integer AS copies FROM webhook_delivery_history GROUP BY event_id) AS each
        GROUP BY copies`,
    );
    expect(rows).toEqual([{ copies: 1, events: EVENTS }]);
    expect(new Set(eventIds()).size).toBe(EVENTS);
    expectSameBytes();
  });

  it('again and again, at any moment: everything answered is there and arrives, nothing is invented', async () => {
    const random = seeded(20_261_123);
    const uploaded = new Set<number>();
    const exported = new Map<string, { id: number; revision: number }>();
    let turn = 0;
    receiver.answer((_, response) => {
      const status = turn++ % 5 === 3 ? 500 : 200;
      setTimeout(() => response.writeHead(status).end(), Math.floor(random() * 60));
    });
    const first = await start();
    await new Client(first).endpoint(receiver.url);

    let service = first;
    for (let round = 0; round < 3; round++) {
      if (round > 0) service = await start();
      const client = new Client(service);
      let running = true;
      const users = Array.from({ length: 3 }, async () => {
        while (running) {
          try {
            const { id } = await client.upload({ refs: `{"crm":{"record_id":"${round}"}}` });
            uploaded.add(id);
            await client.status(id, 'Needs Review');
            for (let times = 0; times < 3; times++) {
              const { event_id, revision } = await client.export(id);
              exported.set(event_id, { id, revision });
            }
          } catch (error) {
            if (running) throw error;
          }
        }
      });
      await until('there is something to lose', () => exported.size >= 6 * (round + 1));
      await pause(random() * 300);
      running = false;
      await kill(service);
      await Promise.all(users);
    }

    // What the dead held waits for leases; that they end by themselves is shown above.
    await sql.query(`UPDATE webhook_claims SET lease_until = now()`);
    await sql.query(`UPDATE document_processing SET lease_until = now() WHERE claim_token IS NOT NULL`);
    // Requests that were committed and not answered have left events, too; they arrive like the others.
    await start();
    await until(
      'everything is delivered',
      async () => (await sql.query(`SELECT 1 FROM webhook_deliveries LIMIT 1`)).rowCount === 0,
    );
    const events = await sql.query<{ event_id: string; document_id: number; revision: number }>(
      `SELECT event_id, document_id, revision FROM outbox_events`,
    );
    const known = new Map(events.rows.map((event) => [event.event_id, event]));
    for (const [eventId, { id, revision }] of exported) {
      expect(known.get(eventId)).toMatchObject({ document_id: id, revision });
    }
    expect(new Set(eventIds())).toEqual(new Set(known.keys()));
    expect((await sql.query(`SELECT 1 FROM webhook_parked_deliveries`)).rowCount).toBe(0);
    expectSameBytes();
    // Per document: revisions without a gap, as many as the document says, first arrivals in order.
    const { rows: documents } = await sql.query<{ id: number; revision: number }>(
      `SELECT id, revision FROM documents`,
    );
    for (const id of uploaded) expect(documents.map((document) => document.id)).toContain(id);
    for (const document of documents) {
      const arrived = receiver.arrivals
        .map(({ body }) => JSON.parse(body.toString()) as { id: number; revision: number })
        .filter(({ id }) => id === document.id)
        .map(({ revision }) => revision);
      expect([...new Set(arrived)]).toEqual(
        Array.from({ length: document.revision }, (_, index) => index + 1),
      );
    }
    await until('nothing is in Processing or New', async () => {
      const { rowCount } = await sql.query(`SELECT 1 FROM documents WHERE status IN ('New', 'Processing')`);
      return rowCount === 0;
    });
    for (const id of uploaded) {
      expect((await started.at(-1)!.fetch(`/api/documents/${id}/file`)).status).toBe(200);
    }
  });
});

/** Numbers from 0 to 1 that are the same every time (a linear congruential generator). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32) / 2 ** 32;
}
