import type { ExtractionProfile } from '../../shared/kernel/extraction-profile.js';
import type { LineItem } from './extraction.js';
import type { GeneralFields } from './general-reader.js';
import type { InvoiceFields } from './invoice-reader.js';
import type { DocumentType } from './language.js';

const MOST_OF_A_PROFILE = 5;

/** "Invoice INV-1001 from Northwind Ltd of 2026-11-03 over 1234.50 USD, due 2026-12-03, with 4 line items." */
export function invoiceSummary(type: DocumentType, fields: InvoiceFields, lineItems: LineItem[]): string {
  let sentence: string = type;
  if (fields.invoice_number) sentence += ` ${fields.invoice_number}`;
  if (fields.vendor) sentence += ` from ${withoutFullStop(fields.vendor)}`;
  if (fields.invoice_date) sentence += ` of ${fields.invoice_date}`;
  if (fields.total_amount)
    sentence += ` over ${[fields.total_amount, fields.currency].filter(Boolean).join(' ')}`;
  if (fields.due_date) sentence += `, due ${fields.due_date}`;
  if (lineItems.length > 0)
    sentence += `, with ${lineItems.length} line item${lineItems.length === 1 ? '' : 's'}`;
  return `${sentence}.`;
}

export function generalSummary(type: DocumentType, fields: GeneralFields): string {
  let sentence: string = type;
  if (fields.title) sentence += ` titled "${fields.title}"`;
  if (fields.date) sentence += ` of ${fields.date}`;
  if (fields.parties) sentence += `, parties: ${withoutFullStop(fields.parties)}`;
  if (fields.key_amounts) sentence += `, amounts: ${fields.key_amounts}`;
  return `${sentence}.`;
}

/** "Contract, read as Rental contract: Tenant Ann Lee, Start of tenancy 2026-12-01." The first ones that were found. */
export function profileSummary(
  type: DocumentType,
  { name, fields }: ExtractionProfile,
  values: readonly (string | null)[],
): string {
  const found = fields.flatMap(({ label }, i) => (values[i] ? [`${label} ${shortened(values[i])}`] : []));
  const said = found.slice(0, MOST_OF_A_PROFILE).join(', ') || 'nothing was found';
  return `${type}, read as ${name}: ${withoutFullStop(said)}.`;
}

function shortened(value: string): string {
  return value.length > 100 ? `${value.slice(0, 99)}…` : value;
}

function withoutFullStop(text: string): string {
  return text.replace(/\.$/, '');
}
