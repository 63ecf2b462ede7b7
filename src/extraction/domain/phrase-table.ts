import { fold } from './fold.js';

/** Phrases to be found in a row of words, the longest one first. */
export class PhraseTable<K extends string> {
  readonly #byFirstToken = new Map<string, { key: K; rank: number; tokens: string[] }[]>();

  constructor(phrases: Iterable<readonly [K, readonly string[]]>) {
    for (const [key, list] of phrases) {
      list.forEach((phrase, rank) => {
        const tokens = fold(phrase).split(' ');
        const entries = this.#byFirstToken.get(tokens[0]!) ?? [];
        entries.push({ key, rank, tokens });
        this.#byFirstToken.set(tokens[0]!, entries);
      });
    }
    for (const entries of this.#byFirstToken.values())
      entries.sort((a, b) => b.tokens.length - a.tokens.length);
  }

  /** The longest phrase that starts at `from`; `rank` is its place in its list, 0 the most telling. */
  match(tokens: readonly string[], from: number): { key: K; rank: number; length: number } | null {
    const entry = this.#byFirstToken
      .get(tokens[from] ?? '')
      ?.find((each) => each.tokens.every((token, i) => tokens[from + i] === token));
    return entry ? { key: entry.key, rank: entry.rank, length: entry.tokens.length } : null;
  }
}

/** A word as phrases are compared: folded, without punctuation, "No." and the like as "#". */
export function tokenOf(word: string, numberWords: readonly string[]): string {
  const token = fold(word).replace(/[.:;,()[\]*]/g, '');
  return numberWords.includes(token) ? '#' : token;
}
