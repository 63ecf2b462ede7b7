import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { Client } from '../support/client.js';
import { compiled } from '../support/compiled.js';
import { DescribedApi } from '../support/described-api.js';
import { Service, TEST_TOKEN } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';
import { WebhookReceiver, type Arrival } from '../support/webhook-receiver.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'docs/integrations');
const WORKFLOWS = await readdir(join(folder, 'n8n'));
const json = async <T>(path: string): Promise<T> =>
  JSON.parse(await readFile(join(folder, path), 'utf8')) as T;

/** Of n8n-nodes-base, by type: versions that its nodes have. */
const NODE_VERSIONS: Record<string, number[]> = {
  webhook: [1, 1.1, 2, 2.1],
  code: [1, 2],
  httpRequest: [3, 4, 4.1, 4.2, 4.3],
  if: [2, 2.1, 2.2],
  respondToWebhook: [1, 1.1, 1.2],
  removeDuplicates: [1, 1.1, 2],
  set: [3, 3.1, 3.2, 3.3, 3.4],
  noOp: [1],
};

interface Node {
  id: string;
  name: string;
  type: string;
  typeVersion: number;
  position: [number, number];
  parameters: Record<string, unknown> & { options?: { rawBody?: boolean } };
}
interface Workflow {
  name: string;
  nodes: Node[];
  connections: Record<string, { main: { node: string; type: string; index: number }[][] }>;
}

interface Item {
  name: string;
  item?: Item[];
  event: { listen: string; script: { exec: string[] } }[];
  request: {
    method: string;
    header: { key: string; value: string }[];
    body?: {
      mode: 'raw' | 'formdata';
      raw: string;
      formdata: { key: string; value: string; type: string; src: string }[];
    };
    url: { raw: string; host: string[]; path: string[]; query?: { key: string; value: string }[] };
  };
}
interface Collection {
  info: { name: string; schema: string };
  auth: { type: string; apikey: { key: string; value: string }[] };
  variable: { key: string; value: string }[];
  item: Item[];
}

