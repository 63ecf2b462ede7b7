import type { FieldType } from '../../shared/kernel/extraction-profile.js';
import { fold } from './fold.js';

/** The text of a document, to look values up in: without case, accents and white space, its numbers without marks. */
export class PrintedText {
  readonly #letters: string;
  readonly #digits: string;

  constructor(private readonly text: string) {
    this.#letters = fold(text).replace(/[^\p{L}\p{N}]+/gu, '');
    this.#digits = text.replace(/(?<=\d)[.,'’\s\u00a0\u202f]{1,2}(?=\d)/g, '');
  }

  /** Whether the document can have said so: a date by day and year, a number by its digits, a text by its letters. */
  says(value: string, type: FieldType): boolean {
    if (type === 'date') return this.#saysDate(value);
    if (type === 'amount' || type === 'number') {
      const [whole = '', decimals = ''] = value.replace('-', '').split('.');
      const shown = decimals.replace(/0+$/, '');
      return shown === '' ? this.#digits.includes(whole) : this.#digits.includes(whole + shown);
    }
    const parts = type === 'list' ? value.split(';') : [value];
    return parts.every((part) => this.#letters.includes(fold(part).replace(/[^\p{L}\p{N}]+/gu, '')));
  }

  /** The month may be a word, in any language. */
  #saysDate(value: string): boolean {
    const [year = '', month = '', day = ''] = value.split('-');
    const stands = (number: string) => new RegExp(String.raw`(?<!\d)${number}(?!\d)`).test(this.text);
    return (
      stands(year + month + day) ||
      (stands(`(?:${year}|${year.slice(2)})`) && stands(day.replace(/^0/, '0?')))
    );
  }
}
