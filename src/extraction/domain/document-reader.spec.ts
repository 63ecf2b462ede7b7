import { DEFAULT_PROFILE, STANDARD_INVOICE } from '../../../test/support/a-profile.js';
import type { ExtractionProfile } from '../../shared/kernel/extraction-profile.js';
import { arrangePlainText } from './arrange-plain-text.js';
import { DocumentReader } from './document-reader.js';
import { english } from './english.js';

const reader = new DocumentReader(english);
const read = (text: string, profile: ExtractionProfile = DEFAULT_PROFILE) =>
  reader.read({ pages: arrangePlainText(text), text, notes: [] }, profile);

describe('invoices as common programs print them', () => {
  it('labels beside values, a tax with its country, the currency behind the amount', () => {
    const document = read(`
Invoice                                                    Nimbus

Invoice number   ABCD1234-0001
Date of issue    November 3, 2026
Date due         December 3, 2026

Nimbus Cloud, Inc.              Bill to
12 Harbor Blvd                Customer GmbH
South San Francisco, CA       Hauptstr. 1
United States                 10115 Berlin
support@nimbuscloud.example     Germany

$1,020.00 USD due December 3, 2026

Pay online

Description                        Qty     Unit price       Amount
Pro plan                             1      $1,000.00    $1,000.00
Nov 3 - Dec 3, 2026

                                   Subtotal              $1,000.00
                                   Total excluding tax   $1,000.00
                                   VAT - Germany (2% on $1,000.00)   $20.00
                                   Total                 $1,020.00
                                   Amount due        $1,020.00 USD
`);
    expect(document.extractedFields).toEqual({
      vendor: 'Nimbus Cloud, Inc.',
      invoice_number: 'ABCD1234-0001',
      invoice_date: '2026-11-03',
      due_date: '2026-12-03',
      po_number: null,
      currency: 'USD',
      subtotal: '1000.00',
      tax: '20.00',
      total_amount: '1020.00',
      payment_terms: null,
    });
    expect(document.lineItems).toEqual([
      {
        description: 'Pro plan Nov 3 - Dec 3, 2026',
        quantity: '1',
        unit_price: '1000.00',
        amount: '1000.00',
      },
    ]);
  });

  it('the heading as label of the number, marks for taxable lines, a part paid already', () => {
    const document = read(`
Larkspur Garden Shop                                   INVOICE
80 Main Rd
Tucson, AZ 85001
hello@larkspur.example

BILL TO                          INVOICE   1037
Family Store Middlefield        DATE      01/11/2026
12 Hill Rd.            TERMS     Net 15
Middlefield, CA 94303            DUE DATE  01/26/2026

DATE        ACTIVITY      DESCRIPTION             QTY    RATE    AMOUNT
01/09/2026  Landscaping   Weekly gardening         4    30.00    120.00T
01/10/2026  Installation  Rock fountain             1   275.00    275.00T

                                         SUBTOTAL             395.00
                                         TAX (8%)              31.60
                                         TOTAL                426.60
                                         PAYMENT              100.00
                                         BALANCE DUE         $326.60
`);
    expect(document.extractedFields).toMatchObject({
      vendor: 'Larkspur Garden Shop',
      invoice_number: '1037',
      invoice_date: '2026-01-11',
      due_date: '2026-01-26',
      subtotal: '395.00',
      tax: '31.60',
      total_amount: '426.60',
      payment_terms: 'Net 15',
    });
    expect(document.lineItems).toEqual([
      { description: 'Weekly gardening', quantity: '4', unit_price: '30.00', amount: '120.00' },
      { description: 'Rock fountain', quantity: '1', unit_price: '275.00', amount: '275.00' },
    ]);
  });

  it('a column of labels above values, the currency in a column head', () => {
    const document = read(`
TAX INVOICE

                         Invoice Date        Wattle & Reed (AU)
City Agency              3 Nov 2026          23 Main Street
Ridge Heights            Invoice Number      Central City
                         INV-0041            Riverton NSW 2000
                         Reference
                         P/O 9711
                         ABN
                         11 111 111 138

Description                 Quantity    Unit Price    GST    Amount AUD
Tennis balls - yellow           2.00          5.60    10%         11.20
Half day training             1.00       1,200.50    10%      1,200.50

                                               Subtotal       1,211.70
                                           TOTAL GST 10%        121.17
                                               TOTAL AUD      1,332.87

Due Date: 17 Nov 2026
`);
    expect(document.extractedFields).toMatchObject({
      vendor: 'Wattle & Reed (AU)',
      invoice_number: 'INV-0041',
      invoice_date: '2026-11-03',
      due_date: '2026-11-17',
      po_number: '9711',
      currency: 'AUD',
      subtotal: '1211.70',
      tax: '121.17',
      total_amount: '1332.87',
    });
    expect(document.lineItems.map((item) => item.amount)).toEqual(['11.20', '1200.50']);
  });

  it('two rates of tax, which are added; slashes day first because of the euros', () => {
    const document = read(`
Bergmann Papier AG
INVOICE 88-1203

Date: 03/11/2026
Order No.: 7711
Our VAT ID: DE123456789

No.  Item                Quantity    Price EUR   VAT %   Total EUR
1    Paper A4               10,00        4,50       19       45,00
2    Book                    2,00       20,00        7       40,00

Net amount                                                   85,00
plus 19% VAT                                                  8,55
plus 7% VAT                                                   2,80
Invoice amount                                               96,35

Payable within 14 days without deduction.
`);
    expect(document.extractedFields).toMatchObject({
      vendor: 'Bergmann Papier AG',
      invoice_number: '88-1203',
      invoice_date: '2026-11-03',
      po_number: null,
      currency: 'EUR',
      subtotal: '85.00',
      tax: '11.35',
      total_amount: '96.35',
      payment_terms: 'Payable within 14 days',
    });
  });

  it('a credit note, with negative amounts in brackets', () => {
    const document = read(`
Credit Note CN-2044
Issued by: Palmer & Reed Ltd
Date: 2026-10-30
Original invoice: INV-3311

Description         Amount
Returned goods      (120.00)
Freight refund      (15.00)

Subtotal           -135.00
VAT 20%             -27.00
Total credit      £-162.00
`);
    expect(document.docType).toBe('Credit Note');
    expect(document.extractedFields).toMatchObject({
      vendor: 'Palmer & Reed Ltd',
      invoice_number: 'CN-2044',
      invoice_date: '2026-10-30',
      currency: 'GBP',
      total_amount: '-162.00',
    });
    expect(document.lineItems).toEqual([
      { description: 'Returned goods', quantity: '', unit_price: '', amount: '-120.00' },
      { description: 'Freight refund', quantity: '', unit_price: '', amount: '-15.00' },
    ]);
  });

  it('hardly any layout', () => {
    const document = read(`
Foo Bar Ltd
Invoice Number INV-77 Invoice Date 2026-03-04
Description Qty Price Amount
Blue widget 2 10.00 20.00
Red widget large 3 5.50 16.50
Total 36.50
`);
    expect(document.extractedFields).toMatchObject({
      vendor: 'Foo Bar Ltd',
      invoice_number: 'INV-77',
      invoice_date: '2026-03-04',
    });
    expect(document.lineItems).toEqual([
      { description: 'Blue widget', quantity: '2', unit_price: '10.00', amount: '20.00' },
      { description: 'Red widget large', quantity: '3', unit_price: '5.50', amount: '16.50' },
    ]);
  });

  it('no table, whole dollars, dates with two-digit years', () => {
    const document = read(`
FREELANCE INVOICE
Ida Brandt Photography
ida@brandt.example
Invoice #: 2026-14
Invoice Date: 5/31/26
To: The Daily Post
For: Photo shoot May 28
Total: $1,450
Please pay by 6/30/26.
`);
    expect(document.extractedFields).toMatchObject({
      vendor: 'Ida Brandt Photography',
      invoice_number: '2026-14',
      invoice_date: '2026-05-31',
      due_date: '2026-06-30',
      currency: 'USD',
      total_amount: '1450.00',
    });
    expect(document.confidenceScore).toBeLessThan(70);
  });

  it('sums that do not come out, and says so', () => {
    const document = read(
      'Invoice No: 7\nFrom: Foo Ltd\nDate: 2026-01-02\nSubtotal: $10.00\nTax: $1.00\nTotal: $12.00\n',
    );
    expect(document.confidenceScore).toBeLessThan(70);
    expect(document.confidenceReasoning).toContain('Subtotal and tax: 11.00, but the total is 12.00.');
  });
});

