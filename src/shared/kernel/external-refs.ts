import { DomainError } from './domain-error.js';
import { editMembers } from './json/edit-members.js';
import { mergePatch } from './json/merge-patch.js';
import { RawJson } from './json/raw-json.js';
import { JsonScanError, scanJson, type JsonScan } from './json/scan-json.js';

const MAX_DEPTH = 64;

/**
 * The ids that other systems gave a document: the JSON text of an object, kept as it was received from `{` to `}`.
 * Nothing inside it is interpreted.
 */
export class ExternalRefs {
  static readonly MAX_BYTES = 65_536;
  static readonly EMPTY = new ExternalRefs('{}');

  private constructor(readonly text: string) {}

  /** Text from a client, without a byte order mark. JSON white space around the object is not part of it. */
  static parse(text: string): ExternalRefs {
    return new ExternalRefs(readObject(text));
  }

  /** The value of one member, any JSON, from a client. What was said of `parse` holds for it, too. */
  static parseMember(text: string): RawJson {
    return new RawJson(read(text, MAX_DEPTH - 1).text);
  }

  /** A JSON Merge Patch (RFC 7396) from a client. One that is no object would make the refs something else. */
  static parsePatch(text: string): RawJson {
    return new RawJson(readObject(text));
  }

  /** Text that `parse` has accepted before. */
  static fromStored(text: string): ExternalRefs {
    return new ExternalRefs(text);
  }

  static tooLarge(): DomainError {
    return new DomainError(
      'too-large',
      'external_refs_too_large',
      `external_refs must not be larger than ${ExternalRefs.MAX_BYTES} bytes of UTF-8.`,
    );
  }

  static tooDeep(): DomainError {
    return new DomainError(
      'invalid',
      'external_refs_too_deep',
      `external_refs must not nest deeper than ${MAX_DEPTH} levels.`,
    );
  }

  get byteLength(): number {
    return utf8Length(this.text);
  }

  equals(other: ExternalRefs): boolean {
    return this.text === other.text;
  }

  toRawJson(): RawJson {
    return new RawJson(this.text);
  }

  /** The value of the member, of several of that name the last; undefined when there is none. */
  member(name: string): RawJson | undefined {
    const { members } = scanJson(this.text, { maxDepth: MAX_DEPTH });
    const member = members.findLast(({ key }) => key === name);
    return member && new RawJson(this.text.slice(member.valueStart, member.valueEnd));
  }

  /**
   * By system, what it calls the document: `record_id` in the object that the system's member holds, a text, or a
   * number as it is spelled. Members of any other shape name nothing.
   */
  recordIds(): Map<string, string> {
    const { members } = scanJson(this.text, { maxDepth: MAX_DEPTH });
    const found = new Map<string, string>();
    for (const [system, { valueStart, valueEnd }] of new Map(members.map((member) => [member.key, member]))) {
      if (this.text[valueStart] !== '{') continue;
      const value = scanJson(this.text, { maxDepth: MAX_DEPTH, start: valueStart, end: valueEnd });
      const named = value.members.findLast(({ key }) => key === 'record_id');
      const text = named && this.text.slice(named.valueStart, named.valueEnd);
      if (text?.startsWith('"')) found.set(system, JSON.parse(text) as string);
      else if (text && /^[-\d]/.test(text)) found.set(system, text);
    }
    return found;
  }

  /** All other members keep their bytes and their place. @throws external_refs_too_large */
  withMember(name: string, value: RawJson): ExternalRefs {
    return this.edited(name, value.text);
  }

  withoutMember(name: string): ExternalRefs {
    return this.edited(name, undefined);
  }

  /** @param patch of `parsePatch` @throws external_refs_too_large */
  merged(patch: RawJson): ExternalRefs {
    return ExternalRefs.limited(mergePatch(this.text, patch.text));
  }

  private edited(name: string, value: string | undefined): ExternalRefs {
    const edits = new Map([[name, { name: JSON.stringify(name), value }]]);
    return ExternalRefs.limited(editMembers(this.text, edits));
  }

  private static limited(text: string): ExternalRefs {
    if (utf8Length(text) > ExternalRefs.MAX_BYTES) throw ExternalRefs.tooLarge();
    return new ExternalRefs(text);
  }
}

function readObject(given: string): string {
  const { text, kind } = read(given, MAX_DEPTH);
  if (kind === 'object') return text;
  throw new DomainError(
    'invalid',
    'external_refs_not_an_object',
    'external_refs must be a JSON object, such as {"salesforce":{"record_id":"001Qy000012ABcd"}}.',
  );
}

function read(given: string, maxDepth: number): { text: string; kind: JsonScan['kind'] } {
  const { start, end } = trim(given);
  const { MAX_BYTES } = ExternalRefs;
  if (end - start > MAX_BYTES || utf8Length(given.slice(start, end)) > MAX_BYTES)
    throw ExternalRefs.tooLarge();
  let scan;
  try {
    scan = scanJson(given, { maxDepth, start, end });
  } catch (error) {
    if (!(error instanceof JsonScanError)) throw error;
    if (error.reason === 'too-deep') throw ExternalRefs.tooDeep();
    throw malformed(`${error.message}. Send one well-formed JSON value`);
  }
  const text = given.slice(start, end);
  if (!text.isWellFormed()) {
    throw malformed('It holds half of a surrogate pair, which no UTF-8 text can. Send it as a \\u escape');
  }
  return { text, kind: scan.kind };
}

function malformed(problem: string): DomainError {
  return new DomainError(
    'malformed',
    'external_refs_malformed',
    `external_refs cannot be read as JSON: ${problem}.`,
  );
}

function trim(text: string): { start: number; end: number } {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text[start])) start++;
  while (end > start && isSpace(text[end - 1])) end--;
  return { start, end };
}

function isSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\n' || character === '\r' || character === '\t';
}

function utf8Length(text: string): number {
  return Buffer.byteLength(text);
}
