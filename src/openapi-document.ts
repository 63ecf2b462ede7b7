import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { ANY_JSON } from './shared/http/any-json.js';
import { ProblemResponse } from './shared/http/problem.response.js';
import { API_KEY, API_TOKEN, SCOPE_EXTENSION } from './shared/http/require-scope.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

const METHODS = ['get', 'put', 'post', 'patch', 'delete'] as const;
const ID = { type: 'integer', minimum: 1, maximum: 2 ** 31 - 1 };

/** The description of the API. Needs no database: in preview mode nothing is constructed. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const description = new DocumentBuilder()
    .setTitle('RecordEngine')
    .setDescription(
      'Documents come in with external_refs, and go out as signed webhooks that carry those refs byte for byte. ' +
        'Every request needs an API token; errors are application/problem+json.',
    )
    .setVersion('1.0')
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
    for (const method of METHODS) if (path[method]) complete(path[method]);
  }
  for (const schema of Object.values(document.components?.schemas ?? {})) {
    if ('properties' in schema) freeAnyJson(schema.properties ?? {});
  }
  return document;
}

function freeAnyJson(members: Schemas): void {
  for (const [name, member] of Object.entries(members)) {
    if (!('format' in member) || member.format !== ANY_JSON) continue;
    members[name] = { ...(member.description !== undefined && { description: member.description }) };
  }
}

/** What holds for every route of a kind, so that no controller has to repeat it. */
function complete(operation: Operation): void {
  for (const parameter of operation.parameters ?? []) {
    if (!('in' in parameter) || parameter.in !== 'path' || !parameter.schema) continue;
    if ('type' in parameter.schema && parameter.schema.type === 'number') parameter.schema = { ...ID };
  }
  for (const [status, description] of Object.entries(usualProblems(operation))) {
    operation.responses[status] ??= { description };
  }
  for (const [status, response] of Object.entries(operation.responses)) {
    if (!response || '$ref' in response || Number(status) < 400) continue;
    response.content = {
      'application/problem+json': { schema: { $ref: `#/components/schemas/${ProblemResponse.name}` } },
    };
    if (status === '429' || status === '503') {
      response.headers = { 'Retry-After': { description: 'Seconds.', schema: { type: 'integer' } } };
    }
  }
}

function usualProblems(operation: Operation): Record<string, string> {
  const places = (operation.parameters ?? []).map((parameter) => ('in' in parameter ? parameter.in : ''));
  const scope: unknown = Reflect.get(operation, SCOPE_EXTENSION);
  return {
    ...(operation.requestBody && {
      400: 'The body cannot be read: `malformed_json`, `duplicate_member`, `not_utf8`.',
      413: 'The body is too large.',
      415: 'The body is not application/json, is compressed, or says it is not UTF-8.',
    }),
    ...(!operation.requestBody && places.includes('path') && { 400: 'The path has a broken % escape.' }),
    ...((operation.requestBody || places.includes('query')) && {
      422: 'Refused; `errors` names the members.',
    }),
    ...(typeof scope === 'string' && {
      401: 'No token, or not a known one.',
      403: `The token lacks the scope \`${scope}\`.`,
      429: 'Too many failed attempts to authenticate from this address.',
      503: 'The database is away; try again. After `outcome_unknown` look first: it was done, or not at all.',
    }),
  };
}
