import type { FieldType, LineItemColumn } from '../../shared/kernel/extraction-profile.js';

export const FIELD_TYPES: readonly FieldType[] = ['text', 'date', 'amount', 'number', 'list'];
export const COLUMN_KEYS: readonly LineItemColumn['key'][] = [
  'description',
  'quantity',
  'unit_price',
  'amount',
];
export const KEY = /^[a-z][a-z0-9_]*$/;
export const MOST_FIELDS = 100;
export const MOST_ALIASES = 20;

// Without nulls: Swagger 2.0 has no nullable members.
export const EXAMPLE_FIELDS = [
  {
    ...{ key: 'tenant', label: 'Tenant', type: 'text', description: 'Who rents.' },
    ...{ required: true, aliases: ['Renter'] },
  },
  { key: 'start_date', label: 'Start of tenancy', type: 'date', required: true },
  { key: 'monthly_rent', label: 'Monthly rent', type: 'amount' },
];
export const EXAMPLE_COLUMNS = [
  { key: 'description', label: 'Service' },
  { key: 'amount', label: 'Cost' },
];
