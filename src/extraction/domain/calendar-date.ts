/** How a purely numeric date with slashes or dashes is meant when it could be both. */
export type DateOrder = 'day-first' | 'month-first';

interface FoundDate {
  /** `YYYY-MM-DD`, a day that exists. */
  value: string;
  index: number;
}

const MOST_DATES = 500;

/**
 * The dates in a text, from left to right. `months` holds the names of the twelve months, lower case.
 * 03.11.2026 is always day first; 11/03/2026 is what is possible, and `order` when both are.
 */
export function findDates(
  text: string,
  months: readonly (readonly string[])[],
  order: DateOrder,
): FoundDate[] {
  const names = months
    .flat()
    .sort((a, b) => b.length - a.length)
    .join('|');
  const month = (name: string) => months.findIndex((each) => each.includes(name.toLowerCase())) + 1;
  const found: FoundDate[] = [];
  const add = (index: number, year: string, month: number, day: number) => {
    if (found.length >= MOST_DATES) return;
    const value = calendarDate(Number(year) + (year.length === 2 ? 2000 : 0), month, day);
    if (value && !found.some((other) => Math.abs(other.index - index) < 6)) found.push({ value, index });
  };
  for (const m of text.matchAll(/(?<![\d.-])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d-])/g)) {
    add(m.index, m[1]!, Number(m[3]), Number(m[4]));
  }
  const dayMonth = String.raw`(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|[.ºª])?[ \-/]?\s?(?:of |de )?(${names})[ .,\-/]{1,3}(?:del? )?(\d{4}|\d{2})(?!\d)`;
  for (const m of text.matchAll(new RegExp(dayMonth, 'giu'))) add(m.index, m[3]!, month(m[2]!), Number(m[1]));
  const monthDay = String.raw`(?<!\p{L})(${names})[ .\-]{1,2}(\d{1,2})(?:st|nd|rd|th)?[, \-]{1,2}(\d{4})(?!\d)`;
  for (const m of text.matchAll(new RegExp(monthDay, 'giu'))) add(m.index, m[3]!, month(m[1]!), Number(m[2]));
  for (const m of text.matchAll(
    /(?<![\d.,/-])(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?![\d/-]|\.\d)/g,
  )) {
    const [, first, mark, second, year] = m;
    const monthFirst =
      mark !== '.' && (Number(second) > 12 || (Number(first) <= 12 && order === 'month-first'));
    add(m.index, year!, Number(monthFirst ? first : second), Number(monthFirst ? second : first));
  }
  return found.sort((a, b) => a.index - b.index);
}

/** The order that a document itself shows: a date with a number above 12 decides; null without one. */
export function shownDateOrder(text: string): DateOrder | null {
  for (const [, first, second] of text.matchAll(
    /(?<![\d/.-])(\d{1,2})[/-](\d{1,2})[/-](?:\d{4}|\d{2})(?![\d/-])/g,
  )) {
    if (Number(first) > 12 && Number(second) <= 12) return 'day-first';
    if (Number(second) > 12 && Number(first) <= 12) return 'month-first';
  }
  return null;
}

const OF_THE_US = /\bsales tax\b|,\s[A-Z]{2}\s\d{5}\b|\bUnited States\b|\bUSA\b/i;
const OF_ELSEWHERE =
  /\b(?:VAT|IBAN|ABN|GSTIN|United Kingdom|England|Ireland|Australia|New Zealand|India|Germany|France|Spain|Italy)\b/;

/**
 * How people write dates who write such a document. Documents in US dollars or without a currency are read
 * month first unless they speak of other countries, and those in another currency day first.
 */
export function usualDateOrder(text: string, currency: string | null): DateOrder {
  if (currency !== null && currency !== 'USD') return 'day-first';
  return OF_ELSEWHERE.test(text) && !OF_THE_US.test(text) ? 'day-first' : 'month-first';
}

/** The order that a document shows, else the usual one. */
export function dateOrderOf(text: string, currency: string | null): DateOrder {
  return shownDateOrder(text) ?? usualDateOrder(text, currency);
}

function calendarDate(year: number, month: number, day: number): string | null {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  if (!days || day < 1 || day > days || year < 1900 || year > 2199) return null;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
