const TAG = /(?:^|[\s[(])external_refs=(?=\{)/;

/**
 * The JSON text behind `external_refs=` in a subject, from `{` to the `}` that closes it; to the end where none does,
 * so that whoever reads it says what is wrong. Undefined without the tag.
 */
export function refsOfSubject(subject: string): string | undefined {
  const tag = TAG.exec(subject);
  if (!tag) return undefined;
  const start = tag.index + tag[0].length;
  let depth = 0;
  let isText = false;
  for (let at = start; at < subject.length; at++) {
    const character = subject[at];
    if (isText && character === '\\') at += 1;
    else if (character === '"') isText = !isText;
    else if (!isText && character === '{') depth += 1;
    else if (!isText && character === '}' && --depth === 0) return subject.slice(start, at + 1);
  }
  return subject.slice(start);
}
