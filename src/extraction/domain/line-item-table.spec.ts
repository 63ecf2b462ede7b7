import { STANDARD_INVOICE } from '../../../test/support/a-profile.js';
import { arrangePlainText } from './arrange-plain-text.js';
import { DocumentReader } from './document-reader.js';
import { LANGUAGES } from './languages.js';

const reader = new DocumentReader(...LANGUAGES);
const itemsOf = (text: string) =>
  reader.read({ pages: arrangePlainText(text), text, notes: [] }, STANDARD_INVOICE).lineItems;

describe('a table of line items', () => {
  it('may have neither quantities nor prices', () => {
    expect(
      itemsOf(`
Tax invoice no. 77
Charges                Period              Amount
Fibre 300              01/03 - 31/03        46.00
Static address         01/03 - 31/03         5.00
Total due                                   51.00
`),
    ).toEqual([
      { description: 'Fibre 300', quantity: '', unit_price: '', amount: '46.00' },
      { description: 'Static address', quantity: '', unit_price: '', amount: '5.00' },
    ]);
  });

  it.each([
    ['in the middle', 'Bezeichnung             Rufnummer           Betrag'],
    ['on the left', 'Verbindungen im Netz    Zeitraum            Betrag'],
  ])('of three columns may have a head that no list has, %s', (_, heads) => {
    expect(
      itemsOf(`
Rechnung Nr. 77
${heads}
Business Tarif L        0664 555 01 18       24,90
Datenpaket EU           0664 555 01 19        8,25
Gesamt netto                                 33,15
`).map(({ description, amount }) => [description, amount]),
    ).toEqual([
      ['Business Tarif L', '24.90'],
      ['Datenpaket EU', '8.25'],
    ]);
  });

  it('may have a head of which only the first word is known', () => {
    expect(
      itemsOf(`
Invoice no. 77
Item of stock   Description      Qty   Unit price   Amount
1001            Frying pan         2        10.00    20.00
Subtotal                                            20.00
`),
    ).toEqual([{ description: 'Frying pan', quantity: '2', unit_price: '10.00', amount: '20.00' }]);
  });

  it.each([
    'Article              Quantité    P.U. HTVA    TVA     Total HTVA',
    'No art.   Article    Quantité    Prix         Rabais  Total CHF',
    'Article              Quantité    Prix hors TVA  TVA   Montant hors TVA',
  ])('has French heads as in Belgium and Switzerland: %s', (heads) => {
    const row = ['Poêle', '4', '38,50', '', '154,00'];
    const places = heads.startsWith('No') ? [10, 21, 33, 46, 54] : [0, 21, 33, 48, 54];
    const line = row.reduce((before, cell, i) => before.padEnd(places[i]!) + cell, '');
    expect(itemsOf(`Facture n° 77\n${heads}\n${line}\nNet à payer   154,00\n`)).toEqual([
      { description: 'Poêle', quantity: '4', unit_price: '38.50', amount: '154.00' },
    ]);
  });

  it('does not begin with a row in which hardly anything is a head', () => {
    expect(itemsOf('Invoice no. 77\nGoods value   VAT 10%   Total\n100.00   10.00   110.00\n')).toEqual([]);
  });
});
