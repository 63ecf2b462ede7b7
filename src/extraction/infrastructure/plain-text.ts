import { UnreadableContent } from '../application/unreadable-content.js';
import { arrangePlainText } from '../domain/arrange-plain-text.js';
import { cleanText } from '../domain/clean-text.js';
import type { DocumentText } from '../domain/document-text.js';
import { decodeText } from './decode-text.js';
import type { TextLimits } from './text-limits.js';

/** About 20,000 words; the readers of fields get no more of a plain text. */
const POSITIONED_CHARACTERS = 150_000;
const POSITIONED_LINES = 5_000;

/** Reads bytes as text; null when they are none. */
export function readPlainText(content: Uint8Array, limits: TextLimits): DocumentText | null {
  const decoded = decodeText(content, limits.characters * 4);
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
