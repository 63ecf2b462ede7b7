export type LabelKey =
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
 * What a reader has to know of a language. Phrases are lower case without punctuation, `#` stands for every
 * word that means "number", and the first ones of a list are the most telling.
 */
export interface Language {
  numberWords: readonly string[];
  labels: Readonly<Record<LabelKey, readonly string[]>>;
  /** Labels that count only with the value right behind them, such as "Invoice 1001". */
  inlineLabels: Readonly<Partial<Record<LabelKey, readonly string[]>>>;
  /** Words that may stand between the label of an amount and the amount. */
  qualifiers: readonly string[];
  columns: Readonly<Record<ColumnKey, readonly string[]>>;
  titles: readonly { type: DocumentType; phrases: readonly string[] }[];
  months: readonly (readonly string[])[];
  /** Stand before a due date in running text. */
  dueBefore: RegExp;
  /** Payment terms in running text. */
  terms: readonly RegExp[];
  salutation: RegExp;
  closing: RegExp;
  /** Stands before the two parties of an agreement (flag g). */
  between: RegExp;
  /** The two parties, as groups, in what follows; all white space is single spaces. */
  parties: RegExp;
  agreement: RegExp;
}
