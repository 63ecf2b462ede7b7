import { DomainError } from './domain-error.js';

// `ignoreBOM: true` means that a byte order mark stays in the text: callers decide about it.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of UTF-8 bytes, exactly; bytes that are no UTF-8 are refused, never replaced. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new DomainError('malformed', 'not_utf8', 'The text is not valid UTF-8. Send it encoded as UTF-8.');
  }
}
