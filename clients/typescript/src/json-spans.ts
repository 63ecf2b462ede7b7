/** Where a value lies in a JSON text: UTF-16 offsets, without the white space around it. */
export interface JsonSpan {
  start: number;
  end: number;
}

export interface JsonMemberSpan extends JsonSpan {
  /** The name after unescaping. */
  key: string;
}

/**
 * The members of the object that begins at `at`, in the order of the text, those of the same name included.
 * The text must be well-formed (`JSON.parse` takes it): nothing is checked here. Depth costs no stack.
 */
export function* memberSpans(text: string, at: number): Generator<JsonMemberSpan> {
  let next = skipSpace(text, at + 1);
  while (text[next] === '"') {
    const nameEnd = endOfString(text, next);
    const start = skipSpace(text, skipSpace(text, nameEnd) + 1); // behind the colon
    const end = endOfValue(text, start);
    yield { key: JSON.parse(text.slice(next, nameEnd)) as string, start, end };
    next = afterComma(text, end);
  }
}

/** The elements of the array that begins at `at`, under the same conditions. */
export function* elementSpans(text: string, at: number): Generator<JsonSpan> {
  let start = skipSpace(text, at + 1);
  while (start < text.length && text[start] !== ']') {
    const end = endOfValue(text, start);
    yield { start, end };
    start = afterComma(text, end);
  }
}

/** The member of that name in the object that begins at `at`; of several the last, which is what `JSON.parse` keeps. */
export function findMember(text: string, name: string, at: number): JsonMemberSpan | undefined {
  let found: JsonMemberSpan | undefined;
  for (const member of memberSpans(text, at)) if (member.key === name) found = member;
  return found;
}

export function skipSpace(text: string, at: number): number {
  while (' \n\r\t'.includes(text[at] ?? '!')) at++;
  return at;
}

function afterComma(text: string, end: number): number {
  const next = skipSpace(text, end);
  return text[next] === ',' ? skipSpace(text, next + 1) : next;
}

function endOfValue(text: string, start: number): number {
  const first = text[start];
  if (first === '"') return endOfString(text, start);
  if (first !== '{' && first !== '[') return endOfScalar(text, start);
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at) - 1;
    else if (character === '{' || character === '[') depth++;
    else if ((character === '}' || character === ']') && --depth === 0) return at + 1;
  }
  return text.length;
}

function endOfString(text: string, quote: number): number {
  for (let at = text.indexOf('"', quote + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text[at - 1 - backslashes] === '\\') backslashes++;
    if (backslashes % 2 === 0) return at + 1;
  }
  return text.length;
}

/** A number, `true`, `false` or `null`. */
function endOfScalar(text: string, start: number): number {
  let at = start;
  while (/[-+.\w]/.test(text[at] ?? '')) at++;
  return at;
}
