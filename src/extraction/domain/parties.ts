import type { Language } from './language.js';

/** As far as two parties and what is said of the first one may reach. */
const REACH = 600;
const MOST_TRIES = 5;

/** The two parties that an agreement says it is made between; null when it does not say so. */
export function partiesIn(text: string, language: Language): [string, string] | null {
  let tries = 0;
  for (const match of text.matchAll(language.between)) {
    if (++tries > MOST_TRIES) break;
    const start = match.index + match[0].length;
    const parties = language.parties.exec(
      ` ${text
        .slice(start, start + REACH)
        .replace(/\s+/g, ' ')
        .trim()} `,
    );
    if (parties) return [parties[1]!.trim(), parties[2]!.trim()];
  }
  return null;
}
