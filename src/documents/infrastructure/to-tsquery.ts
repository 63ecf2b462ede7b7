import { parseSearch } from '../domain/parse-search.js';

/** A search as the text of a tsquery; undefined when there is no word in it. */
export function toTsquery(search: string): string | undefined {
  const terms = parseSearch(search).map(({ words, exact }) =>
    exact ? `(${words.map((word) => `'${word}'`).join(' <-> ')})` : `'${words[0]}':*`,
  );
  return terms.length > 0 ? terms.join(' & ') : undefined;
}
