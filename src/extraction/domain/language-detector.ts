import { fold } from './fold.js';
import type { Language } from './language.js';

const MOST_CHARACTERS = 20_000;
/** A word that is repeated on every line says no more than one that is said a few times. */
const MOST_OF_A_WORD = 3;

/** Tells the language of a document by the words that only one of the languages has. */
export class LanguageDetector {
  readonly #languageOf = new Map<string, number>();

  constructor(private readonly languages: readonly [Language, ...Language[]]) {
    const shared = new Set<string>();
    languages.forEach((language, i) => {
      for (const word of wordsOf(language)) {
        if ((this.#languageOf.get(word) ?? i) !== i) shared.add(word);
        this.#languageOf.set(word, i);
      }
    });
    for (const word of shared) this.#languageOf.delete(word);
  }

  /** The language with the most such words; of equals the one that stands first. */
  detect(text: string): Language {
    const scores = this.languages.map(() => 0);
    const seen = new Map<string, number>();
    for (const [word] of fold(text.slice(0, MOST_CHARACTERS)).matchAll(/\p{L}+/gu)) {
      const language = this.#languageOf.get(word);
      if (language === undefined) continue;
      const times = (seen.get(word) ?? 0) + 1;
      seen.set(word, times);
      if (times <= MOST_OF_A_WORD) scores[language]!++;
    }
    return this.languages[scores.indexOf(Math.max(...scores))]!;
  }
}

function wordsOf(language: Language): Set<string> {
  const phrases = [
    ...language.commonWords,
    ...Object.values(language.labels).flat(),
    ...Object.values(language.columns).flat(),
    ...language.titles.flatMap((title) => title.phrases),
  ];
  return new Set(phrases.flatMap((phrase) => fold(phrase).match(/\p{L}{2,}/gu) ?? []));
}
