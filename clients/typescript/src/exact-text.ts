import { elementSpans, findMember, skipSpace } from './json-spans.js';

const texts = new WeakMap<object, string>();

/**
 * The JSON text of `external_refs` as the service has sent it, byte for byte, for the parsed value beside it:
 * `exactText(document.external_refs)`. Also for the answer to `getExternalRefs`. It is that of the moment in which it
 * was received, whatever was done to the value since.
 */
export function exactText(refs: object | null | undefined): string {
  const text = refs && texts.get(refs);
  if (text !== null && text !== undefined) return text;
  throw new TypeError(
    'The exact text is known only for external_refs that this client has received, and not for a copy of them: pass ' +
      'the very object, such as document.external_refs. For others ask getExternalRefs.',
  );
}

/** Keeps the text of all refs in an answer: of a document, of a list of them, and of events. */
export function rememberRefs(answer: unknown, text: string): void {
  remember(answer, text, skipSpace(text, 0));
}

/** Keeps the text of an answer that is all refs. */
export function rememberWhole(answer: unknown, text: string): void {
  if (isObject(answer)) texts.set(answer, text.trim());
}

function remember(value: unknown, text: string, at: number): void {
  if (!isObject(value) || text[at] !== '{') return;
  const refs = findMember(text, 'external_refs', at);
  if (refs && isObject(value['external_refs'])) {
    texts.set(value['external_refs'], text.slice(refs.start, refs.end));
  }
  const body = findMember(text, 'body', at);
  if (body) remember(value['body'], text, body.start);
  const items = findMember(text, 'items', at);
  if (!items || !Array.isArray(value['items'])) return;
  let index = 0;
  for (const { start } of elementSpans(text, items.start)) remember(value['items'][index++], text, start);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
