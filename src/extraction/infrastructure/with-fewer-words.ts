import type { DocumentText } from '../domain/document-text.js';

/** What the rules look at of a line. */
const WORDS_OF_A_LINE = 200;
/** Well above what readers stop at, which may overshoot by a row of half a million words. */
const WORDS = 40_000;

/** Lets go of words beyond any document that people write: each costs the service 1 µs to take and to send on. */
export function withFewerWords(text: DocumentText): DocumentText {
  let left = WORDS;
  const pages = text.pages.map((page) => ({
    ...page,
    lines: page.lines.flatMap((line) => {
      const words = line.words.slice(0, Math.min(WORDS_OF_A_LINE, left));
      left -= words.length;
      return words.length > 0 ? [{ ...line, words }] : [];
    }),
  }));
  return { ...text, pages };
}
