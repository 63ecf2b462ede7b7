import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DescribedApi, type Operation } from '../support/described-api.js';
import { ExampleWorld } from '../support/example-world.js';
import { Service } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const api = DescribedApi.committed;
const taking = (type: RegExp): [name: string, type: string, operation: Operation][] =>
  api.operations.flatMap((operation) =>
    Object.keys(operation.requestBody?.content ?? {})
      .filter((name) => type.test(name))
      .map((name): [string, string, Operation] => [operation.operationId, name, operation]),
  );

describe('The examples in openapi.json', () => {
  let database: TestDatabase;
  let receiver: WebhookReceiver;
  let service: Service;
  let world: ExampleWorld;

  beforeAll(async () => {
    database = await TestDatabase.create();
    receiver = await WebhookReceiver.start();
    service = await Service.start({ DATABASE_URL: database.url, PUBLIC_BASE_URL: 'https://records.example' });
    world = await ExampleWorld.create(service, receiver, database.url);
  });
  afterAll(async () => {
    await service?.stop();
    await receiver?.stop();
    await database?.drop();
  });

  it.each(taking(/\bjson$/))('of %s (%s) is valid, and says something', (_, type, operation) => {
    const example = operation.requestBody?.content[type]?.example;
    expect(example).toEqual(expect.objectContaining({}));
    expect(Object.keys(example as object)).not.toEqual([]);
    expect(api.refusalOfBody(operation, type, example)).toBeUndefined();
  });

  it.each(taking(/./))('of %s (%s) is accepted as it is', async (_, type, operation) => {
    const { method, path, headers, body } = await world.request(operation, type);
    const answer = await service.fetch(path, { method, headers, ...(body !== undefined && { body }) });
    expect([Math.floor(answer.status / 100), await answer.text()]).toEqual([2, expect.any(String)]);
  });

  it('of the others need no more than what is there', async () => {
    for (const operation of api.operations.filter(({ requestBody }) => !requestBody)) {
      const { method, path, headers } = await world.request(operation);
      const { status } = await service.fetch(path, { method, headers });
      expect([operation.operationId, Math.floor(status / 100)]).toEqual([operation.operationId, 2]);
    }
  });

  it('are there for every member of every answer', () => {
    const without: string[] = [];
    for (const { operationId, responses } of api.operations) {
      for (const [status, { content = {} }] of Object.entries(responses)) {
        for (const [type, { schema = {} }] of Object.entries(content)) {
          if (!/\bjson$/.test(type)) continue;
          const example = api.exampleOf(schema, (path) => without.push(`${operationId} ${status} ${path}`));
          const operation = api.operation(operationId);
          expect([operationId, status, api.refusalOfAnswer(operation, status, type, example)]).toEqual([
            operationId,
            status,
            undefined,
          ]);
        }
      }
    }
    expect(without).toEqual([]);
  });
});
