import type { IncomingMessage } from 'node:http';
import { PassThrough, Readable } from 'node:stream';
import { DomainError } from '../kernel/domain-error.js';
import { contentType, refuseContentEncoding, refuseOtherCharset } from './content-type.js';
import { discardRest } from './discard-rest.js';
import { multipartParts, type MultipartPart } from './multipart-parts.js';

const MAX_PARTS = 100;

export interface UploadedFileInfo {
  /** As the client sent it, path and all; empty when it sent none. */
  filename: string;
  mimeType: string;
}

export interface MultipartOptions<T> {
  /** The part of this name is the file; every other part is a field, however it is declared. */
  fileField: string;
  maxFileBytes: number;
  /** For all fields together. */
  maxFieldBytes: number;
  /**
   * Reads the stream to its end. When the upload fails within the file the stream is destroyed with an error; the
   * promise must then reject, after cleaning up.
   */
  receiveFile(stream: Readable, info: UploadedFileInfo): Promise<T>;
  /** Called when the upload fails after `receiveFile` has resolved. */
  discardFile?(file: T): Promise<void>;
}

interface MultipartForm<T> {
  /** Octets by name; `decodeField` makes text of them. */
  fields: Map<string, Uint8Array>;
  file: T | undefined;
}

/**
 * Reads a multipart/form-data upload with flat memory: the file goes to `receiveFile` as it arrives, at the pace at
 * which it is taken. Rejects with a `DomainError` (`unsupported`, `malformed`, `too-large`) or with what
 * `receiveFile` threw; the rest of the body is then discarded while the answer goes out.
 */
export async function readMultipart<T>(
  request: IncomingMessage,
  options: MultipartOptions<T>,
): Promise<MultipartForm<T>> {
  // The parser may give up early, and destroying the request would take the socket, and the answer, with it.
  const body = new PassThrough();
  let received: { file: T } | undefined;
  try {
    const boundary = boundaryOf(request);
    follow(request, body);
    const fields = new Map<string, Uint8Array>();
    let fieldBytes = 0;
    let parts = 0;
    for await (const part of multipartParts(body, boundary)) {
      if (++parts > MAX_PARTS) {
        throw new DomainError('too-large', 'too_many_parts', `Send no more than ${MAX_PARTS} parts.`);
      }
      if (fields.has(part.name) || (received && part.name === options.fileField)) throw duplicate(part.name);
      if (part.name === options.fileField) {
        received = { file: await receive(part, options) };
      } else {
        const bytes = await readField(part, options.maxFieldBytes - fieldBytes);
        fieldBytes += bytes.length;
        fields.set(part.name, bytes);
      }
    }
    return { fields, file: received?.file };
  } catch (error) {
    if (received) await options.discardFile?.(received.file);
    throw error;
  } finally {
    request.unpipe(body);
    body.destroy();
    discardRest(request);
  }
}

function boundaryOf(request: IncomingMessage): string {
  const type = contentType(request.headers['content-type']);
  const boundary = type?.params.get('boundary');
  if (type?.essence !== 'multipart/form-data' || !boundary) {
    throw new DomainError(
      'unsupported',
      'unsupported_media_type',
      'Send the upload as multipart/form-data with a boundary.',
    );
  }
  refuseContentEncoding(request);
  return boundary;
}

function follow(request: IncomingMessage, body: PassThrough): void {
  const aborted = new DomainError(
    'malformed',
    'upload_aborted',
    'The connection was closed within the upload.',
  );
  if (request.destroyed || request.readableEnded) throw aborted;
  body.on('error', () => {}); // its reader throws it
  request.on('error', () => {}); // always followed by 'close'
  request.once('close', () => {
    if (!request.readableEnded) body.destroy(aborted);
  });
  request.pipe(body);
}

async function receive<T>(part: MultipartPart, options: MultipartOptions<T>): Promise<T> {
  let failure: { error: unknown } | undefined;
  async function* chunks(): AsyncGenerator<Buffer, void> {
    let size = 0;
    try {
      for await (const chunk of part.body) {
        size += chunk.length;
        if (size > options.maxFileBytes) throw fileTooLarge(options.maxFileBytes);
        yield chunk;
      }
    } catch (error) {
      failure = { error };
      throw error;
    }
  }
  const stream = Readable.from(chunks(), { objectMode: false });
  stream.on('error', () => {}); // thrown below, also when the receiver does not listen yet
  try {
    const file = await options.receiveFile(stream, {
      filename: part.filename ?? '',
      mimeType: part.contentType?.essence ?? 'application/octet-stream',
    });
    if (!stream.readableEnded) throw new Error('receiveFile has not read the stream to its end');
    return file;
  } catch (error) {
    throw failure ? failure.error : error;
  } finally {
    stream.destroy();
  }
}

async function readField(part: MultipartPart, maxBytes: number): Promise<Uint8Array> {
  refuseOtherCharset(part.contentType, `The field "${part.name}"`);
  if (!['7bit', '8bit', 'binary', undefined].includes(part.transferEncoding)) {
    throw new DomainError(
      'unsupported',
      'unsupported_transfer_encoding',
      `The field "${part.name}" is sent as ${part.transferEncoding}. Send it as it is.`,
    );
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of part.body) {
    size += chunk.length;
    if (size > maxBytes) {
      throw new DomainError('too-large', 'field_too_large', 'The fields of the upload are too large.', {
        errors: [{ pointer: `/${part.name}`, message: 'goes over the limit' }],
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

function duplicate(name: string): DomainError {
  return new DomainError('malformed', 'duplicate_member', `The upload has the part "${name}" twice.`, {
    errors: [{ pointer: `/${name}`, message: 'is given twice' }],
  });
}

function fileTooLarge(maxBytes: number): DomainError {
  return new DomainError(
    'too-large',
    'file_too_large',
    `The file must not be larger than ${maxBytes} bytes.`,
  );
}
