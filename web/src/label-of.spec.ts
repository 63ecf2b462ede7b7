import { describe, expect, it } from '@jest/globals';
import { labelOf } from './label-of.js';

describe('labelOf', () => {
  it.each([
    ['po_number', 'PO number'],
    ['total_amount', 'Total amount'],
    ['vat_id', 'VAT ID'],
    ['supplierIban', 'Supplier IBAN'],
    ['Due-Date', 'Due date'],
    ['größe', 'Größe'],
    ['_', '_'],
  ])('%s is %s', (key, label) => {
    expect(labelOf(key)).toBe(label);
  });
});
