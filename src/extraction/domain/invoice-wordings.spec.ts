import { STANDARD_INVOICE } from '../../../test/support/a-profile.js';
import { arrangePlainText } from './arrange-plain-text.js';
import { DocumentReader } from './document-reader.js';
import { LANGUAGES } from './languages.js';

const reader = new DocumentReader(...LANGUAGES);
const read = (text: string) =>
  reader.read({ pages: arrangePlainText(text), text, notes: [] }, STANDARD_INVOICE);
const fieldsOf = (text: string) => read(text).extractedFields;

describe('the number of an invoice', () => {
  it.each([
    ['Invoice no.   900 447 1203', '900 447 1203'],
    ['Invoice no.   F260400 77182', 'F260400 77182'],
    ['Invoice no.   RE 2026 0117', 'RE 2026 0117'],
    ['Invoice no.   F 20817', 'F 20817'],
    ['Invoice no. 4711 of 3 May 2026', '4711'],
    ['Invoice no.   4711 (copy)', '4711'],
    ['Invoice no. 1 2 3 4 5 6 7', '1'],
    ['Número de cuenta   77\nFolio   A-558120\nFecha   04/05/2026', 'A-558120'],
    ['Serie y folio   CC 10442\nFolio fiscal   5A1C88F2\nFecha   04/05/2026', 'CC 10442'],
    ['Note d’honoraires 26.042\nMontant hors taxe   100,00', '26.042'],
  ])('%s', (text, number) => {
    expect(fieldsOf(text).invoice_number).toBe(number);
  });

  it('stands far behind the name of the document alone when this is one of a list of labels', () => {
    const far = ' '.repeat(60);
    expect(fieldsOf(`Invoice${far}PGA-88120\nDate   ${far}2026-03-23`).invoice_number).toBe('PGA-88120');
    expect(fieldsOf(`Invoice${far}PGA-88120\n12 Station Road`).invoice_number).toBeNull();
  });
});

it.each([
  ['Re: Spring catalogue (your PO: BP-20417)', 'BP-20417'],
  ['Order ref. BU-118: spring campaign', 'BU-118'],
  ['PO no. 4500(2)', '4500(2)'],
])('the number of an order is without punctuation around it: %s', (text, number) => {
  expect(fieldsOf(`Invoice no. 7\n${text}\n`).po_number).toBe(number);
});

describe('payment terms', () => {
  it.each([
    ['Rechnung Nr. 7\nZahlbar innerhalb von 8 Tagen mit 2 % Skonto oder 30 Tagen netto.', /^Zahlbar.*netto$/],
    ['Rechnung Nr. 7\nVielen Dank. 10 Tage 2 % Skonto, 30 Tage netto', /^10 Tage 2 %.*netto$/],
    ['Invoice no. 7\n30 days from date of invoice. Goods remain ours.', /^30 days from date of invoice$/],
    ['Factura nº 7\nForma de pago: Giro a 60 días fecha factura', /^Giro a 60 días fecha factura$/],
  ])('are whole, without a label: %s', (text, terms) => {
    expect(fieldsOf(text).payment_terms).toMatch(terms);
  });

  it('stand below their label in a row of labels', () => {
    const { payment_terms, due_date } = fieldsOf(`
Invoice no.   Date          Terms            Rep
NE-4418       2026-03-12    Due on receipt   JM
`);
    expect({ payment_terms, due_date }).toEqual({ payment_terms: 'Due on receipt', due_date: null });
  });

  it('stand beside their label in a list of labels, even far away', () => {
    const far = ' '.repeat(40);
    expect(
      fieldsOf(`
Rechnungsnummer${far}4711
Zahlungsziel   ${far}10 Tage netto
Alpenblick Hosting GmbH
`).payment_terms,
    ).toBe('10 Tage netto');
  });

  it('are no net amount', () => {
    expect(fieldsOf('Invoice no. 7\nTerms   Net 30\nTotal due   $50.00').subtotal).toBeNull();
  });
});

describe('subtotal and tax', () => {
  it.each([
    ['Total charges (excl. GST)   858.20', 'GST   85.82', 'Amount due   944.02'],
    ['Total fees excluding VAT   858.20', 'VAT 10%   85.82', 'Total   944.02'],
    ['Honorar   858.20', '+ 10% MwSt.   85.82', 'Gesamtbetrag   944.02'],
    ['Total hors TVA   858,20', 'TVA 10%   85,82', 'Total TVA comprise   944,02'],
    ['Sous-total HTVA   858,20', 'TVA 10%   85,82', 'Total TVAC   944,02'],
    ['Honorarios   858.20', 'I.V.A. 10%   85.82', 'Total M.N.   944.02'],
  ])('%s', (...lines) => {
    expect(fieldsOf(`2026\n${lines.join('\n')}\n`)).toMatchObject({
      subtotal: '858.20',
      tax: '85.82',
      total_amount: '944.02',
    });
  });

  it('"Honorar" as the first item is none of them', () => {
    expect(
      read(`
Rechnung Nr. 7
Leistung          Betrag
Honorar           300,00
Reisekosten        50,00
Summe netto       350,00
`),
    ).toMatchObject({
      extractedFields: { subtotal: '350.00' },
      lineItems: [
        { description: 'Honorar', amount: '300.00' },
        { description: 'Reisekosten', amount: '50.00' },
      ],
    });
  });
});

describe('an export in which every row repeats the invoice', () => {
  const rows = (first: string, second: string) => `
Rechnungsnummer   Datum        Lieferant       Beschreibung   Menge   Einzelpreis   Betrag
${first}            03.05.2026   Kestrel GmbH    Beratung           2        100,00   200,00
${second}            03.05.2026   Kestrel GmbH    Spesen             1         50,00    50,00
`;

  it('has its fields in the columns', () => {
    expect(read(rows('RE-117', 'RE-117'))).toMatchObject({
      extractedFields: { invoice_number: 'RE-117', invoice_date: '2026-05-03', vendor: 'Kestrel GmbH' },
      lineItems: [
        { description: 'Beratung', quantity: '2', unit_price: '100.00', amount: '200.00' },
        { description: 'Spesen', quantity: '1', unit_price: '50.00', amount: '50.00' },
      ],
    });
  });

  it('has none when it is of several invoices', () => {
    expect(fieldsOf(rows('RE-117', 'RE-118'))).toMatchObject({ invoice_number: null, invoice_date: null });
  });

  it('gives way to what is printed outside of the table', () => {
    const { invoice_number } = fieldsOf(`Gutschrift Nr. 9\n${rows('RE-117', 'RE-117')}`);
    expect(invoice_number).toBe('9');
  });
});

describe('the vendor', () => {
  it('may begin with a word that is a label elsewhere', () => {
    expect(fieldsOf('Hello John,\n\nVendor           Web Shop Ltd\nInvoice number   WS-77\n').vendor).toBe(
      'Web Shop Ltd',
    );
  });

  it.each([
    'Hi John Smith,',
    'Hello John',
    'Content-Type: text/plain; charset=utf-8',
    'Received: from shop.example',
  ])('is never "%s"', (line) => {
    expect(fieldsOf(`${line}\n\nInvoice number: WS-77\nbilling@shop.example\n`).vendor).toBeNull();
  });
});
