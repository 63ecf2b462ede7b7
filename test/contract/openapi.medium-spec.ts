import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { OpenAPIObject } from '@nestjs/swagger';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { AppModule } from '../../src/app.module.js';
import { configureApp } from '../../src/configure-app.js';
import { openApiDocument } from '../../src/openapi-document.js';
import { swagger2Document } from '../../src/swagger2-document.js';
import { Config } from '../../src/shared/config/config.js';
import { createLogger } from '../../src/shared/http/logging.js';
import { TestDatabase } from '../support/test-database.js';

interface Media {
  schema?: Record<string, unknown>;
}
interface Operation {
  operationId: string;
  summary?: string;
  description?: string;
  'x-required-scope'?: string;
  security?: object[];
  tags?: string[];
  parameters?: { name: string; in: string; description?: string; schema: Record<string, unknown> }[];
  requestBody?: { required?: boolean; content: Record<string, Media> };
  responses: Record<string, { description?: string; content?: Record<string, Media>; headers?: object }>;
}

const INTEGER_ID = { type: 'integer', minimum: 1, maximum: 2147483647 };
const OTHER_PARAMETERS: [place: string, schema: object][] = [
  ['/webhook-deliveries/', { type: 'string', format: 'uuid' }],
  ['/events/', { type: 'string', format: 'uuid' }],
  ['/me/sessions/', { type: 'string', format: 'uuid' }],
  ['/by-checksum/', { type: 'string', pattern: '^[0-9A-Fa-f]{64}$' }],
];
/** Names that need no words in a query or a path. */
const CLEAR = /^(limit|([a-z]+_)?id)$/;
const LINTER_IS_WRONG = [
  /^no-ambiguous-paths /, // `by-checksum` is no id: those are integers
  /^(operation-4xx-response|security-defined) .*(healthz|readyz)/, // open to everybody, and refuse nobody
];
const PUBLIC = ['getHealth', 'getReadiness'];
/** For people, or about the description itself. */
const UNDESCRIBED =
  /^\/(?!api\/|healthz|readyz)|^\/api\/(docs|openapi|swagger2)\b|^\/api\/documents\/\{id\}\/live$/;