describe('The files of docs/integrations that platforms import', () => {
  let database: TestDatabase;
  let service: Service;
  let client: Client;
  let receiver: WebhookReceiver;

  beforeAll(async () => {
    receiver = await WebhookReceiver.start();
    database = await TestDatabase.create();
    service = await Service.start({ DATABASE_URL: database.url });
    client = new Client(service);
  });
  afterAll(async () => {
    await service?.stop();
    await database?.drop();
    await receiver?.stop();
  });

  describe.each(WORKFLOWS)('n8n/%s', (name) => {
    it('has nodes of types and versions that there are, all of them connected', async () => {
      const { nodes, connections } = await json<Workflow>(`n8n/${name}`);
      const names = nodes.map((node) => node.name);
      expect(new Set(names).size).toBe(names.length);
      expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
      for (const { type, typeVersion, position, parameters } of nodes) {
        expect({ type, known: NODE_VERSIONS[type.replace('n8n-nodes-base.', '')] }).toEqual({
          type,
          known: expect.arrayContaining([typeVersion]),
        });
        expect([...position, parameters]).toEqual([
          expect.any(Number),
          expect.any(Number),
          expect.any(Object),
        ]);
      }
      const ends = Object.values(connections).flatMap(({ main }) => main.flat());
      expect(
        ends.filter(({ node, type, index }) => !names.includes(node) || type !== 'main' || index),
      ).toEqual([]);
      expect(Object.keys(connections).filter((from) => !names.includes(from))).toEqual([]);
      const reached = ends.map(({ node }) => node);
      const starts = nodes.filter((node) => !reached.includes(node.name)).map(({ type }) => type);
      expect([...new Set(starts)]).toEqual(['n8n-nodes-base.webhook']);
    });

    it('refers to nodes that are there, and calls what the API has', async () => {
      const { nodes } = await json<Workflow>(`n8n/${name}`);
      const text = JSON.stringify(nodes);
      for (const [, other] of text.matchAll(/\$\('([^']+)'\)/g))
        expect(nodes.map((node) => node.name)).toContain(other);
      const calls = nodes.filter(({ parameters }) => /records\.example/.test(String(parameters['url'])));
      for (const { parameters } of calls) {
        const path = String(parameters['url'])
          .replace(/^=?https:\/\/records\.example/, '')
          .replace(/\{\{.*?\}\}/g, '1');
        const method = (parameters['method'] as string | undefined) ?? 'GET';
        const found = DescribedApi.committed.operations.find(
          (each) =>
            each.method === method && new RegExp(`^${each.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path),
        );
        expect([method, path, found?.operationId]).toEqual([method, path, expect.any(String)]);
        expect(parameters).toMatchObject({ genericAuthType: 'httpHeaderAuth' });
      }
    });
  });

  it.each(['2-receive.json', '3-both-ways.json'])(
    'n8n/%s lets exports pass alone, and answers a test',
    async (name) => {
      const { nodes, connections } = await json<Workflow>(`n8n/${name}`);
      const after = (from: string, output = 0): string[] =>
        (connections[from]?.main[output] ?? []).map(({ node }) => node);
      expect([after('Genuine?'), after('Genuine?', 1)]).toEqual([['Answer 204'], ['Answer 401']]);
      expect([after('Answer 204'), after('An export?'), after('An export?', 1)]).toEqual([
        ...[['An export?'], ['Drop repeats']],
        [],
      ]);
      expect(nodes.find((node) => node.name === 'An export?')?.parameters).toMatchObject({
        conditions: {
          conditions: [
            {
              leftValue: '={{ $json.event.event }}',
              rightValue: 'document.exported',
              operator: { type: 'string', operation: 'equals' },
            },
          ],
        },
      });
    },
  );

  it('the Code node of n8n knows a webhook that was really sent, and refuses what was changed or is old', async () => {
    const { nodes } = await json<Workflow>('n8n/2-receive.json');
    expect(nodes.find(({ name }) => name === 'Exported')?.parameters.options).toEqual({ rawBody: true });
    const code = String(nodes.find(({ name }) => name === 'Verify')?.parameters['jsCode']);
    const endpoint = await client.endpoint(receiver.url);
    const { id } = await client.reviewed({ refs: '{"crm":{"record_id":"9127","big":12345678901234567890}}' });
    await client.export(id);
    const [arrival] = await receiver.received(1);

    const verify = async (
      { headers, body }: Pick<Arrival, 'headers' | 'body'>,
      secret = endpoint.secret,
    ): Promise<{ genuine: boolean; event: { id?: number }; raw: string; webhook_id: string }> => {
      expect(code.split('whsec_…')).toHaveLength(2);
      const self = { helpers: { getBinaryDataBuffer: () => Promise.resolve(body) } };
      const $input = { all: () => [{ json: { headers, body: JSON.parse(body.toString()) as object } }] };
      const require = createRequire(import.meta.url);
      const [item] = await compiled<Promise<[{ json: never }]>>(
        code.replace('whsec_…', secret),
        { require, $input },
        { self, isAsync: true },
      );
      return item.json;
    };
    const { headers, body } = arrival!;
    expect(await verify({ headers, body })).toMatchObject({
      genuine: true,
      webhook_id: headers['webhook-id'],
      event: { id, revision: 1 },
      raw: body.toString(),
    });
    const both = { ...headers, 'webhook-signature': `v1,AAAA ${String(headers['webhook-signature'])}` };
    expect(await verify({ headers: both, body })).toMatchObject({ genuine: true }); // during a rotation
    const nothing = { genuine: false, event: {}, raw: '' };
    expect(await verify({ headers, body: Buffer.from(`${body.toString()} `) })).toMatchObject(nothing);
    expect(await verify({ headers, body }, `whsec_${Buffer.alloc(32, 7).toString('base64')}`)).toMatchObject(
      nothing,
    );
    expect(await verify({ headers: {}, body })).toMatchObject(nothing);
    const old = { ...headers, 'webhook-timestamp': String(Number(headers['webhook-timestamp']) - 400) };
    expect(await verify({ headers: old, body })).toMatchObject(nothing);
    await service.json('DELETE', `/api/webhook-endpoints/${endpoint.id}`);
  });

  it('the Postman collection runs from top to bottom', async () => {
    const collection = await json<Collection>('recordengine.postman_collection.json');
    expect(collection.info.schema).toBe(
      'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    );
    const variables = new Map(collection.variable.map(({ key, value }) => [key, value]));
    for (const [key, value] of Object.entries({
      baseUrl: service.url,
      token: TEST_TOKEN,
      hookUrl: receiver.url,
    }))
      variables.set(key, variables.has(key) ? value : '');
    const filled = (text: string): string =>
      text.replace(/\{\{(\$?\w+)\}\}/g, (whole, name: string) => {
        if (name === '$guid') return crypto.randomUUID();
        if (!variables.get(name)) throw new Error(`${whole} has no value`);
        return String(variables.get(name));
      });
    const [name, value] = collection.auth.apikey.map((each) => filled(each.value));

    const send = async ({ method, header, url, body }: Item['request']): Promise<Response> => {
      const search = (url.query ?? []).map((each) => `${each.key}=${each.value}`).join('&');
      expect(url.raw).toBe(`${url.host.join()}/${url.path.join('/')}${search && `?${search}`}`);
      const headers = Object.fromEntries(header.map((each) => [each.key, filled(each.value)]));
      const form = new FormData();
      for (const each of body?.formdata ?? []) {
        const content = each.type === 'file' ? new Blob([await readFile(join(root, each.src))]) : each.value;
        if (content instanceof Blob) form.set(each.key, content, 'file.pdf');
        else form.set(each.key, content);
      }
      const sent = body?.mode === 'formdata' ? form : body && filled(body.raw);
      return fetch(filled(url.raw), {
        method,
        headers: { ...headers, [name!]: value! },
        ...(sent !== undefined && { body: sent }),
      });
    };
    /** The scripts use what little of `pm` is here. @returns the name of the request that comes next, if it is said */
    const judge = async (item: Item, response: Response): Promise<string | undefined> => {
      const text = await response.text();
      let next: string | undefined;
      const pm = {
        info: { requestName: item.name },
        response: { code: response.status, json: () => JSON.parse(text) as object },
        collectionVariables: { set: (key: string, kept: unknown) => variables.set(key, String(kept)) },
        execution: { setNextRequest: (other: string) => (next = other) },
        test: (_: string, body: () => void) => body(),
        expect: (code: number) => ({
          to: {
            be: {
              within: (from: number, to: number) =>
                expect({ request: item.name, text, code, ok: code >= from && code <= to }).toMatchObject({
                  ok: true,
                }),
            },
          },
        }),
      };
      for (const { script } of item.event) compiled(script.exec.join('\n'), { pm });
      return next;
    };

    const requests = collection.item.flatMap((part) => part.item ?? []);
    expect(requests.length).toBeGreaterThan(20);
    for (let index = 0, tries = 0; index < requests.length;) {
      const item = requests[index]!;
      const next = await judge(item, await send(item.request));
      if (next === item.name && tries++ < 200) await new Promise((resolve) => setTimeout(resolve, 50));
      else index++;
    }
    const document = await client.get<{ external_refs: object }>(
      `/api/documents/${variables.get('documentId')}`,
    );
    expect(document).toMatchObject({
      status: 'Export',
      doc_type: 'Invoice',
      external_refs: { crm: { record_id: '9127', stage: 'won' }, erp: { record_id: 'PINV-2026-0042' } },
    });
  });

  it('the description for Salesforce is one that External Services can take, and says what the API answers', async () => {
    const path = 'salesforce/external-service.json';
    const text = await readFile(join(folder, path), 'utf8');
    const service30 = JSON.parse(text) as {
      paths: Record<
        string,
        Record<string, { operationId: string; description?: string; parameters: { name: string }[] }>
      >;
      components: {
        schemas: Record<string, { properties: Record<string, { type?: string; $ref?: string }> }>;
      };
    };
    const config = await createConfig({ extends: ['minimal'] });
    const problems = await lintFromString({ source: text, absoluteRef: path, config });
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(text).not.toMatch(/additionalProperties|oneOf|anyOf|allOf|multipart|__/);
    const longest = Math.max(
      ...[...text.matchAll(/"description": "(.*)"/g)].map(([, words = '']) => words.length),
    );
    expect(longest).toBeLessThan(1333);
    for (const { operationId, parameters, description = '' } of Object.values(service30.paths).flatMap(
      (path) => Object.values(path),
    )) {
      const has = parameters.map(({ name }) => name);
      const elsewhere = DescribedApi.committed.operation(operationId).parameters.map(({ name }) => name);
      const spoken = [...description.matchAll(/`(\w+)[`=]/g)].map(([, name = '']) => name);
      const lacking = spoken.filter((name) => elsewhere.includes(name) && !has.includes(name));
      expect([operationId, lacking]).toEqual([operationId, []]);
    }

    const endpoint = await client.endpoint(receiver.url);
    const upload = await service.json<Record<string, unknown>>('POST', '/api/documents/upload', {
      filename: 'note.txt',
      content_base64: 'SGVsbG8sIHdvcmxkIQ==',
      contact_id: 1,
      folder_id: 1,
      external_refs: { salesforce: { record_id: '006Qy00000BnXt2IAF', record_type: 'Opportunity' } },
    });
    const has = (schema: string, answer: Record<string, unknown>): void =>
      expect(Object.keys(answer)).toEqual(
        expect.arrayContaining(Object.keys(service30.components.schemas[schema]!.properties)),
      );
    has('DocumentResponse', upload.body);
    await client.status(upload.body['id'] as number, 'Needs Review');
    const exported = await client.export(upload.body['id'] as number);
    has('ExportResponse', { ...exported });
    await client.deliveryOf(exported, 'delivered');
    const event = await client.get<{ body: Record<string, unknown> }>(`/api/events/${exported.event_id}`);
    has('EventResponse', { ...event });
    has('ExportedDocument', event.body);
    await service.json('DELETE', `/api/webhook-endpoints/${endpoint.id}`);
  });
});
