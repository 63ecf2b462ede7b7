import type { OpenAPIObject } from '@nestjs/swagger';

type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [name: string]: Json | undefined;
}

const METHODS = ['get', 'put', 'post', 'patch', 'delete'];
const PARAMETER_MEMBERS = [
  ...['type', 'format', 'enum', 'default', 'minimum', 'maximum', 'minLength', 'maxLength', 'pattern'],
  ...['minItems', 'maxItems', 'uniqueItems'],
];
/** Where a flow subscribes, and with what. */
const SUBSCRIBE = '/api/webhook-endpoints';
const SUBSCRIPTION = 'CreateWebhookEndpointRequest';
/** The platform fills in its own address; who builds a flow must see neither name of that member. */
const NOTIFICATION_URL = {
  url: { 'x-ms-visibility': 'internal' },
  target_url: { 'x-ms-visibility': 'internal', 'x-ms-notification-url': true },
};
const PRODUCES = ['application/json', 'application/problem+json'];
const TOKEN = 'apiToken';
const KEY = 'apiKey';

/**
 * The same API as Swagger 2.0, for importers that know nothing newer (custom connectors of Power Automate, older
 * gateways). Our schemas have no alternatives, which 2.0 could not say. Of two bodies the multipart one is described,
 * since only it has `type: file`. About the `x-ms-` members:
 * https://learn.microsoft.com/connectors/custom-connectors/openapi-extensions
 * @param base where the API is reached
 * @param exported an example of what subscribers are sent
 */
export function swagger2Document(api: OpenAPIObject, base: URL, exported: JsonObject): JsonObject {
  const { info, tags, paths, components } = api as unknown as Record<string, JsonObject>;
  return {
    swagger: '2.0',
    info: info!,
    host: base.host,
    basePath: base.pathname.replace(/(?<=.)\/$/, ''),
    schemes: [base.protocol.replace(':', '')],
    consumes: ['application/json'],
    produces: PRODUCES,
    ...(tags && { tags }),
    securityDefinitions: {
      // Power Automate takes the first one: there the token is all that has to be filled in.
      [KEY]: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'An API token.' },
      [TOKEN]: {
        type: 'apiKey',
        in: 'header',
        name: 'Authorization',
        description: 'The word Bearer, a space and an API token: Bearer re_ and 40 hex digits.',
      },
    },
    security: [{ [KEY]: [] }, { [TOKEN]: [] }],
    paths: mapped(paths!, (path, route) => ({
      ...(route === SUBSCRIBE && {
        'x-ms-notification-content': { description: 'An exported document.', schema: shapeOf(exported) },
      }),
      ...pathOf(path as JsonObject),
    })),
    definitions: mapped((components?.['schemas'] ?? {}) as JsonObject, (schema, name) =>
      name === SUBSCRIPTION ? subscriptionOf(schemaOf(schema) as JsonObject) : schemaOf(schema),
    ),
  };
}

function pathOf(path: JsonObject): JsonObject {
  const operations = METHODS.flatMap((method) => {
    const operation = path[method];
    return operation ? [[method, operationOf(operation as JsonObject)]] : [];
  });
  return Object.fromEntries(operations) as JsonObject;
}

function operationOf(operation: JsonObject): JsonObject {
  const { operationId, summary, description, tags, deprecated } = operation;
  const content = ((operation['requestBody'] as JsonObject | undefined)?.['content'] ?? {}) as JsonObject;
  const required = (operation['requestBody'] as JsonObject | undefined)?.['required'] === true;
  const parameters = ((operation['parameters'] ?? []) as JsonObject[]).map(parameterOf);
  return {
    ...defined({ operationId, summary, description, tags, deprecated }),
    ...(Object.keys(content).length > 0 && { consumes: consumed(content) }),
    ...produced(operation['responses'] as JsonObject),
    parameters: [...parameters, ...bodyOf(content, required)],
    ...(operationId === 'createWebhookEndpoint' && { 'x-ms-trigger': 'single' }),
    responses: mapped(operation['responses'] as JsonObject, (response) => responseOf(response as JsonObject)),
  };
}

function parameterOf({ name, in: place, required, description, schema = {} }: JsonObject): JsonObject {
  const { items } = schema as JsonObject;
  return {
    ...defined({ name, in: place, description }),
    required: required === true,
    'x-ms-summary': titleOf(name as string),
    ...plain(schema as JsonObject),
    ...(items && {
      items: plain(items as JsonObject),
      ...(place === 'query' && { collectionFormat: 'multi' }),
    }),
  };
}

function consumed(content: JsonObject): string[] {
  const types = Object.keys(content);
  return types.includes('multipart/form-data') ? ['multipart/form-data'] : types;
}

