import { wordsOf } from './words-of.js';

/** A word that a document must have, as the beginning of one of its own; or, if exact, whole words in this order. */
interface SearchTerm {
  words: string[];
  exact: boolean;
}

/** So many begin with one or two letters or digits that looking for them all takes seconds. */
const TOO_SHORT = /^[\p{ASCII}]{1,2}$/u;

/** What a person searches for. Every term must occur; "words in quotes" stand together. */
export function parseSearch(text: string): SearchTerm[] {
  return text
    .split(/("[^"]*")/)
    .flatMap((part): SearchTerm[] => {
      const words = wordsOf(part);
      const quoted = part.length > 1 && part.startsWith('"') && part.endsWith('"');
      return quoted
        ? [{ words, exact: true }]
        : words.map((word) => ({ words: [word], exact: TOO_SHORT.test(word) }));
    })
    .filter(({ words }) => words.length > 0);
}
