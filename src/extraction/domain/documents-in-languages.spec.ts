import { DEFAULT_PROFILE } from '../../../test/support/a-profile.js';
import { arrangePlainText } from './arrange-plain-text.js';
import { DocumentReader } from './document-reader.js';
import { LANGUAGES } from './languages.js';

const reader = new DocumentReader(...LANGUAGES);
const read = (text: string) =>
  reader.read({ pages: arrangePlainText(text), text, notes: [] }, DEFAULT_PROFILE);

describe('documents in other languages than English', () => {
  it('a German letter', () => {
    expect(
      read(`
Bergmann Papier AG
Betreff: Lieferverzug im November

Berlin, den 14. Oktober 2026

Sehr geehrte Frau Raman,
die Lieferung über 1.420,00 € verzögert sich um zwei Wochen.

Mit freundlichen Grüßen
Tom Abel
`),
    ).toMatchObject({
      docType: 'Letter',
      docDate: '2026-10-14',
      extractedFields: { title: 'Lieferverzug im November', key_amounts: '1420.00 EUR' },
    });
  });

  it('a French contract', () => {
    expect(
      read(`
CONTRAT DE PRESTATION DE SERVICES

Le présent contrat est conclu le 1er novembre 2026 entre Atelier Verhoeven SARL, société au capital de 10 000 €, et Studio Halcyon SAS, dont le siège est à Lille.
`),
    ).toMatchObject({
      docType: 'Contract',
      docDate: '2026-11-01',
      extractedFields: { parties: 'Atelier Verhoeven SARL; Studio Halcyon SAS' },
    });
  });

  it('a Spanish quote, which is no invoice', () => {
    const document = read(`
PRESUPUESTO nº 77
Fecha: 03/11/2026
Talleres Belmonte S.L.
Total con IVA: 1.210,00 €
`);
    expect(document).toMatchObject({ docType: 'Quote', docDate: '2026-11-03' });
    expect(document.confidenceReasoning).toContain('It was read as Spanish.');
  });

  it('a German invoice with labels in two languages, and a due date in a sentence', () => {
    expect(
      read(`
Rechnung / Invoice
Kestrel Optik GmbH

Rechnungsnummer / Invoice no.: RE-2026-7
Rechnungsdatum / Date: 03.11.2026

Beschreibung      Menge     Einzelpreis     Betrag
Linse                 2          100,00     200,00

Nettobetrag                                 200,00 €
MwSt. 19 %                                   38,00 €
Gesamtbetrag                                238,00 €

Bitte überweisen Sie den Betrag bis zum 3. Dezember 2026.
`).extractedFields,
    ).toEqual({
      vendor: 'Kestrel Optik GmbH',
      invoice_number: 'RE-2026-7',
      invoice_date: '2026-11-03',
      due_date: '2026-12-03',
      po_number: null,
      currency: 'EUR',
      subtotal: '200.00',
      tax: '38.00',
      total_amount: '238.00',
      payment_terms: null,
    });
  });

  it('a due date that only one order of day and month allows', () => {
    const { extractedFields } = read(`
Invoice no. 7
Kestrel Optics Inc.
Date: 03/11/2026
Due date: 02/12/2026
Total: $12.00
`);
    expect(extractedFields).toMatchObject({ invoice_date: '2026-11-03', due_date: '2026-12-02' });
  });

  it('a till receipt without a heading, and quantities on lines of their own', () => {
    const receipt = read(`
      Bäckerei Kornblum
      Am Markt 5
      48155 Münster
03.11.2026  14:22

Bauernbrot              3,40 A
  2 x 1,15
Brezel                  2,30 A
Summe EUR               5,70
Bar                    10,00
Rückgeld                4,30
enthaltene MwSt. 7 %    0,37
`);
    expect(receipt).toMatchObject({
      docType: 'Receipt',
      docDate: '2026-11-03',
      extractedFields: { vendor: 'Bäckerei Kornblum', currency: 'EUR', tax: '0.37', total_amount: '5.70' },
      lineItems: [
        { description: 'Bauernbrot', quantity: '', unit_price: '', amount: '3.40' },
        { description: 'Brezel', quantity: '2', unit_price: '1.15', amount: '2.30' },
      ],
    });
  });

  it('colons that stand apart, thousands without decimals, and the dollar of Canada', () => {
    const { extractedFields } = read(`
Studio Halcyon inc.
FACTURE
N° de facture : 2026-14
Date          : 3 mars 2026
Total         : 1.450 $
`);
    expect(extractedFields).toMatchObject({
      invoice_number: '2026-14',
      invoice_date: '2026-03-03',
      currency: 'CAD',
      total_amount: '1450.00',
    });
  });

  it("the vendor by the sender's line above an address window", () => {
    const { extractedFields } = read(`
Kestrel Optik GmbH · Hafenweg 22 · 48155 Münster

Bergmann Papier AG
Am Markt 5
10117 Berlin

Rechnung Nr. 4711 vom 3. November 2026
Gesamtbetrag: 12,00 €
`);
    expect(extractedFields).toMatchObject({
      vendor: 'Kestrel Optik GmbH',
      invoice_number: '4711',
      invoice_date: '2026-11-03',
    });
  });

  it('dotted leaders, and totals below a row of labels', () => {
    const { extractedFields, lineItems } = read(`
Factura
Talleres Belmonte S.L.
Nº de factura ........ 2026/14
Fecha ................ 03/11/2026

Concepto           Cantidad      Precio       Importe
Montaje                   2      100,00        200,00

Base imponible     IVA 21 %     Total
200,00 €           42,00 €      242,00 €
`);
    expect(extractedFields).toMatchObject({
      invoice_number: '2026/14',
      invoice_date: '2026-11-03',
      subtotal: '200.00',
      tax: '42.00',
      total_amount: '242.00',
    });
    expect(lineItems).toEqual([
      { description: 'Montaje', quantity: '2', unit_price: '100.00', amount: '200.00' },
    ]);
  });

  it('thousands of euros without decimals, and terms behind a colon that stands apart', () => {
    const { extractedFields } = read(`
Kestrel Optik GmbH
Rechnung
Rechnungsnummer     : 4711
Zahlungsbedingungen : 30 Tage netto
Gesamtbetrag        : 1.450 €
`);
    expect(extractedFields).toMatchObject({
      invoice_number: '4711',
      payment_terms: '30 Tage netto',
      total_amount: '1450.00',
    });
  });
});
