import type { MIMEType } from 'node:util';
import { DomainError } from '../kernel/domain-error.js';
import { partType } from './content-type.js';

export interface MultipartPart {
  name: string;
  filename: string | undefined;
  contentType: MIMEType | undefined;
  transferEncoding: string | undefined;
  /** The octets of the part as they were sent. Read it to its end before asking for the next part. */
  body: AsyncIterable<Buffer>;
}

const MAX_HEADER_BYTES = 16 * 1024;
const CRLF = Buffer.from('\r\n');
const END_OF_HEADERS = Buffer.from('\r\n\r\n');
const DASH = 0x2d;

/**
 * Splits a multipart/form-data body (RFC 7578) into its parts, all of them as octets. busboy, which would do the
 * rest, decodes a part by the charset it declares and does not say so: bytes that are no UTF-8 become U+FFFD, and
 * the text of Java and .NET clients (`text/plain; charset=UTF-8`) cannot be told from octets.
 */
export async function* multipartParts(
  source: AsyncIterable<Buffer>,
  boundary: string,
): AsyncGenerator<MultipartPart, void> {
  const reader = new BoundaryReader(source, boundary);
  let preamble = 0;
  for await (const chunk of reader.data()) {
    preamble += chunk.length;
    if (preamble > MAX_HEADER_BYTES) throw malformed('The first boundary is missing');
  }
  while (!(await reader.isLast())) {
    const headers = await reader.headers();
    const disposition = headers.get('content-disposition') ?? '';
    const parameters = parametersOf(disposition);
    const name = parameters.get('name');
    if (!/^form-data\s*(;|$)/i.test(disposition) || name === undefined) throw malformed('A part has no name');
    yield {
      name,
      filename: parameters.get('filename'),
      contentType: partType(headers.get('content-type')),
      transferEncoding: headers.get('content-transfer-encoding')?.toLowerCase(),
      body: reader.data(),
    };
  }
}

class BoundaryReader {
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #delimiter: Buffer;
  // A body may begin with its first boundary; every other one has a line end in front.
  #buffer: Buffer = CRLF;

  constructor(source: AsyncIterable<Buffer>, boundary: string) {
    this.#chunks = source[Symbol.asyncIterator]();
    this.#delimiter = Buffer.from(`\r\n--${boundary}`);
  }

  /** Everything before the next boundary; leaves the reader behind it. */
  async *data(): AsyncGenerator<Buffer, void> {
    const { length } = this.#delimiter;
    for (;;) {
      const at = this.#buffer.indexOf(this.#delimiter);
      if (at >= 0 && this.#buffer.length >= at + length + 2) {
        const after = this.#buffer.subarray(at + length, at + length + 2);
        if (after.equals(CRLF) || (after[0] === DASH && after[1] === DASH)) {
          if (at > 0) yield this.#take(at);
          this.#take(length);
          return;
        }
        yield this.#take(at + length); // a line that only begins like the boundary
        continue;
      }
      const certain = at >= 0 ? at : this.#buffer.length - length + 1;
      if (certain > 0) yield this.#take(certain);
      if (at >= 0) await this.#more();
      else yield* this.#crossSeam();
    }
  }

  /** On to the next chunk. What is left is copied in front of it only when the boundary begins there: rarely. */
  async *#crossSeam(): AsyncGenerator<Buffer, void> {
    const left = this.#buffer;
    const next = await this.#next();
    const seam = Buffer.concat([left, next.subarray(0, this.#delimiter.length - 1)]);
    if (next.length < this.#delimiter.length || seam.includes(this.#delimiter)) {
      this.#buffer = Buffer.concat([left, next]);
      return;
    }
    if (left.length > 0) yield left;
    this.#buffer = next;
  }

  async isLast(): Promise<boolean> {
    while (this.#buffer.length < 2) await this.#more();
    return this.#buffer[0] === DASH;
  }

  /** Begins at the line end of the boundary, so that no header at all reads like some. */
  async headers(): Promise<Map<string, string>> {
    let end;
    while ((end = this.#buffer.indexOf(END_OF_HEADERS)) < 0) {
      if (this.#buffer.length > MAX_HEADER_BYTES) break;
      await this.#more();
    }
    if (end < 0 || end > MAX_HEADER_BYTES) throw malformed('The headers of a part are too long');
    const text = this.#take(end + END_OF_HEADERS.length).toString('utf8', 0, end);
    const headers = new Map<string, string>();
    for (const line of text.replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
      if (line === '') continue;
      const colon = line.indexOf(':');
      if (colon < 1) throw malformed('A part has a header without a name');
      headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
    }
    return headers;
  }

  #take(length: number): Buffer {
    const taken = this.#buffer.subarray(0, length);
    this.#buffer = this.#buffer.subarray(length);
    return taken;
  }

  async #more(): Promise<void> {
    const next = await this.#next();
    this.#buffer = this.#buffer.length === 0 ? next : Buffer.concat([this.#buffer, next]);
  }

  async #next(): Promise<Buffer> {
    const next = await this.#chunks.next();
    if (next.done) throw malformed('The body ends before its closing boundary');
    return next.value;
  }
}

/** The parameters of a Content-Disposition. Of quoted pairs only `\"` and `\\` count: browsers send `C:\x` bare. */
function parametersOf(disposition: string): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const [, name = '', quoted, bare] of disposition.matchAll(
    /;\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;]*))/g,
  )) {
    parameters.set(name.toLowerCase(), quoted?.replace(/\\(["\\])/g, '$1') ?? bare ?? '');
  }
  const extended = /^utf-8'[^']*'(.*)$/i.exec(parameters.get('filename*') ?? '')?.[1];
  if (extended !== undefined) {
    try {
      parameters.set('filename', decodeURIComponent(extended));
    } catch {
      // not percent-encoded UTF-8; the plain file name stands
    }
  }
  return parameters;
}

function malformed(problem: string): DomainError {
  return new DomainError(
    'malformed',
    'malformed_multipart',
    `The multipart body cannot be read: ${problem}.`,
  );
}
