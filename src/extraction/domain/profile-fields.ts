/** The keys of `extracted_fields` by profile. `default` has the invoice's, too, when the document is an invoice. */
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
