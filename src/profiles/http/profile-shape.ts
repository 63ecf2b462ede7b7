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

const described = { description: null, aliases: [] };
export const EXAMPLE_FIELDS = [
  { key: 'tenant', label: 'Tenant', type: 'text', ...described, required: true, aliases: ['Renter'] },
  { key: 'start_date', label: 'Start of tenancy', type: 'date', ...described, required: true },
  { key: 'monthly_rent', label: 'Monthly rent', type: 'amount', ...described, required: false },
];
export const EXAMPLE_COLUMNS = [
  { key: 'description', label: 'Service', ...described },
  { key: 'amount', label: 'Cost', ...described },
];
