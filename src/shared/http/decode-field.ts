import { decodeUtf8 } from '../kernel/decode-utf8.js';
import { DomainError } from '../kernel/domain-error.js';

/** The text of a multipart field; U+0000 is refused because no text column can hold it. */
export function decodeField(bytes: Uint8Array, name: string): string {
  const text = decodeUtf8(bytes);
  if (text.includes('\u0000')) {
    throw new DomainError('invalid', 'nul_character', `The field "${name}" holds the character U+0000.`, {
      errors: [{ pointer: `/${name}`, message: 'must not hold U+0000' }],
    });
  }
  return text;
}
