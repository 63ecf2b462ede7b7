import type { IncomingMessage } from 'node:http';
import { DomainError } from '../kernel/domain-error.js';
import { Base64Decoder } from './base64-decoder.js';
import { contentType, refuseContentEncoding, refuseOtherCharset } from './content-type.js';
import { discardRest } from './discard-rest.js';
import { JsonBody } from './json-body.js';
import { MemberFinder } from './member-finder.js';

const MAX_REST_BYTES = 2 * 1024 * 1024;
const QUOTE = 0x22;
/** White space, and what some writers escape without need: PHP the slash, .NET the plus sign. */
const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|([nrt/]))/g;
const CUT_ESCAPE = /\\(?:u[0-9a-fA-F]{0,3})?$/;
const SPACES: Record<string, string> = { n: '\n', r: '\r', t: '\t' };
// eslint-disable-next-line no-control-regex -- a JSON string has none
const CONTROL = /[\u0000-\u001f]/;

interface JsonUploadOptions<T> {
  /** The member of the top-level object that is the file, in base64. */
  member: string;
  maxFileBytes: number;
  /** Reads the content to its end. When that fails, it must clean up and reject. */
  receiveFile: (content: AsyncIterable<Buffer>) => Promise<T>;
  /** Called when the upload fails after `receiveFile` has resolved. */
  discardFile: (file: T) => Promise<void>;
}

interface JsonUpload<T> {
  /** The body with `""` for the file. */
  body: JsonBody;
  /** Undefined when the member is absent, or no string. */
  file: T | undefined;
}

/**
 * Reads a JSON body of which one member is a file, decoding that as it arrives: taken as one text, 14 MB of JSON are
 * held four times over and stop everybody else for 100 to 300 ms (measured). Rejects with a `DomainError`
 * (`unsupported`, `malformed`, `invalid`, `too-large`) or with what `receiveFile` threw; the rest of the body is then
 * discarded while the answer goes out.
 */
export async function readJsonUpload<T>(
  request: IncomingMessage,
  { member, maxFileBytes, receiveFile, discardFile }: JsonUploadOptions<T>,
): Promise<JsonUpload<T>> {
  const maxBytes = Math.ceil((maxFileBytes * 4) / 3) + MAX_REST_BYTES;
  const body = new Body(request, maxBytes);
  let received: { file: T } | undefined;
  try {
    refuseContentEncoding(request);
    refuseOtherCharset(contentType(request.headers['content-type']), 'The body');
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw bodyTooLarge(maxBytes);
    const finder = new MemberFinder(member);
    const rest: Buffer[] = [];
    let restBytes = 0;
    for (let chunk = await body.next(); chunk; chunk = await body.next()) {
      const start = finder.find(chunk);
      const kept = start < 0 ? chunk : chunk.subarray(0, start);
      restBytes += kept.length;
      if (restBytes > MAX_REST_BYTES) throw bodyTooLarge(maxBytes);
      rest.push(Buffer.from(kept)); // a copy: a slice would keep the content that it was cut from
      if (start < 0) continue;
      if (received) throw duplicate(member);
      body.putBack(chunk.subarray(start));
      received = { file: await receiveFile(contentOf(body, `/${member}`, maxFileBytes)) };
    }
    if (restBytes === 0) {
      throw new DomainError('malformed', 'body_required', 'The body is empty. Send a JSON value.');
    }
    return { body: new JsonBody(Buffer.concat(rest)), file: received?.file };
  } catch (error) {
    if (received) await discardFile(received.file);
    throw error;
  } finally {
    void body.close().then(() => discardRest(request));
  }
}

/** The chunks of a request's body, which can be put back in part. */
class Body {
  readonly #chunks: AsyncIterator<Buffer, undefined>;
  readonly #putBack: Buffer[] = [];
  #size = 0;

  constructor(
    request: IncomingMessage,
    private readonly maxBytes: number,
  ) {
    // Destroying the request would take the socket with it, and the answer with the socket.
    this.#chunks = request.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer, undefined>;
  }

  putBack(chunk: Buffer): void {
    if (chunk.length > 0) this.#putBack.push(chunk);
  }

  /** While the iterator listens, nobody else can read what is left. */
  async close(): Promise<void> {
    await this.#chunks.return?.().catch(() => undefined);
  }

  async next(): Promise<Buffer | undefined> {
    const again = this.#putBack.pop();
    if (again) return again;
    const { value: chunk } = await this.#chunks.next().catch(() => {
      throw new DomainError('malformed', 'body_incomplete', 'The connection was closed within the body.');
    });
    this.#size += chunk?.length ?? 0;
    if (this.#size > this.maxBytes) throw bodyTooLarge(this.maxBytes);
    return chunk;
  }
}

/** Decodes up to the closing quote, and puts that back. */
async function* contentOf(body: Body, pointer: string, maxBytes: number): AsyncGenerator<Buffer, void> {
  const decoder = new Base64Decoder(pointer);
  let size = 0;
  let cut = '';
  for (let ended = false; !ended;) {
    const chunk = await body.next();
    if (!chunk) throw new DomainError('malformed', 'malformed_json', 'The body ends within the content.');
    const quote = chunk.indexOf(QUOTE);
    ended = quote >= 0;
    // Of a quote that is escaped the backslash is left over, which no base64 has.
    const text = cut + chunk.toString('latin1', 0, ended ? quote : chunk.length);
    if (ended) body.putBack(chunk.subarray(quote));
    if (CONTROL.test(text)) {
      throw new DomainError('malformed', 'malformed_json', 'The content has control characters unescaped.');
    }
    cut = ended ? '' : (CUT_ESCAPE.exec(text)?.[0] ?? '');
    const decoded = decoder.write(unescape(cut === '' ? text : text.slice(0, -cut.length)));
    const bytes = ended ? Buffer.concat([decoded, decoder.end()]) : decoded;
    size += bytes.length;
    if (size > maxBytes) {
      throw new DomainError(
        'too-large',
        'file_too_large',
        `The file must not be larger than ${maxBytes} bytes.`,
      );
    }
    yield bytes;
  }
}

function unescape(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(ESCAPE, (_, code: string | undefined, letter = '') =>
    code === undefined
      ? (SPACES[letter as string] ?? (letter as string))
      : String.fromCharCode(parseInt(code, 16)),
  );
}

function duplicate(member: string): DomainError {
  return new DomainError('malformed', 'duplicate_member', `The body has the member /${member} twice.`, {
    errors: [{ pointer: `/${member}`, message: 'is given twice' }],
  });
}

function bodyTooLarge(maxBytes: number): DomainError {
  return new DomainError(
    'too-large',
    'body_too_large',
    `The body must not be larger than ${maxBytes} bytes.`,
  );
}
