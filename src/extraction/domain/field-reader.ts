import type { FieldType, ProfileField } from '../../shared/kernel/extraction-profile.js';
import { type DecimalMark, decimalMarkOf, findAmounts } from './amount.js';
import { dateOrderOf, type DateOrder, findDates } from './calendar-date.js';
import type { DocumentText, Page, Word } from './document-text.js';
import { type FragmentLine, LabelFinder, UNSURE } from './fragment.js';
import { amountsOf, type LabelledValue, valuesOf } from './label-values.js';
import type { Language, OwnLabelKey } from './language.js';
import { listsOf } from './list-values.js';
import { OwnLabels } from './own-labels.js';

const LONGEST_TEXT = 500;

/** Reads the fields of a profile by what the profile calls them. */
export class FieldReader {
  readonly #labels: OwnLabels;
  readonly #finder: LabelFinder;

  /** @param isReadOtherwise whether the rules find a field, too: then only wordings that they lack are its own */
  constructor(
    private readonly language: Language,
    private readonly fields: readonly ProfileField[],
    isReadOtherwise: (field: ProfileField) => boolean,
  ) {
    this.#labels = new OwnLabels(language, fields, isReadOtherwise);
    this.#finder = new LabelFinder(this.#labels.language);
  }

  /** In the order of the fields. @param currency of the document, where it is known */
  read(text: DocumentText, currency: string | null): (string | null)[] {
    const lines = text.pages.flatMap((page, number) => this.#finder.linesOf(withPlainForms(page), number));
    const decimalMark = decimalMarkOf(text.text, this.language.decimalMark);
    const order = this.language.dateOrder ?? dateOrderOf(text.text, currency);
    const read = new Map<string, LabelledValue[]>();
    const valuesOf = (key: OwnLabelKey, { type }: ProfileField): LabelledValue[] => {
      const values = read.get(`${key} ${type}`) ?? this.#valuesOf(lines, key, type, decimalMark, order);
      read.set(`${key} ${type}`, values);
      return values;
    };
    return this.fields.map((field, place) => {
      const places = this.#labels.placesOf(place);
      for (const unsure of [0, UNSURE]) {
        for (const { key, rank, nth } of places) {
          const values = valuesOf(key, field).filter((each) => each.rank === rank + unsure);
          if (values[nth]) return values[nth].value;
        }
      }
      return null;
    });
  }

  #valuesOf(
    lines: FragmentLine[],
    key: OwnLabelKey,
    type: FieldType,
    decimalMark: DecimalMark,
    order: DateOrder,
  ): LabelledValue[] {
    switch (type) {
      case 'text':
        return valuesOf(lines, key, textIn);
      case 'date':
        return valuesOf(lines, key, (text) => {
          const date = findDates(withWesternDates(text), this.language.months, order)[0];
          return date && date.index <= 12 ? date.value : null;
        });
      case 'amount':
        return amountsOf(lines, key, (text) => findAmounts(text, decimalMark).at(-1)?.value ?? null);
      case 'number':
        return amountsOf(lines, key, (text) => {
          const amount = findAmounts(text.replaceAll('%', ' '), decimalMark)[0];
          return amount ? amount.value.replace(/\.?0+$/, '') : null;
        });
      case 'list':
        return listsOf(lines, key);
    }
  }
}

function textIn(text: string): string | null {
  const value = text.replace(/^[\s:]+|\s+$/gu, '').slice(0, LONGEST_TEXT);
  // What ends in a colon is the label of something else.
  return /[\p{L}\p{N}]/u.test(value) && !value.endsWith(':') ? value : null;
}

/** "2026年11月3日" */
function withWesternDates(text: string): string {
  return text.replace(/(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日/gu, '$1-$2-$3');
}

const WIDE = /[\u3000\uff00-\uffef]/;

/** Chinese documents have colons, digits and signs of their own width. */
function withPlainForms(page: Page): Page {
  const lines = page.lines.map((line) => {
    if (!line.words.some((word) => WIDE.test(word.text))) return line;
    return { ...line, words: line.words.flatMap((word) => plainWords(word)) };
  });
  return { ...page, lines };
}

/** A label and its value have no space between them there. */
function plainWords(word: Word): Word[] {
  const text = word.text.normalize('NFKC');
  const at = text.indexOf(':') + 1;
  if (at === 0 || at === text.length) return [{ ...word, text }];
  const width = (word.width * at) / text.length;
  return [
    { ...word, text: text.slice(0, at), width },
    { ...word, text: text.slice(at), x: word.x + width, width: word.width - width },
  ];
}
