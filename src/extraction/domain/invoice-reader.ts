import { type DecimalMark, decimalMarkOf, findAmounts } from './amount.js';
import { type DateOrder, findDates, shownDateOrder, usualDateOrder } from './calendar-date.js';
import { CURRENCY_CODES, currencyMeant, currencyOf, MAJOR_CODES } from './currency.js';
import { fromUnits, sumOf, toUnits } from './decimal.js';
import type { DocumentText } from './document-text.js';
import type { LineItem } from './extraction.js';
import { type FragmentLine, LabelFinder } from './fragment.js';
import { amountsOf, type LabelledValue, valuesOf } from './label-values.js';
import type { DocumentType, LabelKey, Language } from './language.js';
import { LineItemTableReader } from './line-item-table.js';
import type { INVOICE_FIELDS } from './profile-fields.js';
import { receiptItems } from './receipt-items.js';
import { findVendor } from './vendor.js';

export type InvoiceFields = Record<(typeof INVOICE_FIELDS)[number], string | null>;

export interface InvoiceReading {
  fields: InvoiceFields;
  lineItems: LineItem[];
  /** Stand between subtotal and total besides tax; a discount is negative. */
  adjustments: string[];
  /** Of the same kind, but stated between the line items and the subtotal. */
  earlier: string[];
}

/** Reads the fields and line items of an invoice, a credit note or a receipt. */
export class InvoiceReader {
  readonly #labels: LabelFinder;
  readonly #table: LineItemTableReader;

  constructor(private readonly language: Language) {
    this.#labels = new LabelFinder(language);
    this.#table = new LineItemTableReader(language, this.#labels);
  }

  read(text: DocumentText, type: DocumentType = 'Invoice'): InvoiceReading {
    const decimalMark = decimalMarkOf(text.text, this.language.decimalMark);
    const table = this.#table.read(text.pages, decimalMark);
    const lines = [
      ...text.pages.flatMap((page, number) =>
        this.#labels.linesOf({ ...page, lines: page.lines.filter((line) => !table.lines.has(line)) }, number),
      ),
      ...table.repeated.map(({ key, text: value }) => labelledLine(key, value)),
    ];
    const currency = this.#currency(text.text, lines, decimalMark);
    const sums = totalsOf(lines, decimalMark);
    const items =
      table.items.length > 0 || type !== 'Receipt'
        ? table.items
        : receiptItems(text.pages, this.#labels, decimalMark);
    return {
      fields: {
        vendor: findVendor(text, lines, this.language),
        invoice_number: first(valuesOf(lines, 'invoice_number', identifierIn)),
        ...this.#dates(text.text, lines, currency, type),
        po_number: first(valuesOf(lines, 'po_number', identifierIn)),
        currency,
        subtotal: sums.subtotal,
        tax: sums.tax,
        total_amount: sums.total,
        payment_terms: first(valuesOf(lines, 'payment_terms', termsIn)) ?? this.#termsInText(text.text),
      },
      lineItems: items,
      adjustments: sums.adjustments,
      earlier: sums.earlier,
    };
  }

  #currency(text: string, lines: FragmentLine[], decimalMark: DecimalMark): string | null {
    const labelled = first(valuesOf(lines, 'currency', codeIn));
    if (labelled) return labelled;
    const codes = text.match(/\b[A-Z]{3}\b/g)?.filter((code) => MAJOR_CODES.has(code)) ?? [];
    const marks = findAmounts(text, decimalMark).flatMap((amount) => amount.mark ?? []);
    const common = mostFrequent(marks) ?? mostFrequent([...(text.match(/\p{Sc}/gu) ?? []), ...codes]);
    if (common) return currencyMeant(common, codes, text, this.language.dollar);
    return /\beuros?\b/i.test(text) ? 'EUR' : null;
  }

  #dates(text: string, lines: FragmentLine[], currency: string | null, type: DocumentType): Dates {
    const shown = this.language.dateOrder ?? shownDateOrder(text);
    const order = shown ?? usualDateOrder(text, currency);
    const read = this.#datesIn(text, lines, order, type);
    if (shown || !isReversed(read)) return read;
    // Nothing is due before it is written: 03/11/2026 and 02/12/2026 are days of November and December.
    const other = this.#datesIn(text, lines, order === 'day-first' ? 'month-first' : 'day-first', type);
    return isReversed(other) ? read : other;
  }

  #datesIn(text: string, lines: FragmentLine[], order: DateOrder, type: DocumentType): Dates {
    const date = (value: string) => findDates(value, this.language.months, order)[0];
    const labelled = (key: LabelKey) => first(valuesOf(lines, key, (value) => whenAtStart(date(value))));
    const all = findDates(text, this.language.months, order);
    const after = (words: RegExp) =>
      all.find(({ index }) => words.test(text.slice(Math.max(0, index - 60), index)))?.value ?? null;
    const only = type === 'Receipt' ? (all[0]?.value ?? null) : null;
    return {
      invoice_date: labelled('invoice_date') ?? after(this.language.datedBefore) ?? only,
      due_date: labelled('due_date') ?? after(this.language.dueBefore),
    };
  }

  #termsInText(text: string): string | null {
    for (const pattern of this.language.terms) {
      const found = pattern.exec(text)?.[0];
      if (found) return termsIn(found);
    }
    return null;
  }
}