/** What clients, code generators and importers of the description rely on. */
describe('the API description', () => {
  let database: TestDatabase;
  let app: NestExpressApplication;
  let document: ReturnType<typeof openApiDocument>;
  let operations: [route: string, operation: Operation][];

  beforeAll(async () => {
    database = await TestDatabase.create();
    const config = Config.read({
      DATABASE_URL: database.url,
      SECRETS_KEY: Buffer.alloc(32, 1).toString('base64'),
      RECORDENGINE_TOKEN: `re_${'0'.repeat(40)}`,
      ROLES: 'api',
    });
    app = await NestFactory.create<NestExpressApplication>(AppModule.with(config), {
      bodyParser: false,
      abortOnError: false,
      logger: false,
    });
    configureApp(app, config, createLogger('silent'));
    await app.init();
    document = openApiDocument(app);
    operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods as Record<string, Operation>).map(([method, operation]): [string, Operation] => [
        `${method.toUpperCase()} ${path}`,
        operation,
      ]),
    );
  });

  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  it('describes every route that the router knows, and no other', () => {
    const { stack } = (app.getHttpAdapter().getInstance() as { router: { stack: Layer[] } }).router;
    const running = stack.flatMap(({ route }) =>
      route
        ? Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${toTemplate(route.path)}`)
        : [],
    );
    const api = running.filter((route) => !UNDESCRIBED.test(route.split(' ')[1] ?? ''));
    expect([...new Set(api)].sort()).toEqual(operations.map(([route]) => route).sort());
    expect(api.length).toBeGreaterThan(20);
  });

  it('names every operation once, as a method can be named', () => {
    const names = operations.map(([, { operationId }]) => operationId);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[A-Za-z][A-Za-z0-9]*$/.test(name))).toEqual([]);
    expect(operations.filter(([, { summary }]) => !summary)).toEqual([]);
  });

  it('has names that Apex takes, and that differ in more than case', () => {
    const apex = /^(?!.*__)[A-Za-z]\w{0,39}(?<!_)$/;
    const names = operations.map(([, { operationId }]) => operationId);
    const schemas = Object.entries(document.components?.schemas ?? {});
    const members = schemas.flatMap(([, schema]) =>
      Object.keys(('properties' in schema && schema.properties) || {}),
    );
    const all = [...names, ...members, ...schemas.map(([name]) => name)];
    expect(all.filter((name) => !apex.test(name))).toEqual([]);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
  });

  it('describes every operation, and every parameter that its name does not explain', () => {
    const silent = operations.filter(([, operation]) => !operation.summary || !operation.tags?.length);
    expect(silent.map(([route]) => route)).toEqual([]);
    const undescribed = operations.flatMap(([route, { parameters = [] }]) =>
      parameters
        .filter(({ name, description, schema }) => !description && !schema['enum'] && !CLEAR.test(name))
        .map(({ name }) => `${route} ${name}`),
    );
    expect(undescribed).toEqual([]);
  });

  it('passes the recommended rules of a linter', async () => {
    const config = await createConfig({ extends: ['recommended'] });
    const problems = await lintFromString({
      source: JSON.stringify(document),
      absoluteRef: 'openapi.json',
      config,
    });
    const found = problems.map(({ ruleId, message, location }) => ({
      rule: `${ruleId} ${location[0]?.pointer}`,
      message,
    }));
    expect(found.filter(({ rule }) => !LINTER_IS_WRONG.some((pattern) => pattern.test(rule)))).toEqual([]);
  });

  it('gives the type of every path parameter', () => {
    for (const [route, { operationId, parameters = [] }] of operations) {
      const declared = parameters.filter((parameter) => parameter.in === 'path');
      expect(declared.map(({ name }) => `{${name}}`)).toEqual(route.match(/\{\w+\}/g) ?? []);
      const [, wanted] = OTHER_PARAMETERS.find(([place]) => route.includes(place)) ?? ['', INTEGER_ID];
      for (const { name, schema } of declared) {
        const type = name === 'system' ? { type: 'string', example: 'salesforce' } : wanted;
        expect({ operationId, schema }).toEqual({ operationId, schema: type });
      }
    }
  });

  it('takes the token in either header, except where nobody needs one', () => {
    for (const [, { operationId, security = [] }] of operations) {
      const wanted = PUBLIC.includes(operationId) ? [] : [{ token: [] }, { apiKey: [] }];
      expect({ operationId, security }).toEqual({ operationId, security: wanted });
    }
    expect(document.components?.securitySchemes).toMatchObject({
      token: { type: 'http', scheme: 'bearer', bearerFormat: 're_ and 40 hex digits' },
      apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
    });
  });

  it('says in words which scope an operation needs', () => {
    for (const [, { operationId, description = '', 'x-required-scope': scope }] of operations) {
      const said = description.match(/(?<=^|[.)] )Needs scope `(read|write|export|admin)`\.$/)?.[1];
      expect({ operationId, scope, times: description.split('Needs scope').length - 1 }).toEqual({
        operationId,
        scope: said,
        times: PUBLIC.includes(operationId) ? 0 : 1,
      });
    }
  });

  it('gives both reasons for a 429', () => {
    for (const [, { operationId, responses }] of operations) {
      if (PUBLIC.includes(operationId)) continue;
      expect({ operationId, ...responses['429'] }).toMatchObject({
        operationId,
        description: expect.stringMatching(/`rate_limited`.*`too_many_failures`/),
      });
    }
  });

  it('answers every refusal with problem+json', () => {
    const problem = {
      'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemResponse' } },
    };
    for (const [, { operationId, responses }] of operations) {
      for (const [status, { content }] of Object.entries(responses)) {
        if (Number(status) >= 400)
          expect({ operationId, status, content }).toMatchObject({ content: problem });
        if (Number(status) >= 400) expect(Object.keys(content ?? {})).toEqual(Object.keys(problem));
      }
    }
    expect(document.components?.schemas?.['ProblemResponse']).toBeDefined();
  });

  it('declares the refusals that each kind of operation has', () => {
    for (const [route, { operationId, parameters = [], requestBody, responses }] of operations) {
      const statuses = [
        ...(PUBLIC.includes(operationId) ? [] : ['401', '403', '429', '503']),
        ...(requestBody ? ['400', '413', '415', '422'] : []),
        ...(parameters.some((parameter) => parameter.in === 'query') ? ['422'] : []),
        ...(route.includes('{') ? ['400'] : []),
        ...(route.includes('{') && !route.includes('/by-checksum/') ? ['404'] : []), // that is a list
      ];
      expect({ operationId, declared: Object.keys(responses) }).toEqual({
        operationId,
        declared: expect.arrayContaining(statuses),
      });
      for (const status of ['429', '503']) {
        if (responses[status]) expect(responses[status].headers).toHaveProperty('Retry-After');
      }
      if (PUBLIC.includes(operationId)) {
        expect(Object.keys(responses)).not.toEqual(expect.arrayContaining(['401']));
      }
    }
  });

  it('gives a schema to every success, and to 204 none', () => {
    for (const [, { operationId, responses }] of operations) {
      const successes = Object.entries(responses).filter(([status]) => status.startsWith('2'));
      expect(successes.length).toBeGreaterThan(0);
      for (const [status, { content = {} }] of successes) {
        const schemas = Object.values(content).map(({ schema }) => schema);
        if (status === '204') expect({ operationId, schemas }).toEqual({ operationId, schemas: [] });
        else expect({ operationId, schemas }).toEqual({ operationId, schemas: [expect.anything()] });
      }
    }
  });

  it('asks for a body, except where every member has a default', () => {
    const optional = operations.filter(([, { requestBody }]) => requestBody && !requestBody.required);
    expect(optional.map(([, { operationId }]) => operationId).sort()).toEqual([
      'reprocessDocument',
      'rotateWebhookSecret',
    ]);
  });

  it('is plain: no composition, no names or texts that importers trip over, no number where an integer is meant', () => {
    for (const { path, key, value } of everyMember(document)) {
      expect(`${path}: ${key}`).not.toMatch(/: (allOf|anyOf|oneOf|not)$|: .*__/);
      if (key === 'description')
        expect({ path, long: String(value).length >= 1333 }).toEqual({ path, long: false });
      if (key === 'name' || key === 'operationId') expect(String(value)).not.toMatch(/__/);
      if (key === 'type') expect({ path, type: value }).not.toEqual({ path, type: 'number' });
      if (key === '$ref') {
        const name = String(value).replace('#/components/schemas/', '');
        expect(Object.keys(document.components?.schemas ?? {})).toContain(name);
      }
    }
    expect(document.components?.schemas?.['DocumentResponse']).toMatchObject({
      properties: {
        confidence_label: { type: 'string', nullable: true, enum: ['High', 'Good', 'Low', 'Poor', null] },
        custom_fields: { description: expect.stringContaining('doubles') },
      },
    });
    expect(document.components?.schemas?.['ExportResultResponse']).toMatchObject({
      required: expect.arrayContaining(['problem']),
      properties: { problem: { type: 'object', nullable: true, required: ['code', 'detail'] } },
    });
    expect(document.components?.schemas?.['HistoryEntryResponse']).toMatchObject({
      properties: { from: { description: expect.any(String) } },
    });
    expect(document.components?.schemas?.['HistoryEntryResponse']).not.toHaveProperty('properties.from.type');
  });
});

/** What importers that know nothing newer are given. */
describe('the API description as Swagger 2.0', () => {
  const document = swagger2Document(
    JSON.parse(readFileSync('openapi.json', 'utf8')) as OpenAPIObject,
    new URL('https://records.example/base'),
    { id: 1, external_refs: {}, line_items: [{ amount: '1.00' }] },
  ) as unknown as {
    basePath: string;
    paths: Record<
      string,
      Record<
        string,
        Operation & { consumes?: string[]; produces?: string[]; parameters: { type?: string }[] }
      >
    >;
  };
  const operations = Object.values(document.paths).flatMap((path) =>
    Object.values(path).filter((member) => member.operationId),
  );

  it('passes the rules of a linter', async () => {
    const config = await createConfig({ extends: ['recommended'] });
    const problems = await lintFromString({
      source: JSON.stringify(document),
      absoluteRef: 'swagger2.json',
      config,
    });
    const found = problems.map(({ ruleId, message, location }) => ({
      rule: `${ruleId} ${location[0]?.pointer}`,
      message,
    }));
    expect(found.filter(({ rule }) => !LINTER_IS_WRONG.some((pattern) => pattern.test(rule)))).toEqual([]);
  });

  it('has every operation, in less than 1 MB', () => {
    const newer = JSON.parse(readFileSync('openapi.json', 'utf8')) as OpenAPIObject;
    const names = Object.values(newer.paths).flatMap((path) =>
      Object.values(path as Record<string, Operation>).map(({ operationId }) => operationId),
    );
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(names.sort());
    expect(document).toMatchObject({
      swagger: '2.0',
      host: 'records.example',
      basePath: '/base',
      schemes: ['https'],
    });
    expect(JSON.stringify(document).length).toBeLessThan(1_000_000);
    const texts = [...everyMember(document)].filter(({ key }) => key === 'description');
    expect(texts.filter(({ value }) => String(value).length >= 1333)).toEqual([]);
  });

  it('says of each operation what it answers', () => {
    const newer = JSON.parse(readFileSync('openapi.json', 'utf8')) as OpenAPIObject;
    const answers = Object.values(newer.paths).flatMap((path) =>
      Object.values(path as Record<string, { operationId: string; responses: object }>),
    );
    const { produces } = document as unknown as { produces: string[] };
    for (const { operationId, responses } of answers) {
      const contents = Object.values(responses as Record<string, { content?: object }>);
      const types = [...new Set(contents.flatMap(({ content = {} }) => Object.keys(content)))];
      const older = operations.find((each) => each.operationId === operationId);
      expect([operationId, older?.produces ?? produces]).toEqual([
        operationId,
        older?.produces ? types : expect.arrayContaining(types),
      ]);
    }
    const of = (id: string): unknown => operations.find(({ operationId }) => operationId === id);
    expect(of('getDocumentText')).toMatchObject({ produces: ['text/plain', 'application/problem+json'] });
    expect(of('getDocumentFile')).toMatchObject({ produces: ['*/*', 'application/problem+json'] });
  });

  it('takes the file of an upload as a file, and titles what a flow asks for', () => {
    const upload = operations.find(({ operationId }) => operationId === 'uploadDocument');
    expect(upload).toMatchObject({
      consumes: ['multipart/form-data'],
      parameters: expect.arrayContaining([
        expect.objectContaining({ name: 'file', in: 'formData', type: 'file', required: true }),
        expect.objectContaining({ name: 'external_refs', in: 'formData', 'x-ms-summary': 'External refs' }),
      ]),
    });
    const definitions = (document as unknown as { definitions: Record<string, { properties: object }> })
      .definitions;
    expect(definitions['CreateWebhookEndpointRequest']?.properties).toMatchObject({
      target_url: { type: 'string', 'x-ms-notification-url': true, 'x-ms-visibility': 'internal' },
      url: { type: 'string', 'x-ms-visibility': 'internal' },
    });
    expect(JSON.stringify(document).split('x-ms-notification-url')).toHaveLength(2); // nobody else's
    expect(Object.keys((document as unknown as { securityDefinitions: object }).securityDefinitions)).toEqual(
      ['apiKey', 'apiToken'],
    );
    const hook = operations.find(({ operationId }) => operationId === 'createWebhookEndpoint');
    expect(hook).toMatchObject({ 'x-ms-trigger': 'single' });
    expect(document.paths['/api/webhook-endpoints']).toMatchObject({
      'x-ms-notification-content': {
        schema: {
          properties: { id: { type: 'integer', 'x-ms-summary': 'Id' }, line_items: { type: 'array' } },
        },
      },
    });
    const untitled = operations.flatMap(({ parameters }) =>
      parameters.filter((parameter) => parameter.in !== 'body' && !('x-ms-summary' in parameter)),
    );
    expect(untitled).toEqual([]);
  });
});

interface Layer {
  route?: { path: string; methods: Record<string, boolean> };
}

/** `/a/:id` as `/a/{id}`. */
function toTemplate(path: string): string {
  return path.replace(/:(\w+)/g, '{$1}');
}

function* everyMember(value: unknown, path = '#'): Generator<{ path: string; key: string; value: unknown }> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    yield { path, key, value: member };
    yield* everyMember(member, `${path}/${key}`);
  }
}
