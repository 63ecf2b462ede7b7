import type { ExtractionProfile, FieldType, ProfileField } from '../../shared/kernel/extraction-profile.js';
import type { DocumentText } from './document-text.js';
import { FieldReader } from './field-reader.js';
import { type GeneralFields, GeneralReader } from './general-reader.js';
import { InvoiceReader, type InvoiceReading } from './invoice-reader.js';
import type { LineItem } from './extraction.js';
import type { DocumentType, Language } from './language.js';
import { GENERAL_FIELDS, INVOICE_FIELDS } from './profile-fields.js';
import { withOwnColumns } from './with-own-columns.js';

export interface ProfileReading {
  /** In the order of the profile's fields. */
  values: (string | null)[];
  lineItems: LineItem[];
  /** When the profile has fields or line items of an invoice. */
  invoice: InvoiceReading | null;
  general: GeneralFields;
}

const OF_INVOICES: ReadonlySet<string> = new Set(INVOICE_FIELDS);
const OF_ANY: ReadonlySet<string> = new Set(GENERAL_FIELDS);
const TYPES: ReadonlyMap<string, readonly FieldType[]> = new Map([
  ...['invoice_date', 'due_date', 'date'].map((key) => [key, ['date']] as [string, FieldType[]]),
  ...['subtotal', 'tax', 'total_amount'].map((key) => [key, ['amount']] as [string, FieldType[]]),
  ...['parties', 'key_amounts'].map((key) => [key, ['text', 'list']] as [string, FieldType[]]),
]);

/** Reads the fields of one profile: by what the rules know of its keys, and by what the profile calls them. */
export class ProfileReader {
  readonly #invoices: InvoiceReader | null;
  readonly #others: GeneralReader;
  readonly #fields: FieldReader;

  constructor(
    language: Language,
    private readonly profile: ExtractionProfile,
  ) {
    const { fields, lineItemColumns } = profile;
    const isInvoice = lineItemColumns.length > 0 || fields.some(({ key }) => OF_INVOICES.has(key));
    this.#invoices = isInvoice ? new InvoiceReader(withOwnColumns(language, lineItemColumns)) : null;
    this.#others = new GeneralReader(language);
    this.#fields = new FieldReader(language, fields, isKnown);
  }

  read(text: DocumentText, type: DocumentType): ProfileReading {
    const invoice = this.#invoices?.read(text, type) ?? null;
    const general = this.#others.read(text);
    const own = this.#fields.read(text, invoice?.fields.currency ?? null);
    const values = this.profile.fields.map((field, i) => {
      const known = !isKnown(field) ? null : valueOf(field.key, invoice, general);
      return own[i] ?? known;
    });
    return { values, lineItems: this.#lineItems(invoice), invoice, general };
  }

  /** Members that the profile does not ask for are empty. */
  #lineItems(invoice: InvoiceReading | null): LineItem[] {
    const asked = new Set(this.profile.lineItemColumns.map(({ key }) => key));
    if (!invoice || asked.size === 0) return [];
    return invoice.lineItems.map((item) => ({
      description: asked.has('description') ? item.description : '',
      quantity: asked.has('quantity') ? item.quantity : '',
      unit_price: asked.has('unit_price') ? item.unit_price : '',
      amount: asked.has('amount') ? item.amount : '',
    }));
  }
}

/** A field that the rules find by its key, when the profile wants it as they write it. */
function isKnown({ key, type }: ProfileField): boolean {
  return (OF_INVOICES.has(key) || OF_ANY.has(key)) && (TYPES.get(key) ?? ['text']).includes(type);
}

function valueOf(key: string, invoice: InvoiceReading | null, general: GeneralFields): string | null {
  return OF_INVOICES.has(key)
    ? (invoice?.fields[key as keyof InvoiceReading['fields']] ?? null)
    : general[key as keyof GeneralFields];
}
