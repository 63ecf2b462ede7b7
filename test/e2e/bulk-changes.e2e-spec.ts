import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Client, type DocumentBody } from '../support/client.js';
import { Service } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

interface Result {
  document_id: number;
  ok: boolean;
  version: number | null;
  status: string | null;
  problem: { code: string } | null;
}

describe('Changing many documents at once', () => {
  let database: TestDatabase;
  let service: Service;
  let client: Client;
  let receiver: WebhookReceiver;

  beforeAll(async () => {
    database = await TestDatabase.create();
    receiver = await WebhookReceiver.start();
    service = await Service.start({ DATABASE_URL: database.url, WEBHOOK_ALLOWED_CIDRS: '127.0.0.0/8' });
    client = new Client(service);
    await client.endpoint(receiver.url);
  });
  afterAll(async () => {
    await service?.stop();
    await receiver?.stop();
    await database?.drop();
  });

  const bulk = async (
    body: string,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; results: Result[]; problem: { code?: string; errors?: object[] } }> => {
    const response = await service.fetch('/api/documents/bulk', {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    const answer = (await response.json()) as { results: Result[]; code?: string };
    return { status: response.status, results: answer.results, problem: answer };
  };
  const refs = async (id: number): Promise<string> =>
    (await service.fetch(`/api/documents/${id}/external_refs`)).text();

  it('takes refs to the byte and statuses, each document whole or not at all, results in order', async () => {
    const [one, two, three] = [await client.reviewed(), await client.reviewed(), await client.reviewed()];
    const odd = String.raw`{ "n":1.0,"a":1,"a":12345678901234567890, "\u0061" :{"b":{"c":1,"c":2}} }`;
    const { status, results } = await bulk(
      `{"documents":[{"id":${three.id},"external_refs":${odd} ,"status":"Missing Info"},` +
        `{"id":${one.id},"external_refs":{"lost":1},"status":"New"},{"id":999999,"external_refs":{}},` +
        `{"id":${two.id},"external_refs":{"x": 1},"expected_version":1},{"id":${one.id}00000,"status":"Ready"}]}`,
    );
    expect(status).toBe(200);
    expect(results.map(({ document_id, ok, problem }) => [document_id, ok, problem?.code])).toEqual([
      [three.id, true, undefined],
      [one.id, false, 'status_not_allowed'],
      [999_999, false, 'document_not_found'],
      [two.id, false, 'version_mismatch'],
      [Number(`${one.id}00000`), false, 'document_not_found'],
    ]);
    expect(await refs(three.id)).toBe(odd);
    expect(await client.get(`/api/documents/${three.id}`)).toMatchObject({
      status: 'Missing Info',
      version: results[0]?.version,
    });
    expect([await refs(one.id), await refs(two.id)]).toEqual(['{}', '{}']);
  });

  it('exports with the new refs', async () => {
    const { id } = await client.reviewed();
    const { results } = await bulk(
      `{"documents":[{"id":${id},"external_refs":{"crm":{"record_id": 7.0}},"status":"Export"}]}`,
    );
    expect(results).toMatchObject([{ document_id: id, ok: true, status: 'Export' }]);
    const sent = await until('the webhook has come', () =>
      receiver.arrivals.find(({ body }) => body.toString().includes(`"id":${id},`)),
    );
    expect(sent.body.toString()).toContain('"external_refs":{"crm":{"record_id": 7.0}}');
  });

  it('refuses a request that is wrong before anything is done', async () => {
    const { id } = await client.reviewed();
    const fine = `{"id":${id},"external_refs":{"a":1}}`;
    for (const [documents, expected] of [
      [`${fine},{"id":1,"external_refs":[]}`, 'external_refs_not_an_object'],
      [`${fine},{"id":1,"external_refs":{"a":${'['.repeat(64)}${']'.repeat(64)}}}`, 'external_refs_too_deep'],
      [`${fine},${fine}`, 'validation_failed'],
      [`${fine},{"id":1,"refs":{}}`, 'validation_failed'],
      [`${fine},{"id":1,"status":null}`, 'validation_failed'],
      [`${fine},{"id":1,"expected_version":null}`, 'validation_failed'],
      [`${fine},null`, 'validation_failed'],
      ['[]', 'validation_failed'],
      [`${fine},[]`, 'validation_failed'],
      [`${fine},[{"id":1,"external_refs":{}}]`, 'validation_failed'],
      [`${fine},{"id":1,"constructor":{}}`, 'validation_failed'],
      [`${fine},{"id":1,"__proto__":{"status":"Ready"}}`, 'validation_failed'],
      [`${fine},{"id":1,"id":2}`, 'duplicate_member'],
      ['', 'validation_failed'],
    ] as const) {
      const { problem } = await bulk(`{"documents":[${documents}]}`);
      expect(problem.code).toBe(expected);
    }
    expect(await refs(id)).toBe('{}');
  });

  it('answers a repeated request with the same key with the same answer', async () => {
    const { id } = await client.reviewed();
    const send = () =>
      bulk(`{"documents":[{"id":${id},"status":"Approved"},{"id":999999,"status":"Ready"}]}`, {
        'idempotency-key': 'bulk-1',
      });
    const first = await send();
    expect(first.results.map(({ ok }) => ok)).toEqual([true, false]);
    expect((await send()).results).toEqual(first.results);
    const document = await client.get<DocumentBody>(`/api/documents/${id}`);
    expect(document.version).toBe(first.results[0]?.version);
  });

  it('changes the others while one is locked for long', async () => {
    const [one, two, three] = [await client.upload(), await client.reviewed(), await client.reviewed()];
    await client.status(one.id, 'Needs Review');
    const holder = new pg.Client({ connectionString: database.url });
    await holder.connect();
    try {
      await holder.query('BEGIN');
      await holder.query('SELECT 1 FROM documents WHERE id = $1 FOR UPDATE', [one.id]);
      const change = ({ id }: { id: number }) => ({ id, external_refs: { locked: 1.5 } });
      const { status, results } = await bulk(JSON.stringify({ documents: [one, two, three].map(change) }));
      expect([status, results]).toMatchObject([
        200,
        [{ ok: false, problem: { code: 'change_unavailable' } }, { ok: true }, { ok: true }],
      ]);
    } finally {
      await holder.end();
    }
    expect([await refs(one.id), await refs(two.id)]).toEqual(['{}', '{"locked":1.5}']);
  });

  it('changes a thousand', async () => {
    const documents = Array.from({ length: 1000 }, (_, index) => ({
      id: index + 1,
      external_refs: { bulk: index },
    }));
    const { status, results } = await bulk(JSON.stringify({ documents }));
    expect([status, results.length]).toEqual([200, 1000]);
    const changed = results.filter(({ ok }) => ok);
    expect(changed.length).toBeGreaterThan(4);
    for (const { document_id } of changed)
      expect(await refs(document_id)).toBe(`{"bulk":${document_id - 1}}`);
  });
});
