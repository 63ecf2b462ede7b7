import fc from 'fast-check';
import { STANDARD_INVOICE } from '../../../test/support/a-profile.js';
import { type Drawn, drawnDocument } from '../../../test/support/drawn-page.js';
import { DocumentReader } from './document-reader.js';
import { english } from './english.js';

const reader = new DocumentReader(english);

describe('an invoice in any of these layouts', () => {
  const months =
    'January February March April May June July August September October November December'.split(' ');
  const grouped = (whole: string, mark: string) => whole.replace(/\B(?=(\d{3})+$)/g, mark);
  const numberStyles = {
    us: (value: string) => `${grouped(value.split('.')[0]!, ',')}.${value.split('.')[1]}`,
    eu: (value: string) => `${grouped(value.split('.')[0]!, '.')},${value.split('.')[1]}`,
    swiss: (value: string) => `${grouped(value.split('.')[0]!, '’')}.${value.split('.')[1]}`,
    french: (value: string) => `${grouped(value.split('.')[0]!, '\u202f')},${value.split('.')[1]}`,
    bare: (value: string) => value,
  };
  const dateStyles = {
    iso: (y: number, m: number, d: number) =>
      `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`,
    dots: (y: number, m: number, d: number) =>
      `${String(d).padStart(2, '0')}.${String(m).padStart(2, '0')}.${y}`,
    dayMonth: (y: number, m: number, d: number) =>
      `${String(d).padStart(2, '0')} ${months[m - 1]!.slice(0, 3)} ${y}`,
    monthDay: (y: number, m: number, d: number) => `${months[m - 1]} ${d}, ${y}`,
    ordinal: (y: number, m: number, d: number) => `${d}th of ${months[m - 1]} ${y}`,
  };
  const currencies = [
    { code: 'USD', write: (amount: string) => `$${amount}` },
    { code: 'EUR', write: (amount: string) => `${amount} €` },
    { code: 'GBP', write: (amount: string) => `£${amount}` },
    { code: 'CHF', write: (amount: string) => `CHF ${amount}` },
    { code: 'CAD', write: (amount: string) => `C$${amount}` },
    { code: 'SEK', write: (amount: string) => `${amount} SEK` },
  ];
  const day = fc.tuple(
    fc.integer({ min: 2019, max: 2031 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
  );
  const cents = (value: number) => `${Math.floor(value / 100)}.${String(value % 100).padStart(2, '0')}`;

  const invoices = fc.record({
    layout: fc.constantFrom('left', 'left right-aligned', 'one cell', 'above'),
    labels: fc.record({
      number: fc.constantFrom(
        'Invoice No.',
        'Invoice #',
        'Invoice Number',
        'INVOICE NO',
        'Invoice nr.',
        'Inv. No.',
      ),
      date: fc.constantFrom('Invoice Date', 'Date of issue', 'Date', 'Issue date', 'DATE'),
      due: fc.constantFrom('Due Date', 'Payment due', 'Date due', 'Pay by'),
      order: fc.constantFrom('PO Number', 'P.O. No.', 'Your order no.', 'Purchase Order', 'PO #'),
      terms: fc.constantFrom('Terms', 'Payment terms', 'Terms of payment'),
      subtotal: fc.constantFrom('Subtotal', 'Sub-total', 'Net total', 'Total net', 'Total excl. VAT'),
      tax: fc.constantFrom('VAT', 'Tax (8%)', 'VAT 8 %', 'Sales tax', 'GST 8%', 'Total VAT', 'VAT @ 8%'),
      total: fc.constantFrom(
        'Total',
        'TOTAL',
        'Grand total',
        'Invoice total',
        'Total amount',
        'Amount due',
        'Balance due',
        'Total incl. VAT',
      ),
      description: fc.constantFrom('Description', 'Item', 'Details', 'Product', 'Services'),
      quantity: fc.constantFrom('Qty', 'Quantity', 'Hours', 'Units'),
      price: fc.constantFrom('Unit price', 'Price', 'Rate', 'Unit cost'),
      amount: fc.constantFrom('Amount', 'Line total', 'Total', 'Net amount'),
    }),
    number: fc.constantFrom('INV-2026-0117', '100234', 'RE/26/884', '2026-00389', 'A1B2-77', 'F 20817'),
    order: fc.constantFrom('4500187733', 'PO-88-1', 'HB/4471'),
    vendor: fc.constantFrom(
      'Northwind Traders Ltd',
      'Øresund Data ApS',
      'Miller, Wood & Sons Inc.',
      'Kestrel Optics GmbH',
    ),
    date: day,
    due: day,
    numberStyle: fc.constantFrom(...(Object.keys(numberStyles) as (keyof typeof numberStyles)[])),
    dateStyle: fc.constantFrom(...(Object.keys(dateStyles) as (keyof typeof dateStyles)[])),
    currency: fc.constantFrom(...currencies),
    marksOnLines: fc.boolean(),
    position: fc.boolean(),
    items: fc.array(
      fc.record({
        description: fc.constantFrom(
          'Oak boards, planed',
          'Consulting',
          'Tax advice for 2025',
          'Cable CAT6 (305 m)',
          'Total station rental',
        ),
        more: fc.option(fc.constantFrom('serial no. 88120', 'as agreed by phone'), { nil: null }),
        quantity: fc.integer({ min: 1, max: 400 }),
        price: fc.integer({ min: 5, max: 999_999 }),
      }),
      { minLength: 1, maxLength: 12 },
    ),
    size: fc.constantFrom(8, 10, 12),
  });

  it('is read field by field and line by line', () => {
    fc.assert(
      fc.property(invoices, (invoice) => {
        const { labels, layout, size } = invoice;
        const money = (value: number) =>
          invoice.currency.write(numberStyles[invoice.numberStyle](cents(value)));
        const onLine = (value: number) =>
          invoice.marksOnLines ? money(value) : numberStyles[invoice.numberStyle](cents(value));
        const date = ([y, m, d]: [number, number, number]) => dateStyles[invoice.dateStyle](y, m, d);
        const lineTotals = invoice.items.map((item) => item.quantity * item.price);
        const subtotal = lineTotals.reduce((sum, each) => sum + each, 0);
        const tax = Math.round(subtotal * 0.08);

        const drawn: Drawn[] = [
          { text: invoice.vendor, x: 40, y: 40, size: size * 1.5 },
          { text: 'INVOICE', right: 560, y: 40, size: size * 2 },
          { text: '12 Station Road', x: 40, y: 60, size },
          { text: 'Bill to', x: 40, y: 100, size },
          { text: 'Harborview Builders LLC', x: 40, y: 115, size },
          { text: '88 Quay Street', x: 40, y: 130, size },
        ];
        const head: [string, string][] = [
          [labels.number, invoice.number],
          [labels.date, date(invoice.date)],
          [labels.due, date(invoice.due)],
          [labels.order, invoice.order],
          [labels.terms, 'Net 30 days'],
        ];
        head.forEach(([label, value], i) => {
          const y = 100 + i * 16;
          if (layout === 'left')
            drawn.push({ text: label, x: 330, y, size }, { text: value, x: 450, y, size });
          if (layout === 'left right-aligned') {
            drawn.push({ text: `${label}:`, right: 430, y, size }, { text: value, right: 570, y, size });
          }
          if (layout === 'one cell') drawn.push({ text: `${label}: ${value}`, x: 330, y, size });
          if (layout === 'above') {
            const at = { x: 40 + (i % 3) * 180, size };
            const top = 190 + Math.floor(i / 3) * 40;
            drawn.push({ text: label, ...at, y: top }, { text: value, ...at, y: top + size * 1.4 });
          }
        });

        let y = 290;
        if (invoice.position) drawn.push({ text: 'Pos.', x: 30, y, size });
        drawn.push(
          { text: labels.description, x: 60, y, size },
          { text: labels.quantity, right: 350, y, size },
          { text: labels.price, right: 450, y, size },
          { text: labels.amount, right: 570, y, size },
        );
        invoice.items.forEach((item, i) => {
          y += size * 2;
          if (invoice.position) drawn.push({ text: String(i + 1), x: 30, y, size });
          drawn.push(
            { text: item.description, x: 60, y, size },
            { text: String(item.quantity), right: 350, y, size },
            { text: onLine(item.price), right: 450, y, size },
            { text: onLine(lineTotals[i]!), right: 570, y, size },
          );
          if (item.more) drawn.push({ text: item.more, x: 60, y: (y += size * 1.2), size });
        });
        for (const [label, value] of [
          [labels.subtotal, subtotal],
          [labels.tax, tax],
          [labels.total, subtotal + tax],
        ] as const) {
          y += size * 1.8;
          drawn.push(
            { text: label, x: 380 - size * 3, y, size },
            { text: money(value), right: 570, y, size },
          );
        }

        const read = reader.read(drawnDocument(drawn), STANDARD_INVOICE);
        expect(read.extractedFields).toEqual({
          vendor: invoice.vendor,
          invoice_number: invoice.number,
          invoice_date: dateStyles.iso(...invoice.date),
          due_date: dateStyles.iso(...invoice.due),
          po_number: invoice.order,
          currency: invoice.currency.code,
          subtotal: cents(subtotal),
          tax: cents(tax),
          total_amount: cents(subtotal + tax),
          payment_terms: 'Net 30 days',
        });
        expect(read.lineItems).toEqual(
          invoice.items.map((item, i) => ({
            description: item.more ? `${item.description} ${item.more}` : item.description,
            quantity: String(item.quantity),
            unit_price: cents(item.price),
            amount: cents(lineTotals[i]!),
          })),
        );
        expect(read.docType).toBe('Invoice');
        expect(read.confidenceScore).toBeGreaterThanOrEqual(
          dateStyles.iso(...invoice.due) >= dateStyles.iso(...invoice.date) ? 90 : 50,
        );
      }),
      { numRuns: 150 },
    );
  });
});
