import type { ExtractionProfile, FieldType } from '../../shared/kernel/extraction-profile.js';
import { DOCUMENT_TYPES } from './document-types.js';

const MEMBERS = ['description', 'quantity', 'unit_price', 'amount'] as const;

const WRITTEN_AS: Record<FieldType, string> = {
  text: 'As printed.',
  date: 'As YYYY-MM-DD.',
  amount: 'As 1234.50: a decimal point, at least two decimals, no grouping, no currency.',
  number: 'As 2.5: a decimal point, no grouping.',
  list: 'As "one; two".',
};

/** The JSON schema of an answer: strict and all members required, as servers that hold a model to it want it. */
export function answerSchema(keys: readonly string[], profile: ExtractionProfile): object {
  const orNull = (description: string) => ({ type: ['string', 'null'], description });
  const fields = new Map(profile.fields.map((field) => [field.key, field]));
  const describe = (key: string) => {
    const field = fields.get(key);
    if (!field) return OF_INVOICES.get(key) ?? 'As printed.';
    const called = [field.label, ...field.aliases].join(', ');
    const written = OF_INVOICES.get(key) ?? WRITTEN_AS[field.type];
    return [field.description, `Called: ${called}.`, written].filter(Boolean).join(' ');
  };
  const text = { type: 'string' };
  return objectOf({
    document_type: { type: 'string', enum: [...DOCUMENT_TYPES] },
    document_date: orNull('The date of the document, as YYYY-MM-DD.'),
    fields: objectOf(Object.fromEntries(keys.map((key) => [key, orNull(describe(key))]))),
    line_items: {
      type: 'array',
      description:
        'The rows of the table, in order. Numbers as 1234.50. Empty texts where nothing is printed.',
      items: objectOf(Object.fromEntries(MEMBERS.map((member) => [member, text]))),
    },
    adjustments: {
      type: 'array',
      description:
        'Amounts between subtotal and total besides tax: shipping 12.00, a discount -5.00. Else empty.',
      items: text,
    },
  });
}

/** How the rules write these, whatever the profile says about them. */
const OF_INVOICES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    vendor: 'Who issued the bill, as printed.',
    invoice_number: 'As printed.',
    invoice_date: WRITTEN_AS.date,
    due_date: `${WRITTEN_AS.date} Only if a date is printed.`,
    po_number: "The customer's order number, as printed.",
    currency: 'ISO 4217, three capitals.',
    subtotal: `Before tax. ${WRITTEN_AS.amount}`,
    tax: `All taxes together. ${WRITTEN_AS.amount}`,
    total_amount: WRITTEN_AS.amount,
    payment_terms: 'As printed.',
  }),
);

function objectOf(properties: Record<string, object>): object {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}
