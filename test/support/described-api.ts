import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';

export interface Schema {
  $ref?: string;
  type?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  [keyword: string]: unknown;
}
export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Schema;
}
interface Media {
  schema?: Schema;
  example?: unknown;
}
interface DescribedResponse {
  description: string;
  content?: Record<string, Media>;
  headers?: Record<string, { required?: boolean; schema: Schema }>;
}
export interface Operation {
  operationId: string;
  method: string;
  path: string;
  parameters: Parameter[];
  requestBody?: { required?: boolean; content: Record<string, Media> };
  responses: Record<string, DescribedResponse>;
  'x-required-scope'?: string;
}
interface Description {
  paths: Record<string, Record<string, Omit<Operation, 'method' | 'path'>>>;
  components: { schemas: Record<string, Schema> };
}
export interface GivenAnswer {
  status: number;
  headers: Headers;
  text: string;
}

/** What `openapi.json` has no word of: pages for people, metrics for Prometheus, and the description itself. */
const UNDESCRIBED = [
  /^\/(login(\/oidc(\/callback)?)?|logout|account(\/sessions\/end(-others)?)?)?$/,
  /^\/(documents|webhooks|intake|settings|audit|assets)(\/|$)/,
  /^\/api\/documents\/\d+\/live$/,
  /^\/metrics$/,
  /^\/api\/docs($|[/-])/,
  /^\/api\/(openapi|swagger2)\.json$/,
];
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** `openapi.json` as the judge of requests and answers. Both are closed: what is not described is wrong. */
export class DescribedApi {
  static #committed: DescribedApi | undefined;
  readonly operations: Operation[];
  readonly #ajv = { requests: new Ajv({ strict: false }), answers: new Ajv({ strict: false }) };
  readonly #routes: { pattern: RegExp; operation: Operation }[];

