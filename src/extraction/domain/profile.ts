export type ProfileName = 'default' | 'standard_invoice';

/** What a document is read for. `fields` are the keys of its `extracted_fields`. */
export interface Profile {
  id: number;
  name: ProfileName;
  label: string;
  fields: readonly string[];
}

export const INVOICE_FIELDS = [
  'vendor',
  'invoice_number',
  'invoice_date',
  'due_date',
  'po_number',
  'currency',
  'subtotal',
  'tax',
  'total_amount',
  'payment_terms',
] as const;

export const GENERAL_FIELDS = ['title', 'date', 'parties', 'key_amounts'] as const;

/** The built-in profiles. `default` reads the invoice fields too when the document is an invoice. */
export const PROFILES: readonly Profile[] = [
  { id: 1, name: 'default', label: 'Default', fields: GENERAL_FIELDS },
  { id: 2, name: 'standard_invoice', label: 'Standard Invoice', fields: INVOICE_FIELDS },
];
