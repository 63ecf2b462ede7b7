import { wordsOf } from './words-of.js';

/** One word that a document must have, as the beginning of a word of it; or, if exact, whole words in this order. */
export interface SearchTerm {
  words: string[];
  exact: boolean;
}

/** What a person searches for. Every term must occur; "words in quotes" stand together. */
export function parseSearch(text: string): SearchTerm[] {
  return text
    .split(/("[^"]*")/)
    .flatMap((part): SearchTerm[] => {
      const words = wordsOf(part);
      const quoted = part.length > 1 && part.startsWith('"') && part.endsWith('"');
      return quoted ? [{ words, exact: true }] : words.map((word) => ({ words: [word], exact: false }));
    })
    .filter(({ words }) => words.length > 0);
}
