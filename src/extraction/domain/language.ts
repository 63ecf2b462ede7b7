import type { DecimalMark } from './amount.js';
import type { DateOrder } from './calendar-date.js';

/** The label of a field of a profile, by its place there. */
export type OwnLabelKey = `own:${number}`;

export type LabelKey =
  | OwnLabelKey
  | 'invoice_number'
  | 'invoice_date'
  | 'due_date'
  | 'po_number'
  | 'currency'
  | 'subtotal'
  | 'tax'
  | 'total'
  | 'amount_due'
  | 'payment_terms'
  | 'vendor'
  | 'customer'
  | 'subject'
  | 'shipping'
  | 'discount'
  | 'tender' // how a receipt was paid: cash given, change, card
  | 'other'; // known not to be any of these, so never a value and never a shorter label

export type ColumnKey = 'description' | 'quantity' | 'unit_price' | 'amount' | 'other';

export type DocumentType =
  | 'Invoice'
  | 'Credit Note'
  | 'Receipt'
  | 'Quote'
  | 'Purchase Order'
  | 'Delivery Note'
  | 'Statement'
  | 'Contract'
  | 'Letter'
  | 'Document';

/**
 * What a reader has to know of a language. Phrases are lower case without punctuation, accents do not matter,
 * `#` stands for every word that means "number", and the first ones of a list are the most telling.
 */
export interface Language {
  /** In English: "German". */
  name: string;
  /** Words of running text that are rare in the other languages; with the phrases they tell the language. */
  commonWords: readonly string[];
  /** What decimals are written with where the numbers of a document do not show it. */
  decimalMark: DecimalMark;
  /** What "$" means in it where nothing else shows it; US dollars unless told. */
  dollar?: string;
  /** How 03/11/2026 is meant where no date of a document shows it; null: country and currency decide. */
  dateOrder: DateOrder | null;
  /** Without accents. */
  numberWords: readonly string[];
  labels: Readonly<Record<LabelKey, readonly string[]>>;
  /** Labels that count only with the value right behind them, such as "Invoice 1001". */
  inlineLabels: Readonly<Partial<Record<LabelKey, readonly string[]>>>;
  /** Words that may stand between the label of an amount and the amount. */
  qualifiers: readonly string[];
  columns: Readonly<Record<ColumnKey, readonly string[]>>;
  titles: readonly { type: DocumentType; phrases: readonly string[] }[];
  months: readonly (readonly string[])[];
  /** Stands before the date of the document in running text: "Invoice 17 dated", "Berlin, den". */
  datedBefore: RegExp;
  /** Stand before a due date in running text. */
  dueBefore: RegExp;
  /** Payment terms in running text. */
  terms: readonly RegExp[];
  /** Says of which type a document is in passing: "invoice no", "Rechnungsnummer"; `names` are alternatives. */
  saysType: (names: string) => RegExp;
  salutation: RegExp;
  closing: RegExp;
  /** Stands before the two parties of an agreement (flag g). */
  between: RegExp;
  /** The two parties, as groups, in what follows; all white space is single spaces. */
  parties: RegExp;
  agreement: RegExp;
}
