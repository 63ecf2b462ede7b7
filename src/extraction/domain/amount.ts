import { CURRENCY_MARK, currencyOf } from './currency.js';

export type DecimalMark = '.' | ',';

interface FoundAmount {
  /** Normalised: `1234.50`, `-3.00`; at least two decimals, more only when they were written. */
  value: string;
  /** The currency mark as written, or null. */
  mark: string | null;
  index: number;
  end: number;
}

const GROUPED = String.raw`\d{1,3}(?:[.,'’\u00a0\u202f]\d{2,3})*[.,'’\u00a0\u202f]\d{3}(?:[.,]\d{1,6})?`;
const SPACED = String.raw`\d{1,3}(?: \d{3})+(?:,\d{1,6})?`;
const PLAIN = String.raw`\d{1,15}(?:[.,]\d{1,6})?`;

const pattern = (number: string) =>
  new RegExp(
    String.raw`(?<![\d.,/\p{L}_-]|\p{L}[-/])` +
      String.raw`(\()?([-−–+])?\s?(${CURRENCY_MARK})?\s?([-−–])?(${number})(?!\d|[.,/:-]\d)` +
      String.raw`(?:\s?(${CURRENCY_MARK}))?(\))?([-−](?!\d)|\s?CR\b)?(?!\s?%|[\p{L}\d])`,
    'gu',
  );
const AMOUNT: Readonly<Record<DecimalMark, RegExp>> = {
  '.': pattern(`${GROUPED}|${PLAIN}`),
  // "1 234,50" is one number only where commas are decimal: "2 100.00" is a quantity and a price.
  ',': pattern(`${SPACED}|${GROUPED}|${PLAIN}`),
};

/** All amounts in a text, from left to right. Percentages, dates and numbers inside words are none. */
export function findAmounts(text: string, decimalMark: DecimalMark): FoundAmount[] {
  const found: FoundAmount[] = [];
  for (const match of text.matchAll(AMOUNT[decimalMark])) {
    const [whole, open, sign, before, innerSign, number, after, close, trailing] = match;
    const minus = (sign && sign !== '+') || innerSign || trailing || (open && close);
    const mark = [before, after].find((each) => each && currencyOf(each)) ?? null;
    const value = normalise(number!, decimalMark);
    if (!value) continue;
    found.push({
      value: minus && /[1-9]/.test(value) ? `-${value}` : value,
      mark,
      index: match.index,
      end: match.index + whole.length,
    });
  }
  return found;
}

/** The amount that a text consists of, give or take a currency; null when there is anything else in it. */
export function parseAmount(text: string, decimalMark: DecimalMark): FoundAmount | null {
  const trimmed = text.trim();
  const [amount, ...others] = findAmounts(trimmed, decimalMark);
  return amount && others.length === 0 && amount.end - amount.index === trimmed.length ? amount : null;
}

/** Which mark this document writes decimals with, by majority of the numbers with exactly two decimals. */
export function decimalMarkOf(text: string, usual: DecimalMark = '.'): DecimalMark {
  const points = text.match(/\d\.\d{2}(?!\d|[.,/-]\d)/g)?.length ?? 0;
  const commas = text.match(/\d,\d{2}(?!\d|[.,/-]\d)/g)?.length ?? 0;
  if (commas === points) return usual;
  return commas > points ? ',' : '.';
}

function normalise(written: string, decimalMark: DecimalMark): string | null {
  const number = written.replace(/[ '’\u00a0\u202f]/g, '');
  const marks = number.match(/[.,]/g) ?? [];
  let decimals = -1; // where the decimal mark is
  if (new Set(marks).size === 2) {
    decimals = Math.max(number.lastIndexOf('.'), number.lastIndexOf(','));
  } else if (marks.length === 1) {
    const at = number.indexOf(marks[0]);
    // "1,234" and "1.234" could be either; the document's own habit decides.
    const grouping = number.length - at === 4 && at <= 3 && number[0] !== '0' && marks[0] !== decimalMark;
    if (!grouping) decimals = at;
  }
  const whole = (decimals < 0 ? number : number.slice(0, decimals))
    .replace(/[.,]/g, '')
    .replace(/^0+(?=\d)/, '');
  const fraction = decimals < 0 ? '' : number.slice(decimals + 1);
  return whole.length > 15 || fraction.length > 6 ? null : `${whole}.${fraction.padEnd(2, '0')}`;
}
