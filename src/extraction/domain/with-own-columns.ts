import type { LineItemColumn } from '../../shared/kernel/extraction-profile.js';
import { fold } from './fold.js';
import type { ColumnKey, Language } from './language.js';
import { phraseOf } from './phrase-of.js';

/** The language with the column heads of a profile before its own; a head means what the profile says it means. */
export function withOwnColumns(language: Language, columns: readonly LineItemColumn[]): Language {
  const own = new Map<ColumnKey, string[]>();
  for (const { key, label, aliases } of columns) {
    own.set(
      key,
      [label, ...aliases].map((each) => phraseOf(each, language.numberWords)).filter((each) => each !== ''),
    );
  }
  const taken = new Set([...own.values()].flat());
  const entries = Object.entries(language.columns) as [ColumnKey, readonly string[]][];
  const heads = entries.map(([key, phrases]) => [
    key,
    [...(own.get(key) ?? []), ...phrases.filter((phrase) => !taken.has(fold(phrase)))],
  ]);
  return { ...language, columns: Object.fromEntries(heads) as Language['columns'] };
}
