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

/** Refuses text that says it is not UTF-8. */
export function refuseOtherCharset(type: MIMEType | undefined, what: string): void {
  const charset = type?.params.get('charset')?.toLowerCase();
  if (charset === undefined || charset === null || ['utf-8', 'utf8', 'us-ascii'].includes(charset)) return;
  throw new DomainError(
    'unsupported',
    'unsupported_charset',
    `${what} declares the charset "${charset}". Send it as UTF-8.`,
  );
}