  /** @param description the parsed `openapi.json` */
  constructor(readonly description: Description) {
    for (const [side, ajv] of Object.entries(this.#ajv)) {
      formats.default(ajv);
      ajv.addFormat('binary', true);
      ajv.addSchema(closed(description, side === 'answers') as object, side);
    }
    this.#ajv.answers.addFormat('date-time', (text) => MOMENT.test(text) && !Number.isNaN(Date.parse(text)));
    this.operations = Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        ...operation,
        ...{ parameters: operation.parameters ?? [], method: method.toUpperCase(), path },
      })),
    );
    this.#routes = this.operations
      .map((operation) => ({
        pattern: new RegExp(`^${operation.path.replace(/\{\w+\}/g, '[^/]+')}$`, 'i'), // as Express matches
        operation,
      }))
      .sort((a, b) => wildness(a.operation) - wildness(b.operation));
  }

  /** The description in the repository; that it is the one of the code is checked elsewhere. */
  static get committed(): DescribedApi {
    this.#committed ??= new DescribedApi(
      JSON.parse(readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8')) as Description,
    );
    return this.#committed;
  }

  operation(operationId: string): Operation {
    const found = this.operations.find((operation) => operation.operationId === operationId);
    if (!found) throw new Error(`openapi.json has no operation ${operationId}`);
    return found;
  }

  /** What is wrong with a JSON value as the body of this request; undefined when nothing is. */
  refusalOfBody({ path, method }: Operation, mediaType: string, value: unknown): string | undefined {
    const at = ['paths', path, method.toLowerCase(), 'requestBody', 'content', mediaType, 'schema'];
    return this.#refusal('requests', at, value);
  }

  /** What is wrong with a JSON value as this answer; undefined when nothing is. */
  refusalOfAnswer(
    { path, method }: Operation,
    status: string,
    mediaType: string,
    value: unknown,
  ): string | undefined {
    const at = ['paths', path, method.toLowerCase(), 'responses', status, 'content', mediaType, 'schema'];
    return this.#refusal('answers', at, value);
  }

  /** As a reader of the description would see a value of it. `lacks` hears of members that nothing is said about. */
  exampleOf(given: Schema, lacks: (path: string) => void, path = ''): unknown {
    const { $ref = '' } = given;
    const schema = this.description.components.schemas[$ref.split('/').at(-1) ?? ''] ?? given;
    if ('example' in schema) return schema['example'];
    if ('default' in schema) return schema['default'];
    if (Array.isArray(schema['enum'])) return schema['enum'][0] as unknown;
    if (schema['nullable'] === true) return null;
    if (schema.type === 'boolean') return true;
    if (schema.type === 'array') return [this.exampleOf(schema.items ?? {}, lacks, `${path}/0`)];
    if (schema.type === 'object') {
      const members = Object.entries(schema.properties ?? {});
      return Object.fromEntries(
        members.map(([name, member]) => [name, this.exampleOf(member, lacks, `${path}/${name}`)]),
      );
    }
    if (schema['format'] === 'uuid') return '0199f4c2-6d1e-7c55-b7b0-2f7a3c1f9a10';
    if (schema['format'] === 'date-time') return '2026-01-15T09:30:00.000Z';
    lacks(path);
    return '';
  }

  /** Throws when the answer to `method path` (without a base path) is not a described one. */
  check(method: string, path: string, { status, headers, text }: GivenAnswer): void {
    const pathname = path.split('?')[0] ?? '';
    if (UNDESCRIBED.some((pattern) => pattern.test(pathname))) return;
    const what = `${method} ${path} answered ${status}`;
    const wrong = (why: string): Error => new Error(`openapi.json: ${what}, ${why}: ${text.slice(0, 1000)}`);

    const operation = this.#match(method, pathname);
    if (!operation) {
      if (method === 'OPTIONS' && headers.has('allow')) return;
      if (method === 'HEAD' && isProblem(headers)) return;
      const code = isProblem(headers) ? (JSON.parse(text) as { code: string }).code : '';
      if (['no_such_route', 'malformed_request', 'trailing_slash'].includes(code)) return;
      throw wrong('and no such operation is described');
    }
    const response = operation.responses[String(status)];
    if (!response) throw wrong('which is not declared');

    for (const [name, { required, schema }] of Object.entries(response.headers ?? {})) {
      const value = headers.get(name);
      if (value === null && required) throw wrong(`without the header ${name}`);
      if (value !== null && schema.type === 'integer' && !/^\d+$/.test(value)) {
        throw wrong(`and the header ${name} is no integer`);
      }
    }

    const type = /^[^;\s]+/.exec(headers.get('content-type') ?? '')?.[0] ?? '';
    const declared = Object.keys(response.content ?? {});
    const mediaType = declared.find((name) => name === type || name === '*/*');
    if (declared.length > 0 ? mediaType === undefined : type !== '' || text !== '') {
      throw wrong(`as "${type}" and not as ${declared.join(' or ') || 'nothing'}`);
    }
    if (mediaType === undefined || method === 'HEAD' || !/\bjson$/.test(mediaType)) return;
    const refusal = this.refusalOfAnswer(operation, String(status), mediaType, JSON.parse(text));
    if (refusal !== undefined) throw wrong(refusal);
    if (type === 'application/problem+json') {
      const problem = JSON.parse(text) as { status: number; instance: string };
      if (problem.status !== status) throw wrong('and the problem says another status');
    }
  }

  /** The operation that a request reaches. */
  #match(method: string, path: string): Operation | undefined {
    const wanted = method === 'HEAD' ? 'GET' : method;
    return this.#routes.find(({ pattern, operation }) => operation.method === wanted && pattern.test(path))
      ?.operation;
  }

  #refusal(side: 'requests' | 'answers', path: string[], value: unknown): string | undefined {
    const pointer = path.map((name) => encodeURIComponent(name.replace(/~/g, '~0').replace(/\//g, '~1')));
    const validate = this.#ajv[side].getSchema(`${side}#/${pointer.join('/')}`) as
      ValidateFunction | undefined;
    if (!validate) throw new Error(`openapi.json has nothing at ${path.join(' ')}`);
    if (validate(value)) return undefined;
    const [error] = validate.errors ?? [];
    return `${error?.instancePath || 'the body'} ${error?.message} ${JSON.stringify(error?.params)}`;
  }
}

/** Objects with listed members have no others; in answers, they have all of them. */
function closed(value: unknown, isWhole: boolean): unknown {
  if (Array.isArray(value)) return value.map((each) => closed(each, isWhole));
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, closed(each, isWhole)]));
  const members = copy['properties'];
  if (typeof members !== 'object' || members === null || copy['type'] !== 'object') return copy;
  return {
    additionalProperties: false,
    ...copy,
    ...(isWhole && { required: Object.keys(members) }),
  };
}

function wildness({ path }: Operation): number {
  return path.split('{').length;
}

function isProblem(headers: Headers): boolean {
  return (headers.get('content-type') ?? '').startsWith('application/problem+json');
}
