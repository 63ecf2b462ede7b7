import type { ProfileDetails } from '../../src/profiles/domain/profile.js';
import type { ExtractionProfile, ProfileField } from '../../src/shared/kernel/extraction-profile.js';

/** A field of which only the key is known, with `values` over it. */
export function aField(values: Partial<ProfileField> & { key: string }): ProfileField {
  const label = values.key.replaceAll('_', ' ');
  return { label, type: 'text', description: null, required: false, aliases: [], ...values };
}

/** A profile for rental contracts, with `values` over it. */
export function aProfile(values: Partial<ProfileDetails> = {}): ProfileDetails {
  return {
    name: 'Rental contract',
    description: null,
    fields: [
      aField({ key: 'tenant', required: true, aliases: ['Renter'] }),
      aField({ key: 'start_date', label: 'Start of tenancy', type: 'date' }),
    ],
    lineItemColumns: [],
    ...values,
  };
}

/** As extraction gets it. */
export function anExtractionProfile(values: Partial<ExtractionProfile> = {}): ExtractionProfile {
  const { name, fields, lineItemColumns } = aProfile();
  return { id: 101, name, reading: 'fields', fields, lineItemColumns, ...values };
}

/** The two built-in profiles that read as they always did. */
export const DEFAULT_PROFILE = anExtractionProfile({
  ...{ id: 1, name: 'Default', reading: 'automatic' },
  fields: ['title', 'date', 'parties', 'key_amounts'].map((key) => aField({ key })),
});
export const STANDARD_INVOICE = anExtractionProfile({
  ...{ id: 2, name: 'Standard Invoice', reading: 'invoice' },
  fields: [
    ...['vendor', 'invoice_number', 'invoice_date', 'due_date', 'po_number', 'currency', 'subtotal', 'tax'],
    ...['total_amount', 'payment_terms'],
  ].map((key) => aField({ key })),
});
