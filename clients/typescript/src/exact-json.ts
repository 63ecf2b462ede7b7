type JsonObject = Record<string, unknown>;

const texts = new WeakMap<object, string>();

/**
 * A JSON text as a value for the body of a request, or any part of one: it is sent as it is spelled here, with its
 * long numbers, the order of its keys and its white space. Throws a `SyntaxError` when it is not JSON.
 *
 * `engine.editDocument({ path: { id }, body: { external_refs: exactJson('{"erp":{"id":12345678901234567890}}') } })`
 */
export function exactJson(text: string): JsonObject {
  JSON.parse(text); // or it could say more in a body than one value
  const value = Object.freeze({});
  texts.set(value, text);
  return value;
}

/** As `JSON.stringify`, with what `exactJson` has made spelled out. */
export function toJsonText(value: unknown): string {
  return textOf(value) ?? 'null';
}

function textOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value); // none of undefined
  const exact = texts.get(value);
  if (exact !== undefined) return exact;
  if (Array.isArray(value)) return `[${value.map(toJsonText).join(',')}]`;
  if ('toJSON' in value && typeof value.toJSON === 'function') return JSON.stringify(value);
  const members = Object.entries(value).flatMap(([name, member]) => {
    const text = textOf(member);
    return text === undefined ? [] : [`${JSON.stringify(name)}:${text}`];
  });
  return `{${members.join(',')}}`;
}
