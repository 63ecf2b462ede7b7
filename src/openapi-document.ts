import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { ANY_JSON } from './shared/http/any-json.js';
import { ProblemResponse } from './shared/http/problem.response.js';
import { API_KEY, API_TOKEN, SCOPE_EXTENSION } from './shared/http/require-scope.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Headers = NonNullable<
  Extract<NonNullable<Operation['responses'][string]>, { headers?: unknown }>['headers']
>;
type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

const METHODS = ['get', 'put', 'post', 'patch', 'delete'] as const;
const IDEMPOTENT_BY_KEY = ['put', 'post', 'patch'];
const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Makes it safe to send the request again: it is done once, and repeats get the first answer (24 hours, per token). ' +
    'With another payload the key is refused: 422 `idempotency_key_reused`.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
} as const;
const REPLAYED = {
  description: '`true` when this is the answer to an earlier request with the same Idempotency-Key.',
  schema: { type: 'string', enum: ['true'] },
};
const ID = { type: 'integer', minimum: 1, maximum: 2 ** 31 - 1 };

/** The description of the API. Needs no database: in preview mode nothing is constructed. */
export function openApiDocument(app: INestApplication, basePath = ''): OpenAPIObject {
  const description = new DocumentBuilder()
    .setTitle('RecordEngine')
    .setDescription(
      'Documents come in with external_refs, and go out as signed webhooks that carry those refs byte for byte. ' +
        'Every request needs an API token with the scope that its operation names, or with `admin`; errors are ' +
        'application/problem+json.',
    )
    .setVersion('1.0')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer(`${basePath}/`.replace(/(?<=.)\/$/, '')) // wherever it is reached: the console talks to its own host
    .addBearerAuth(
      {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 're_ and 40 hex digits',
        description: 'An API token: re_ and 40 hex digits.',
      },
      API_TOKEN,
    )
    .addApiKey(
      {
        type: 'apiKey',
        in: 'header',
        name: 'X-API-Key',
        description: 'The same API token, for clients that cannot set Authorization.',
      },
      API_KEY,
    )
    .build();
  const document = SwaggerModule.createDocument(app, description, {
    deepScanRoutes: true,
    extraModels: [ProblemResponse],
  });
  for (const path of Object.values(document.paths)) {
    for (const method of METHODS)
      if (path[method]) complete(path[method], IDEMPOTENT_BY_KEY.includes(method));
  }
  const schemas = document.components?.schemas ?? {};
  for (const path of Object.values(document.paths)) {
    for (const method of METHODS) giveBodyExamples(path[method]?.requestBody, schemas);
  }
  for (const schema of Object.values(schemas)) {
    if ('properties' in schema) freeAnyJson(schema.properties ?? {});
  }
  return document;
}

function freeAnyJson(members: Schemas): void {
  for (const [name, member] of Object.entries(members)) {
    if (!('format' in member) || member.format !== ANY_JSON) continue;
    const { description, example } = member as { description?: string; example?: unknown };
    members[name] = { ...(description !== undefined && { description }), example };
  }
}

/** A JSON body that works as it is: the members that have an example. */
function giveBodyExamples(body: Operation['requestBody'], schemas: Schemas): void {
  if (!body || '$ref' in body) return;
  for (const [type, media] of Object.entries(body.content)) {
    if (!media.schema || !/\bjson$/.test(type) || media.example !== undefined) continue;
    const schema = '$ref' in media.schema ? schemas[media.schema.$ref.split('/').at(-1) ?? ''] : media.schema;
    if (!schema || '$ref' in schema) continue;
    const members = Object.entries(schema.properties ?? {}).flatMap(([name, member]) =>
      'example' in member ? [[name, member.example as unknown]] : [],
    );
    media.example = (schema.example as unknown) ?? (Object.fromEntries(members) as unknown);
  }
}

/** What holds for every route of a kind, so that no controller has to repeat it. */
function complete(operation: Operation, takesKey: boolean): void {
  for (const parameter of operation.parameters ?? []) {
    if (!('in' in parameter) || parameter.in !== 'path' || !parameter.schema) continue;
    if ('type' in parameter.schema && parameter.schema.type === 'number') parameter.schema = { ...ID };
  }
  const scope = requiredScope(operation);
  if (scope !== undefined) {
    operation.description = [operation.description, `Needs scope \`${scope}\`.`].filter(Boolean).join(' ');
  }
  if (takesKey && scope !== undefined) describeIdempotency(operation);
  const success = operation.responses['200'];
  if (!takesKey && success && !('$ref' in success) && success.headers?.['ETag']) {
    operation.responses['304'] ??= { description: 'It is the one of `If-None-Match`.' };
  }
  for (const [status, description] of Object.entries(usualProblems(operation))) {
    operation.responses[status] ??= { description };
  }
  for (const [status, response] of Object.entries(operation.responses)) {
    if (!response || '$ref' in response || Number(status) < 400) continue;
    response.content = {
      'application/problem+json': { schema: { $ref: `#/components/schemas/${ProblemResponse.name}` } },
    };
  }
  for (const [status, response] of Object.entries(operation.responses)) {
    if (response && !('$ref' in response))
      response.headers = { ...response.headers, ...usualHeaders(status) };
  }
}

function describeIdempotency(operation: Operation): void {
  operation.parameters = [...(operation.parameters ?? []), IDEMPOTENCY_KEY];
  const inUse = 'A request with this Idempotency-Key is being worked on (`idempotency_key_in_use`).';
  const conflict = operation.responses['409'];
  const before = conflict && 'description' in conflict ? `${conflict.description} ` : '';
  operation.responses['409'] = { description: before + inUse };
  for (const [status, response] of Object.entries(operation.responses)) {
    if (!status.startsWith('2') || !response || '$ref' in response) continue;
    response.headers = { ...response.headers, 'Idempotency-Replayed': REPLAYED };
  }
}

function usualHeaders(status: string): Headers {
  const text = { required: true, schema: { type: 'string' } } as const;
  if (status === '201') return { Location: { ...text, description: 'The address of what was made.' } };
  if (status === '401') return { 'WWW-Authenticate': { ...text, description: '`Bearer`.' } };
  if (status === '429' || status === '503') {
    return { 'Retry-After': { required: true, description: 'Seconds.', schema: { type: 'integer' } } };
  }
  return {};
}

function requiredScope(operation: Operation): string | undefined {
  return Reflect.get(operation, SCOPE_EXTENSION) as string | undefined;
}

function usualProblems(operation: Operation): Record<string, string> {
  const places = (operation.parameters ?? []).map((parameter) => ('in' in parameter ? parameter.in : ''));
  const scope = requiredScope(operation);
  return {
    ...(operation.requestBody && {
      400: 'The body cannot be read: `malformed_json`, `duplicate_member`, `not_utf8`.',
      413: 'The body is too large.',
      415: 'The body is not application/json, is compressed, or says it is not UTF-8.',
    }),
    ...(!operation.requestBody && places.includes('path') && { 400: 'The path has a broken % escape.' }),
    ...((operation.requestBody ||
      places.includes('query') ||
      operation.parameters?.includes(IDEMPOTENCY_KEY)) && {
      422: 'Refused; `errors` names the members.',
    }),
    ...(scope !== undefined && {
      401: 'No token, or not a known one.',
      403: `The token lacks the scope \`${scope}\`.`,
      429:
        '`rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed ' +
        'attempts to authenticate from this address.',
      503:
        'The database is away, or the document store where it is needed (`files_unavailable`); try again. After ' +
        '`outcome_unknown` look first: it was done, or not at all.',
    }),
  };
}
