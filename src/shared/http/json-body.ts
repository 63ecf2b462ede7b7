import type { IncomingMessage } from 'node:http';
import { decodeUtf8 } from '../kernel/decode-utf8.js';
import { DomainError } from '../kernel/domain-error.js';
import { ExternalRefs } from '../kernel/external-refs.js';
import { findDuplicateMember } from '../kernel/json/find-duplicate-member.js';
import { RawJson } from '../kernel/json/raw-json.js';
import { JsonScanError, scanJson, type JsonMember } from '../kernel/json/scan-json.js';
import { contentType, refuseContentEncoding, refuseOtherCharset } from './content-type.js';
import { discardRest } from './discard-rest.js';

const MAX_DEPTH = 128;
const EXACT_MEMBER = 'external_refs';

const bodies = new WeakMap<IncomingMessage, JsonBody>();

/**
 * A JSON body as it was received. It is read only as far as somebody asks: a route whose body is a bare value takes
 * `text` and judges it alone, a route with members of ours takes `value` and gets them checked.
 */
export class JsonBody {
  #text: string | undefined;
  #members: readonly JsonMember[] | undefined;
  #value: { parsed: unknown } | undefined;

  constructor(readonly bytes: Buffer) {}

  static of(request: IncomingMessage): JsonBody | undefined {
    return bodies.get(request);
  }

  /** Refuses requests without a body, or with one of another type. */
  static require(request: IncomingMessage): JsonBody {
    const body = bodies.get(request);
    if (body) return body;
    if (request.readableEnded || !hasBody(request)) {
      throw new DomainError('malformed', 'body_required', 'The body is empty. Send a JSON value.');
    }
    throw notJson();
  }

  /** Valid Unicode, without a byte order mark; not checked to be JSON. */
  get text(): string {
    this.#text ??= decodeUtf8(this.bytes).replace(/^\ufeff/, '');
    return this.#text;
  }

  /** The members of the top-level object, each with its exact source text. @throws when it is none, or has doubles */
  get members(): { key: string; text: string }[] {
    this.#members ??= membersOf(this.text);
    return this.#members.map(({ key, valueStart, valueEnd }) => ({
      key,
      text: this.text.slice(valueStart, valueEnd),
    }));
  }

  /** The exact source text of a member of the top-level object. */
  member(name: string): string | undefined {
    return this.members.find(({ key }) => key === name)?.text;
  }

  /** The exact source text of a member of each object in an array, which is a member of the top-level object. */
  memberOfEach(array: string, name: string): (string | undefined)[] {
    const text = this.member(array) ?? '[]';
    return scanJson(text, { maxDepth: MAX_DEPTH }).elements.map(({ start, end }) => {
      const { members } = scanJson(text, { maxDepth: MAX_DEPTH, start, end });
      const found = members.find(({ key }) => key === name);
      return found && text.slice(found.valueStart, found.valueEnd);
    });
  }

  /** As `JSON.parse` reads it, but with the member `external_refs` as `RawJson` of its exact text, or null. */
  get value(): unknown {
    if (!this.#value) {
      const exact = this.member(EXACT_MEMBER);
      const parsed: unknown = JSON.parse(this.text);
      if (exact !== undefined && exact !== 'null') {
        (parsed as Record<string, unknown>)[EXACT_MEMBER] = new RawJson(exact);
      }
      this.#value = { parsed };
    }
    return this.#value.parsed;
  }
}

/**
 * Reads the body if it is JSON: keeps the bytes for `JsonBody.of(request)`, and `request.body` gives its value, or
 * throws what is wrong with it, to whoever asks for it. Bodies of other types are left to be read by others.
 */
export async function readJsonBody(request: IncomingMessage, maxBytes: number): Promise<void> {
  const type = contentType(request.headers['content-type']);
  if (request.readableEnded || !hasBody(request)) return;
  if (!type || !(type.essence === 'application/json' || type.subtype.endsWith('+json'))) {
    defineBody(request, () => {
      throw notJson();
    });
    return;
  }
  try {
    refuseContentEncoding(request);
    refuseOtherCharset(type, 'The body');
    const bytes = await readBytes(request, maxBytes);
    if (bytes.length === 0) return;
    const body = new JsonBody(bytes);
    bodies.set(request, body);
    defineBody(request, () => body.value);
  } catch (error) {
    discardRest(request);
    throw error;
  }
}

function defineBody(request: IncomingMessage, get: () => unknown): void {
  Object.defineProperty(request, 'body', { get, configurable: true, enumerable: true });
}

function notJson(): DomainError {
  return new DomainError('unsupported', 'unsupported_media_type', 'Send the body as application/json.');
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

async function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // Destroying the request would take the socket with it, and the answer with the socket.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) throw tooLarge(maxBytes);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw new DomainError('malformed', 'body_incomplete', 'The connection was closed within the body.');
  }
  return Buffer.concat(chunks, size);
}

/** The members of the top-level object, each of them once. */
function membersOf(text: string): JsonMember[] {
  try {
    const { members } = scanJson(text, { maxDepth: MAX_DEPTH });
    refuseDuplicates(text);
    return members;
  } catch (error) {
    if (!(error instanceof JsonScanError)) throw error;
    if (error.reason === 'malformed') {
      throw new DomainError('malformed', 'malformed_json', `The body is not valid JSON: ${error.message}.`);
    }
    if (error.member === EXACT_MEMBER) {
      // As everywhere, size comes before depth; the end of the member was not reached.
      throw text.length - error.offset > ExternalRefs.MAX_BYTES
        ? ExternalRefs.tooLarge()
        : ExternalRefs.tooDeep();
    }
    throw new DomainError(
      'invalid',
      'too_deep',
      `The body must not nest deeper than ${MAX_DEPTH} levels: ${error.message}.`,
    );
  }
}

/** Only one of two equal names could be meant; which one is not ours to guess. */
function refuseDuplicates(text: string): void {
  const pointer = findDuplicateMember(text, EXACT_MEMBER);
  if (pointer === undefined) return;
  throw new DomainError('malformed', 'duplicate_member', `The body has the member ${pointer} twice.`, {
    errors: [{ pointer, message: 'is given twice' }],
  });
}

function tooLarge(maxBytes: number): DomainError {
  return new DomainError(
    'too-large',
    'body_too_large',
    `The body must not be larger than ${maxBytes} bytes.`,
  );
}
