import type { IncomingMessage } from 'node:http';
import { MIMEType } from 'node:util';
import { DomainError } from '../kernel/domain-error.js';

/** The declared media type of a body, or undefined when there is none that can be read. */
export function contentType(header: string | undefined): MIMEType | undefined {
  try {
    return header === undefined ? undefined : new MIMEType(header);
  } catch {
    return undefined;
  }
}

/** The type of a part. Where none can be read, its parameters still say which charset it has. */
export function partType(header: string | undefined): MIMEType | undefined {
  if (header === undefined) return undefined;
  return contentType(header) ?? contentType(`application/octet-stream${header.replace(/^[^;]*/, '')}`);
}

/** Refuses bodies that would have to be decompressed first. */
export function refuseContentEncoding(request: IncomingMessage): void {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase();
  if (encoding === undefined || encoding === '' || encoding === 'identity') return;
  throw new DomainError(
    'unsupported',
    'unsupported_content_encoding',
    `The content encoding "${encoding}" is not taken here. Send the body uncompressed.`,
  );
}

/** Refuses text that says it is not UTF-8. US-ASCII is another charset: who means it and sends more is mistaken. */
export function refuseOtherCharset(type: MIMEType | undefined, what: string): void {
  const charset = type?.params.get('charset')?.toLowerCase();
  if (charset === undefined || charset === null || ['utf-8', 'utf8'].includes(charset)) return;
  throw new DomainError(
    'unsupported',
    'unsupported_charset',
    `${what} declares the charset "${charset}". Send it as UTF-8.`,
  );
}
