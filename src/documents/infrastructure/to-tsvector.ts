import { wordsOf } from '../domain/words-of.js';

const POSITIONS = 255;
const LAST_POSITION = 16_383;
/** What a text costs even when it is short, in characters: there can be hundreds of thousands. */
const CHARACTERS_PER_TEXT = 4;

/**
 * The words of texts as the text of a tsvector, not by way of to_tsvector, whose idea of a letter depends on the
 * locale of the database. PostgreSQL takes at most 1 MB: new words are left out when their lexemes and positions
 * would need more than `bytes`, and about as many characters are read, repeated words among them: 600,000 take 15 ms in
 * ASCII, 90 ms at worst. A word beyond the 16,383rd has no position of its own.
 */
export function toTsvector(texts: readonly string[], bytes: number): string {
  const positions = new Map<string, number[]>();
  let used = 0;
  let position = 0;
  let left = bytes;
  for (const text of texts) {
    if (left <= 0) break;
    let length = 0;
    for (const word of wordsOf(text, left)) {
      position += 1;
      length += word.length + 1;
      let known = positions.get(word);
      if (!known) {
        used += Buffer.byteLength(word) + 3; // aligned, and the number of positions
        if (used > bytes) return written(positions);
        positions.set(word, (known = []));
      }
      if (position > LAST_POSITION || known.length === POSITIONS) continue;
      used += 2;
      known.push(position);
    }
    left -= Math.max(text.length, length) + CHARACTERS_PER_TEXT;
    position += 1; // no phrase from one text into the next
  }
  return written(positions);
}

function written(positions: ReadonlyMap<string, readonly number[]>): string {
  return Array.from(positions, ([word, at]) => `'${word}'${at.length > 0 ? `:${at.join(',')}` : ''}`).join(
    ' ',
  );
}
