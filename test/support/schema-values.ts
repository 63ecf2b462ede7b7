import fc, { type GeneratorValue } from 'fast-check';
import type { Schema } from './described-api.js';

const INT_MAX = 2 ** 31 - 1;
const ODD: unknown[] = [
  ...[null, true, false, 0, -1, 1.5, INT_MAX, INT_MAX + 1, -(2 ** 31), 2 ** 53, 1e308, '', ' ', '0', '1'],
  ...['\0', '\ud800', '\udfff\ud800', '\u202e', '__proto__', 'null', '{}', '../..', "'; --", '%', '\r\nX: y'],
  ...[[], {}, [[]], [null], { '': null }, { a: { b: {} } }, { constructor: 1 }, { toString: 'x' }, ['1', 1]],
];

/** Makes JSON values from schemas, valid ones and ones that are near. */
export class SchemaValues {
  /** @param known values that exist for a member of this name, such as ids; undefined when there are none */
  constructor(
    private readonly schemas: Record<string, Schema>,
    private readonly known: (name: string) => readonly unknown[] | undefined,
  ) {}

  resolve(schema: Schema): Schema {
    const name = schema.$ref?.split('/').at(-1);
    return name === undefined ? schema : (this.schemas[name] ?? {});
  }

  valid(g: GeneratorValue, given: Schema, name = ''): unknown {
    const schema = this.resolve(given);
    const known = this.known(name);
    if (schema['nullable'] === true && g(fc.nat, 6) === 0) return null;
    if (known && known.length > 0 && schema.type !== 'array' && g(fc.nat, 9) > 0) return pick(g, known);
    if (Array.isArray(schema['enum'])) return pick(g, schema['enum']);
    if (schema.type === 'boolean') return g(fc.boolean);
    if (schema.type === 'string') return text(g, schema);
    if (schema.type === 'array') return this.list(g, schema, name);
    if (schema.type === 'object') return this.object(g, schema);
    if (schema.type !== 'integer') return g(fc.jsonValue);
    const { minimum = -INT_MAX, maximum = INT_MAX } = schema as { minimum?: number; maximum?: number };
    return g(fc.integer, { min: minimum, max: maximum });
  }

  /** Changed somewhere. What that makes of it is for a validator to say. */
  damaged(g: GeneratorValue, value: unknown, depth = 0): unknown {
    if (typeof value === 'object' && value !== null && g(fc.nat, 3) > 0) {
      const copy: Record<string, unknown> = Object.fromEntries(Object.entries(value));
      const key = pick(g, [
        ...Object.keys(copy),
        'unknown',
        '__proto__',
        'constructor',
        'external_refs',
        'id',
      ]);
      if (g(fc.nat, 3) === 0) Reflect.deleteProperty(copy, key);
      else define(copy, key, this.damaged(g, Object.hasOwn(copy, key) ? copy[key] : undefined, depth + 1));
      return Array.isArray(value) ? Object.values(copy) : copy;
    }
    switch (g(fc.nat, 12)) {
      case 0:
        return 'x'.repeat(pick(g, [51, 101, 201, 255, 256, 501, 2001, 10_001, 100_001]));
      case 1:
        return nested(pick(g, [60, 66, 130]));
      case 2:
        return g(fc.string, { unit: 'binary', maxLength: 20 });
      case 3:
        return g(fc.jsonValue);
      default:
        return pick(g, ODD);
    }
  }

  private list(g: GeneratorValue, schema: Schema, name: string): unknown[] {
    const min = (schema['minItems'] as number | undefined) ?? 0;
    const length = min + g(fc.nat, 3);
    const singular = name.replace(/s$/, '');
    const values = Array.from({ length }, () => this.valid(g, schema.items ?? {}, singular));
    return schema['uniqueItems'] === true ? [...new Set(values)] : values;
  }

  private object(g: GeneratorValue, schema: Schema): unknown {
    const object: Record<string, unknown> = {};
    for (const [name, member] of Object.entries(schema.properties ?? {})) {
      const wanted = (schema.required ?? []).includes(name) || g(fc.boolean);
      if (wanted) object[name] = this.valid(g, member, name);
    }
    const others = schema.additionalProperties;
    if (others === undefined || others === false) return object;
    const names = g(fc.array, fc.string({ unit: 'grapheme', maxLength: 10 }), { maxLength: 4 });
    for (const name of names) {
      define(object, name, others === true ? g(fc.jsonValue) : this.valid(g, others));
    }
    return object;
  }
}

export function pick<T>(g: GeneratorValue, values: readonly T[]): T {
  return values[g(fc.nat, values.length - 1)] as T;
}

function text(g: GeneratorValue, schema: Schema): string {
  const min = (schema['minLength'] as number | undefined) ?? 0;
  const max = (schema['maxLength'] as number | undefined) ?? 100;
  switch (schema['format']) {
    case 'date':
      return pick(g, ['2026-02-28', '0001-01-01', '9999-12-31', '2024-02-29']);
    case 'date-time':
      return pick(g, ['2026-01-15T09:30:00.000Z', '1970-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z']);
    case 'uuid':
      return g(fc.uuid);
    case 'byte':
      return Buffer.from(g(fc.uint8Array, { minLength: 1, maxLength: 200 })).toString('base64');
  }
  if (g(fc.nat, 30) === 0) return 'é'.repeat(max);
  const unit = pick(g, ['grapheme', 'grapheme-ascii', 'binary'] as const);
  return g(fc.string, { unit, minLength: min, maxLength: Math.min(max, min + 20) }).slice(0, max);
}

/** Also for `__proto__`, to which assigning would mean something else. */
function define(object: object, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

function nested(depth: number): unknown {
  return JSON.parse('[{"a":'.repeat(depth / 2) + 'null' + '}]'.repeat(depth / 2));
}
