import { UnreadableContent } from '../application/unreadable-content.js';
import { arrangePlainText } from '../domain/arrange-plain-text.js';
import { cleanText } from '../domain/clean-text.js';
import type { DocumentText } from '../domain/document-text.js';
import type { TextLimits } from './text-limits.js';

/** About 20,000 words; the readers of fields get no more of a plain text. */
const POSITIONED_CHARACTERS = 150_000;
const POSITIONED_LINES = 5_000;

/** Reads bytes as text; null when they are none. */
export function readPlainText(content: Uint8Array, limits: TextLimits): DocumentText | null {
  const decoded = decode(content.subarray(0, limits.characters * 4));
  if (decoded === null) return null;
  const text = cleanText(decoded.slice(0, limits.characters));
  if (text.trim() === '') throw new UnreadableContent('The file holds no text.');
  const cut = content.length > limits.characters * 4 || decoded.length > limits.characters;
  return {
    pages: arrangePlainText(decoded.slice(0, POSITIONED_CHARACTERS).split('\n', POSITIONED_LINES).join('\n')),
    text,
    notes: cut ? [`Only the first ${limits.characters} characters were kept.`] : [],
  };
}

/** Sound may begin like this as well, so it is only a hint that the content could be text. */
export function hasUtf16Mark(content: Uint8Array): boolean {
  return (content[0] === 0xff && content[1] === 0xfe) || (content[0] === 0xfe && content[1] === 0xff);
}

/** By its byte order mark; else UTF-8; else, when it has no control characters, Windows-1252. */
function decode(content: Uint8Array): string | null {
  if (hasUtf16Mark(content)) {
    try {
      const encoding = content[0] === 0xff ? 'utf-16le' : 'utf-16be';
      const text = new TextDecoder(encoding, { fatal: true }).decode(content, { stream: true });
      return /(?!\s)\p{Cc}/u.test(text) ? null : text;
    } catch {
      return null;
    }
  }
  if (content.some((byte) => byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1b))) return null;
  try {
    // As a stream: the limit may have cut the last character in two.
    return new TextDecoder('utf-8', { fatal: true }).decode(content, { stream: true });
  } catch {
    return new TextDecoder('windows-1252').decode(content);
  }
}
