import { mkdtemp, rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../src/shared/database/embedded/start-embedded-postgres.js';
import { Client } from '../support/client.js';
import { freePort, Service } from '../support/service.js';
import { until } from '../support/until.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

describe('While the database is away', () => {
  let directory: string;
  let port: number;
  let postgres: EmbeddedPostgres;
  let service: Service;
  let client: Client;

  const startPostgres = (): Promise<EmbeddedPostgres> =>
    startEmbeddedPostgres({ directory, settings: { fsync: 'off' } }, () => Promise.resolve(port));

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 're-outage-'));
    port = await freePort();
    postgres = await startPostgres();
    service = await Service.start({ DATABASE_URL: postgres.url });
    client = new Client(service);
  });
  afterAll(async () => {
    await service?.stop();
    await postgres?.stop();
    await rm(directory, { recursive: true, force: true });
  });

  it('requests are 503, and work again when it is back, without a restart of the service', async () => {
    const { id } = await client.reviewed({ refs: '{ "a":1.0 }' });
    const pid = service.process.pid;
    await postgres.stop();

    for (const [method, path, body] of [
      ['GET', `/api/documents/${id}`],
      ['GET', '/api/documents'],
      ['GET', `/api/documents/${id}/external_refs`],
      ['PATCH', `/api/documents/${id}`, { notes: 'lost' }],
      ['POST', `/api/documents/${id}/export`],
    ] as const) {
      const answer = await service.json(method, path, body);
      expect([path, answer.status]).toEqual([path, 503]);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(answer.body).toMatchObject({ status: 503, code: 'database_unavailable' });
    }
    await expect(client.upload()).rejects.toThrow('503 instead of 201');
    expect((await service.fetch('/healthz')).status).toBe(200);
    expect(await (await service.fetch('/metrics')).text()).toContain('recordengine_claim_seconds_count');
    const ready = await service.json('GET', '/readyz');
    expect(ready.body).toMatchObject({ status: 503, code: 'not_ready' });

    postgres = await startPostgres();
    await until('it is ready again', async () => (await service.fetch('/readyz')).ok);
    expect((await service.json('GET', `/api/documents/${id}`)).text).toContain('"external_refs":{ "a":1.0 }');
    expect((await service.json('PATCH', `/api/documents/${id}`, { notes: 'kept' })).status).toBe(200);
    expect(await client.export(id)).toMatchObject({ revision: 1, notes: 'kept' });
    await client.reviewed();
    expect([service.process.pid, service.process.exitCode]).toEqual([pid, null]);
  });

  it('what is done already is not called undone when its answer cannot be read', async () => {
    const { id } = await client.reviewed();
    const other = new pg.Client({ connectionString: postgres.url });
    await other.connect();
    try {
      await other.query(`BEGIN; LOCK TABLE folders`); // only the answer names the folder
      const answer = service.json('PATCH', `/api/documents/${id}`, { notes: 'done' });
      await until('the answer is being read, and its session has ended', async () => {
        const { rowCount } = await other.query(
          `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE relation = 'folders'::regclass AND NOT granted`,
        );
        return rowCount! > 0;
      });
      expect((await answer).body).toMatchObject({ status: 503, code: 'outcome_unknown' });
      await other.query('ROLLBACK');
      await until('the pool has noticed', async () => (await service.fetch(`/api/documents/${id}`)).ok);
      expect(await client.get(`/api/documents/${id}`)).toMatchObject({ notes: 'done' });
    } finally {
      await other.end();
    }
  });

  it('nothing is lost of what waits and of what is under way, and all of it goes out without a restart of the service', async () => {
    const receiver = await WebhookReceiver.start();
    try {
      const held: ServerResponse[] = [];
      receiver.answer((_, response) => void held.push(response));
      await client.endpoint(receiver.url, { max_in_flight: 2 });
      const documents = await Promise.all(Array.from({ length: 6 }, () => client.reviewed()));
      const exported = [];
      for (const { id } of documents) exported.push(await client.export(id));
      await receiver.received(2);
      await postgres.stop();
      receiver.answer(200);
      for (const response of held) response.writeHead(200).end();
      await until('the outcomes could not be written', () => service.log.includes('cannot be written'));

      postgres = await startPostgres();
      for (const each of exported) await client.deliveryOf(each, 'delivered');
      expect(receiver.arrivals).toHaveLength(documents.length);
      expect(await client.get('/api/webhook-ledger')).toMatchObject({ balanced: true });
      expect([service.process.exitCode, service.process.signalCode]).toEqual([null, null]);
    } finally {
      await receiver.stop();
    }
  });
});
