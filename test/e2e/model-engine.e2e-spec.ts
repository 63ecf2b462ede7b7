import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, type DocumentBody } from '../support/client.js';
import { fails, ModelServer, saysFields } from '../support/model-server.js';
import { Service } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const KEY = 'sk-secret-of-the-operator';
type Read = DocumentBody & { confidence_reasoning: string; extracted_fields: Record<string, string | null> };
type Body = Record<string, unknown>;

/** Names and types of all members, as deep as they go. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (typeof value !== 'object' || value === null) return value === null ? 'string' : typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shapeOf(each)]));
}

describe('A model by setting', () => {
  let database: TestDatabase;
  let model: ModelServer;
  let receiver: WebhookReceiver;
  let service: Service;
  let client: Client;

  beforeAll(async () => {
    [database, model, receiver] = await Promise.all([
      TestDatabase.create(),
      ModelServer.start(),
      WebhookReceiver.start(),
    ]);
    service = await Service.start({
      DATABASE_URL: database.url,
      EXTRACTION_ENGINE: 'rules,2=model',
      MODEL_URL: model.url.href,
      MODEL_NAME: 'test-model',
      MODEL_API_KEY: KEY,
      MODEL_BUDGET: 'requests=2,time=20s',
      LOG_LEVEL: 'trace',
    });
    client = new Client(service);
    await client.endpoint(receiver.url);
  });
  afterAll(async () => {
    await service?.stop();
    await Promise.all([database?.drop(), model?.close(), receiver?.stop()]);
  });

  async function read(profile: number): Promise<Read> {
    const form = new FormData();
    form.set('contact_id', '1');
    form.set('folder_id', '1');
    form.set('profile_id', String(profile));
    form.set('external_refs', '{"crm":{"record_id":"1.0"}}');
    const content = await readFile(new URL('../../examples/invoice-us.pdf', import.meta.url));
    form.set('file', new Blob([content]), 'invoice-us.pdf');
    const response = await service.fetch('/api/documents/upload', { method: 'POST', body: form });
    const { id } = (await response.json()) as DocumentBody;
    return (await client.status(id, 'Needs Review')) as Read;
  }

  async function sent(document: Read): Promise<Body> {
    const { event_id } = await client.export(document.id);
    const arrivals = await receiver.received(receiver.arrivals.length + 1);
    const body = JSON.parse(arrivals.at(-1)!.body.toString()) as Body;
    expect(body['event_id']).toBe(event_id);
    return body;
  }

  it('reads the documents of its profiles; the webhook looks the same, whichever engine read', async () => {
    const byRules = await read(1);
    expect(model.requests).toHaveLength(0);
    model.answer(
      saysFields(
        { vendor: 'Somebody', total_amount: '12.50' },
        { line_items: [{ description: 'A', quantity: '1', unit_price: '12.50', amount: '12.50' }] },
      ),
    );
    const byModel = await read(2);
    expect(byModel).toMatchObject({
      extracted_fields: { vendor: 'Somebody', invoice_number: null, total_amount: '12.50' },
      confidence_reasoning: expect.stringMatching(/It was read by the model test-model\./),
    });
    model.answer(fails(503));
    const byRulesAfterAll = await read(2);
    expect(byRulesAfterAll).toMatchObject({
      extracted_fields: byRules.extracted_fields,
      confidence_reasoning: expect.stringMatching(
        /The model test-model could not be used, so rules read it\. It answered with HTTP 503\./,
      ),
    });
    expect(model.requests).toHaveLength(2);
    const shape = shapeOf(await sent(byRules));
    expect(shapeOf(await sent(byModel))).toEqual(shape);
    expect(shapeOf(await sent(byRulesAfterAll))).toEqual(shape);
    expect(JSON.stringify(shape)).toContain('"line_items":[{"description":"string"');
  });

  it('keeps the key out of the log and of the documents', async () => {
    model.answer(fails(401));
    const document = await read(2);
    expect(model.requests[0]!.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(document.confidence_reasoning).toContain('HTTP 401');
    expect(service.log).toContain('HTTP 401');
    expect(service.log).not.toContain(KEY);
  });
});