/** The types that it answers, where they are others than those of all. */
function produced(responses: JsonObject): JsonObject {
  const types = new Set(
    Object.values(responses).flatMap((response) =>
      Object.keys(((response as JsonObject)['content'] ?? {}) as JsonObject),
    ),
  );
  return [...types].every((type) => PRODUCES.includes(type)) ? {} : { produces: [...types] };
}

function bodyOf(content: JsonObject, required: boolean): JsonObject[] {
  const form = content['multipart/form-data'] as JsonObject | undefined;
  if (form) return formOf(form['schema'] as JsonObject);
  const [media] = Object.values(content) as JsonObject[];
  if (!media) return [];
  return [{ name: 'body', in: 'body', required, schema: schemaOf(media['schema'] ?? {}) }];
}

function formOf({ properties = {}, required = [] }: JsonObject): JsonObject[] {
  return Object.entries(properties as Record<string, JsonObject>).map(([name, schema]) => ({
    name,
    in: 'formData',
    required: (required as string[]).includes(name),
    'x-ms-summary': titleOf(name),
    ...defined({ description: schema['description'] }),
    ...(schema['format'] === 'binary' ? { type: 'file' } : { type: 'string', ...plain(schema) }),
  }));
}

function responseOf({ description, headers, content = {} }: JsonObject): JsonObject {
  const [media] = Object.values(content as JsonObject) as JsonObject[];
  return {
    description: description ?? '',
    ...(media && { schema: schemaOf(media['schema'] ?? {}) }),
    ...(headers && {
      headers: mapped(headers as JsonObject, (header) => {
        const { description: words, schema = { type: 'string' } } = header as JsonObject;
        return { ...defined({ description: words }), ...plain(schema as JsonObject) };
      }),
    }),
  };
}

/** What 2.0 allows of a value that is no body. */
function plain(schema: JsonObject): JsonObject {
  const known = Object.entries(schema).filter(([name]) => PARAMETER_MEMBERS.includes(name));
  return { type: 'string', ...Object.fromEntries(known) };
}

function schemaOf(schema: Json | undefined): Json {
  if (Array.isArray(schema)) return schema.map(schemaOf);
  if (typeof schema !== 'object' || schema === null) return schema ?? null;
  const ref = schema['$ref'];
  if (typeof ref === 'string') return { $ref: ref.replace('#/components/schemas/', '#/definitions/') };
  const { nullable, properties, items, additionalProperties, ...rest } = schema;
  return {
    ...(nullable === true ? { ...withoutNull(rest), 'x-nullable': true } : rest),
    ...(properties && {
      properties: mapped(properties as JsonObject, (member, name) => ({
        ...(schemaOf(member) as JsonObject),
        ...(!(member as JsonObject)['$ref'] && { 'x-ms-summary': titleOf(name) }),
      })),
    }),
    ...(items && { items: schemaOf(items) }),
    ...(additionalProperties !== undefined && { additionalProperties: schemaOf(additionalProperties) }),
  };
}

function subscriptionOf(schema: JsonObject): JsonObject {
  const properties = Object.entries(NOTIFICATION_URL).map(([name, marks]) => {
    const member = (schema['properties'] as JsonObject)[name] as JsonObject;
    return [name, { ...member, ...marks }];
  });
  return {
    ...schema,
    properties: {
      ...(schema['properties'] as JsonObject),
      ...(Object.fromEntries(properties) as JsonObject),
    },
  };
}

/** 2.0 knows no null: neither as a value that is listed, nor as an example. */
function withoutNull(schema: JsonObject): JsonObject {
  const { enum: values, ...rest } = schema;
  const left = Object.entries(rest).filter(([, value]) => value !== null);
  return {
    ...Object.fromEntries(left),
    ...(Array.isArray(values) && { enum: values.filter((value) => value !== null) }),
  };
}

/** The schema of which the value is an example. */
function shapeOf(value: Json | undefined): JsonObject {
  if (Array.isArray(value)) return { type: 'array', items: shapeOf(value[0]) };
  if (typeof value === 'number') return { type: Number.isInteger(value) ? 'integer' : 'number' };
  if (typeof value !== 'object' || value === null) return { type: value === null ? 'string' : typeof value };
  const properties = mapped(value, (member, name) => ({ ...shapeOf(member), 'x-ms-summary': titleOf(name) }));
  return { type: 'object', properties };
}

/** `external_refs` is External refs to whoever builds a flow. */
function titleOf(name: string): string {
  const words = name.replaceAll(/[_-]+/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function defined(members: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

function mapped(object: JsonObject, map: (value: Json | undefined, name: string) => Json): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, map(value, name)]));
}
