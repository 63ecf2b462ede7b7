import { DomainError } from './domain-error.js';
import { RawJson } from './json/raw-json.js';
import { JsonScanError, scanJson } from './json/scan-json.js';

const MAX_DEPTH = 64;
const LONE_SURROGATE = /[\ud800-\udfff]/u;

/**
 * The ids that other systems gave a document: the JSON text of an object, kept as it was received from `{` to `}`.
 * Nothing inside it is interpreted.
 */
export class ExternalRefs {
  static readonly MAX_BYTES = 65_536;
  static readonly EMPTY = new ExternalRefs('{}');

  private constructor(readonly text: string) {}

  /** Text from a client. A byte order mark and JSON white space around the object are not part of it. */
  static parse(text: string): ExternalRefs {
    const { start, end } = trim(text);
    const { MAX_BYTES } = ExternalRefs;
    if (end - start > MAX_BYTES || utf8Length(text.slice(start, end)) > MAX_BYTES)
      throw ExternalRefs.tooLarge();
    let scan;
    try {
      scan = scanJson(text, { maxDepth: MAX_DEPTH, start, end });
    } catch (error) {
      if (!(error instanceof JsonScanError)) throw error;
      if (error.reason === 'too-deep') throw ExternalRefs.tooDeep();
      throw malformed(`${error.message}. Send one well-formed JSON object`);
    }
    const refs = text.slice(start, end);
    if (LONE_SURROGATE.test(refs)) {
      throw malformed('It holds half of a surrogate pair, which no UTF-8 text can. Send it as a \\u escape');
    }
    if (scan.kind !== 'object') {
      throw new DomainError(
        'invalid',
        'external_refs_not_an_object',
        'external_refs must be a JSON object, such as {"salesforce":{"record_id":"001Qy000012ABcd"}}.',
      );
    }
    return new ExternalRefs(refs);
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
}

function malformed(problem: string): DomainError {
  return new DomainError(
    'malformed',
    'external_refs_malformed',
    `external_refs cannot be read as JSON: ${problem}.`,
  );
}

function trim(text: string): { start: number; end: number } {
  let start = text.startsWith('\ufeff') ? 1 : 0;
  let end = text.length;
  while (start < end && isSpace(text[start])) start++;
  while (end > start && isSpace(text[end - 1])) end--;
  return { start, end };
}

function isSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\n' || character === '\r' || character === '\t';
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}