/** As if it were printed on a page of its own, with a label that is less telling than any other. */
function labelledLine(key: LabelKey, text: string): FragmentLine {
  const cell = { words: [], text, x: 0, right: 0, y: 0, height: 0, afterColon: false };
  const label = { ...cell, label: { key, rank: 100, inline: false }, attached: false };
  return { page: -1, y: 0, fragments: [label, { ...cell, label: null, attached: true }] };
}

type Dates = Pick<InvoiceFields, 'invoice_date' | 'due_date'>;

function isReversed({ invoice_date, due_date }: Dates): boolean {
  return invoice_date !== null && due_date !== null && due_date < invoice_date;
}

/** Of one kind; an honest bill has no more, and all combinations are tried. */
const MOST_CANDIDATES = 8;

interface Totals {
  subtotal: string | null;
  tax: string | null;
  total: string | null;
  adjustments: string[];
  earlier: string[];
}

/**
 * Labels alone do not settle it: a bill names several totals (net, gross, due) and several taxes. Of the readings
 * that the labels allow, the first one whose sum comes out is taken.
 */
function totalsOf(lines: FragmentLine[], decimalMark: DecimalMark): Totals {
  const read = (text: string) => findAmounts(text, decimalMark).at(-1)?.value ?? null;
  const amounts = (key: LabelKey) => amountsOf(lines, key, read);
  const subtotals = values(amounts('subtotal'));
  const taxLines = amounts('tax');
  const totals = [...values(amounts('total')), ...values(amounts('amount_due'))];
  const shipping = values(amounts('shipping'));
  const discounts = values(amounts('discount')).map((value) => (value.startsWith('-') ? value : `-${value}`));

  const allTaxes = taxLines.length > 1 ? [fromUnits(sumOf(values(taxLines)))] : [];
  const taxes: (string | null)[] = [...allTaxes, ...values(taxLines)];
  if (taxes.length === 0) taxes.push(null);
  const all = [...shipping, ...discounts];
  const adjustments = [all, discounts, shipping, []];
  for (const total of totals) {
    for (const subtotal of subtotals) {
      for (const adjustment of adjustments) {
        for (const tax of taxes) {
          const parts = [subtotal, ...adjustment, ...(tax ? [tax] : [])];
          if (sumOf(parts) !== toUnits(total)) continue;
          const earlier = all.filter((each) => !adjustment.includes(each));
          return { subtotal, tax, total, adjustments: adjustment, earlier };
        }
      }
    }
  }
  // Prices with the tax in them: the subtotal is the total already.
  const gross = totals.find((total) => subtotals.includes(total));
  if (gross)
    return { subtotal: gross, tax: taxLines[0]?.value ?? null, total: gross, adjustments: [], earlier: all };
  return {
    subtotal: subtotals[0] ?? null,
    tax: taxLines.some((line) => fromUnits(sumOf(values(taxLines)) - toUnits(line.value)) === line.value)
      ? taxLines[0]!.value
      : (taxes[0] ?? null),
    total: totals[0] ?? null,
    adjustments: all,
    earlier: [],
  };
}

function values(found: LabelledValue[]): string[] {
  return [...new Set(found.map((each) => each.value))].slice(0, MOST_CANDIDATES);
}

function first(found: LabelledValue[]): string | null {
  return found[0]?.value ?? null;
}

function mostFrequent(values: string[]): string | null {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

function codeIn(text: string): string | null {
  const word = /\b[A-Z]{3}\b/.exec(text)?.[0] ?? '';
  return CURRENCY_CODES.has(word) ? word : currencyOf(text.trim());
}

/** A value that is a date has it up front: "31 March 2026", "Tuesday, March 31, 2026". */
function whenAtStart(date: { value: string; index: number } | undefined): string | null {
  return date && date.index <= 12 ? date.value : null;
}

/**
 * The first word, which has a digit, or capitals and the word behind them: "INV-1001", "F 20817". Groups of digits
 * belong to it when nothing else follows: "RE 2026 0117", "900 447 1203".
 */
function identifierIn(text: string): string | null {
  const words = text
    .replace(/^[#:(\s]+/, '')
    .split(/\s+/, 6)
    .map(withoutPunctuation);
  const prefixed = /^\p{Lu}{1,5}$/u.test(words[0]!);
  const first = prefixed ? 2 : 1;
  if (!/\d/.test(words[first - 1] ?? '')) return null;
  const grouped = words.length <= first + 3 && words.slice(first).every((word) => /^\d{2,6}$/.test(word));
  const identifier = (grouped ? words : words.slice(0, first)).join(' ');
  return identifier.length <= 40 ? identifier : null;
}

/** "(your PO 4711)", "Order 4711: spring catalogue" */
function withoutPunctuation(word: string): string {
  return word.includes('(') ? word.replace(/[,;.:]+$/, '') : word.replace(/[,;.:)\]]+$/, '');
}

function termsIn(text: string): string | null {
  const terms = text
    .replace(/\s+/g, ' ')
    .replace(/[.,;:]$/, '')
    .trim();
  return terms.length >= 3 ? terms.slice(0, 200) : null;
}
