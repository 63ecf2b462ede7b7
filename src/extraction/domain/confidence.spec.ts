import { invoiceConfidence } from './confidence.js';
import type { InvoiceFields, InvoiceReading } from './invoice-reader.js';

const fields: InvoiceFields = {
  vendor: 'Northwind Ltd',
  invoice_number: '1001',
  invoice_date: '2026-11-03',
  due_date: '2026-12-03',
  po_number: '77',
  currency: 'EUR',
  subtotal: '100.00',
  tax: '19.00',
  total_amount: '119.00',
  payment_terms: '30 days',
};
const item = { description: 'Paper', quantity: '4', unit_price: '25.00', amount: '100.00' };
const scored = (changed: Partial<InvoiceFields>, rest: Partial<InvoiceReading> = {}, isBill = true) =>
  invoiceConfidence(
    { fields: { ...fields, ...changed }, lineItems: [item], adjustments: [], earlier: [], ...rest },
    isBill,
  );

describe('the score of an invoice', () => {
  it('is 100 when all is there and agrees', () => {
    expect(scored({})).toEqual({
      contradictions: [],
      score: 100,
      reasoning:
        '10 of 10 fields were found. Subtotal and tax add up to the total (119.00). ' +
        'The 1 line items add up to 100.00. The dates are in order.',
    });
  });

  it.each(['vendor', 'invoice_number', 'invoice_date', 'total_amount', 'currency'] as const)(
    'is lower without %s, and says so',
    (key) => {
      const { score, reasoning } = scored({ [key]: null });
      expect(score).toBeLessThanOrEqual(94);
      expect(reasoning).toContain(`Not found: ${key}.`);
    },
  );

  it.each([
    ['sums', { total_amount: '120.00' }, 'Subtotal and tax: 119.00, but the total is 120.00.'],
    ['dates', { due_date: '2026-11-01' }, 'The due date 2026-11-01 is before 2026-11-03.'],
    ['lines', { subtotal: '90.00', tax: '29.00' }, 'The 1 line items add up to 100.00, not to 90.00.'],
  ])('is never better than Low when %s contradict each other', (_, changed, reason) => {
    const { score, reasoning } = scored(changed);
    expect(score).toBeLessThanOrEqual(65);
    expect(reasoning).toContain(reason);
  });

  it('takes a tax that the prices have in them, and discounts on either side of the subtotal', () => {
    expect(scored({ total_amount: '100.00' }).reasoning).toContain('The total (100.00) has the tax in it.');
    expect(scored({ subtotal: null, tax: '15.97', total_amount: '100.00' }).score).toBeGreaterThanOrEqual(90);
    expect(scored({ total_amount: '109.00' }, { adjustments: ['-10.00'] }).score).toBe(100);
    expect(scored({ subtotal: '90.00', total_amount: '109.00' }, { earlier: ['-10.00'] }).score).toBe(100);
  });

  it('is Poor for what is no invoice, or has nothing in it', () => {
    expect(scored({}, {}, false).score).toBe(49);
    const nothing = Object.fromEntries(Object.keys(fields).map((key) => [key, null])) as InvoiceFields;
    expect(scored(nothing, { lineItems: [] })).toEqual({
      contradictions: [],
      score: 0,
      reasoning: expect.stringContaining('0 of 10 fields were found.') as string,
    });
  });
});
