import type { FieldType, LineItemColumn, ProfileField } from '../../shared/kernel/extraction-profile.js';
import { type DecimalMark, decimalMarkOf, parseAmount } from './amount.js';
import { findDates } from './calendar-date.js';
import { cellsOf } from './cell.js';
import type { DocumentText } from './document-text.js';
import { fold } from './fold.js';
import { LabelFinder } from './fragment.js';
import { InvoiceReader } from './invoice-reader.js';
import type { DocumentType, LabelKey, Language } from './language.js';
import { INVOICE_FIELDS } from './profile-fields.js';

export interface ProfileDraft {
  name: string;
  fields: ProfileField[];
  lineItemColumns: LineItemColumn[];
}

const MOST_FIELDS = 30;
const LABELLED = /^(\p{L}[\p{L}\p{N} .'’/()-]{1,48}?)\s*[:：]\s*(.*)$/u;
const COLUMNS: readonly [LineItemColumn['key'], string][] = [
  ['description', 'Description'],
  ['quantity', 'Quantity'],
  ['unit_price', 'Unit price'],
  ['amount', 'Amount'],
];
/** What the rules call otherwise than the fields. */
const KEYS: ReadonlyMap<LabelKey, string> = new Map([
  ...INVOICE_FIELDS.map((key) => [key, key] as [LabelKey, string]),
  ['total', 'total_amount'],
  ['amount_due', 'total_amount'],
  ['customer', 'customer'],
  ['shipping', 'shipping'],
  ['discount', 'discount'],
]);

/** Proposes the profile that a document could be read with: each label that has a value becomes a field. */
export class ProfileDrafter {
  readonly #labels: LabelFinder;
  readonly #invoices: InvoiceReader;

  constructor(private readonly language: Language) {
    this.#labels = new LabelFinder(language);
    this.#invoices = new InvoiceReader(language);
  }

  draft(text: DocumentText, docType: DocumentType, title: string | null): ProfileDraft {
    const decimalMark = decimalMarkOf(text.text, this.language.decimalMark);
    const fields = new Map<string, ProfileField>();
    for (const { label, key, value } of this.#labelled(text)) {
      const name = key ?? keyOf(label);
      if (name === null || fields.has(name) || fields.size === MOST_FIELDS) continue;
      const type = key ? typeOfKey(key) : this.#typeOf(value, decimalMark);
      fields.set(name, { key: name, label, type, description: null, required: false, aliases: [] });
    }
    const hasItems = this.#invoices.read(text, docType).lineItems.length > 0;
    return {
      name: docType === 'Document' ? (title ?? 'New profile').slice(0, 200) : docType,
      fields: [...fields.values()],
      lineItemColumns: hasItems
        ? COLUMNS.map(([key, label]) => ({ key, label, description: null, aliases: [] }))
        : [],
    };
  }

  *#labelled(text: DocumentText): Generator<{ label: string; key: string | null; value: string }> {
    for (const line of text.pages.flatMap((page) => page.lines)) {
      const fragments = this.#labels.fragmentsOf(line);
      for (const [i, { label, text }] of fragments.entries()) {
        const value = fragments[i + 1];
        const key = label && KEYS.get(label.key);
        if (key && value && !value.label) yield { label: withoutColon(text), key, value: value.text };
      }
      const cells = cellsOf(line);
      for (const [i, cell] of cells.entries()) {
        if (this.#labels.labelOf(cell)) continue; // taken above, or no field
        const [, label, rest] = LABELLED.exec(cell.text) ?? [];
        const value = rest || cells[i + 1]?.text;
        const known = fragments.some(
          (each) => each.label && KEYS.has(each.label.key) && cell.text.startsWith(each.text),
        );
        if (label && value && !known) yield { label, key: null, value };
      }
    }
  }

  #typeOf(value: string, decimalMark: DecimalMark): FieldType {
    const order = this.language.dateOrder ?? 'day-first';
    const date = findDates(value, this.language.months, order)[0];
    if (date && date.index <= 12 && value.length <= 40) return 'date';
    const amount = parseAmount(value, decimalMark);
    if (!amount) return 'text';
    if (amount.mark || /[.,]\d{2}$/.test(value)) return 'amount';
    return /^\d{5,}$/.test(value) ? 'text' : 'number'; // long digits name something
  }
}

function withoutColon(text: string): string {
  return text.replace(/\s*:$/, '').slice(0, 100);
}

function typeOfKey(key: string): FieldType {
  if (/_date$/.test(key)) return 'date';
  return /^(subtotal|tax|total_amount|shipping|discount)$/.test(key) ? 'amount' : 'text';
}

/** "Contract No." → contract_no; null when nothing of it can be written so. */
function keyOf(label: string): string | null {
  const key = fold(label)
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 60);
  return key || null;
}