describe('other documents', () => {
  it('have title, date, parties and amounts', () => {
    const document = read(`
SERVICES AGREEMENT

This Services Agreement (the "Agreement") is made on 1 November 2026 by and between Northwind Ltd, a company registered in England (the "Client"), and Jane Smith Consulting LLC (the "Provider").

1. Fees. The Client pays EUR 12,500.00 per quarter.
`);
    expect(document).toMatchObject({
      docType: 'Contract',
      docDate: '2026-11-01',
      extractedFields: {
        title: 'SERVICES AGREEMENT',
        date: '2026-11-01',
        parties: 'Northwind Ltd; Jane Smith Consulting LLC',
        key_amounts: '12500.00 EUR',
      },
      lineItems: [],
    });
  });

  it('give all invoice fields when they are asked for, and a score that shows what they are', () => {
    const document = read(
      'Dear Ms Raman,\n\nthank you for your letter of 14 October 2026.\n\nYours sincerely,\nTom',
      STANDARD_INVOICE,
    );
    expect(document.docType).toBe('Letter');
    expect(document.docDate).toBe('2026-10-14');
    const { vendor: _signer, ...others } = document.extractedFields;
    expect(Object.values(others)).toEqual(Array(9).fill(null));
    expect(document.confidenceScore).toBeLessThan(50);
    expect(document.confidenceReasoning).toContain('does not look like an invoice');
  });

  it('always give a result, and strings that a database takes', () => {
    const torn = 'x'.repeat(199) + '\u{1F600}';
    for (const text of ['?', 'a,b\n1,2', `Title \u0000 \ud800 ${torn}`, torn, `Subject: ${torn}`]) {
      for (const profile of [DEFAULT_PROFILE, STANDARD_INVOICE]) {
        const written = JSON.stringify(read(text, profile));
        expect(written).not.toMatch(/\\u0000|\\ud[89a-f]/i);
      }
    }
  });
});

it.each([
  ['column heads', 'Description  Qty  Price  Amount  '.repeat(10_000)],
  ['rows of heads', 'Description  Qty  Price  Amount\n'.repeat(5_000)],
  [
    'totals',
    Array.from(
      { length: 2_000 },
      (_, i) => `Total ${i}.00\nSubtotal ${i}.01\nVAT ${i}.02\nShipping ${i}.03`,
    ).join('\n'),
  ],
  ['parties', 'this agreement between x, a and '.repeat(5_000)],
  ['digit groups', '1,234,'.repeat(25_000)],
  ['blank lines', '\n'.repeat(150_000) + 'x'],
])('thousands of %s take little time', (_, text) => {
  const started = performance.now();
  read(`Invoice\n${text}`, STANDARD_INVOICE);
  read(text);
  expect(performance.now() - started).toBeLessThan(5_000); // tens to hundreds of milliseconds; minutes when quadratic
});
