import { RawJson } from './raw-json.js';

/** `JSON.stringify`, except that `RawJson` anywhere in the value is emitted verbatim. */
export function toJsonText(value: unknown): string {
  const text = write(value, '');
  if (text === undefined) throw new TypeError(`A ${typeof value} has no JSON text`);
  return text;
}

function write(value: unknown, key: string): string | undefined {
  if (hasToJson(value)) value = value.toJSON(key);
  if (value instanceof RawJson) return value.text;
  if (typeof value !== 'object' || value === null || isBoxed(value)) {
    return JSON.stringify(value);
  }
  let text = '';
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      text += `${index === 0 ? '' : ','}${write(value[index], String(index)) ?? 'null'}`;
    }
    return `[${text}]`;
  }
  for (const name of Object.keys(value)) {
    const member = write((value as Record<string, unknown>)[name], name);
    if (member !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${member}`;
  }
  return `{${text}}`;
}

function hasToJson(value: unknown): value is { toJSON(key: string): unknown } {
  return (
    ((typeof value === 'object' && value !== null) ||
      typeof value === 'function' ||
      typeof value === 'bigint') &&
    typeof (value as { toJSON?: unknown }).toJSON === 'function'
  );
}

function isBoxed(value: object): boolean {
  return (
    value instanceof String || value instanceof Number || value instanceof Boolean || value instanceof BigInt
  );
}
