import { numberStyle } from './number-style.mjs';
import { pdf, put } from './page.mjs';
import { rowOf } from './table.mjs';

const number = numberStyle('.', ',');

/** Germany, a roll of 80 mm: one font of fixed width, prices with the tax in them, cash and change. */
export function tillReceipt() {
  const { extracted_fields: bill, line_items: items } = rowOf('receipt-de.pdf');
  const paid = number(bill.total_amount ?? '');
  return pdf({ size: [227, 420], info: { Title: `Kassenbon ${bill.invoice_number}` } }, (page) => {
    const courier = { size: 8, font: 'Courier', color: '#000000' };
    const bold = { ...courier, font: 'Courier-Bold' };
    put(page, bill.vendor ?? '', { center: 113, y: 18, ...bold, size: 13 });
    ['Lindenplatz 4', '04109 Leipzig', 'Tel. 0341 555 01 23', 'St.-Nr. 231/000/00000'].forEach((line, i) =>
      put(page, line, { center: 113, y: 36 + i * 10, ...courier }),
    );
    put(page, 'KASSENBON', { center: 113, y: 86, ...bold, size: 11 });
    put(page, `Bon-Nr.: ${bill.invoice_number}`, { x: 14, y: 108, ...courier });
    put(page, 'Tisch: 7', { right: 213, y: 108, ...courier });
    put(page, `Datum: ${(bill.invoice_date ?? '').split('-').reverse().join('.')}`, {
      x: 14,
      y: 119,
      ...courier,
    });
    put(page, '12:47 Uhr', { right: 213, y: 119, ...courier });
    const rule = (/** @type {number} */ y) => put(page, '-'.repeat(41), { x: 14, y, ...courier });
    rule(131);
    put(page, 'Menge', { x: 14, y: 141, ...bold });
    put(page, 'Artikel', { x: 42, y: 141, ...bold });
    put(page, 'Preis', { right: 178, y: 141, ...bold });
    put(page, 'EUR', { right: 213, y: 141, ...bold });
    items.forEach((item, i) => {
      const y = 154 + i * 12;
      put(page, item.quantity, { x: 20, y, ...courier });
      put(page, item.description, { x: 42, y, ...courier });
      put(page, number(item.unit_price), { right: 178, y, ...courier });
      put(page, number(item.amount), { right: 213, y, ...courier });
    });
    const end = 154 + items.length * 12;
    rule(end);
    put(page, 'SUMME EUR', { x: 14, y: end + 12, ...bold, size: 11 });
    put(page, paid, { right: 213, y: end + 12, ...bold, size: 11 });
    rule(end + 26);
    [
      ['Gegeben bar', '30,00'],
      ['Rückgeld', '4,10'],
    ].forEach(([label, value], i) => {
      put(page, label ?? '', { x: 14, y: end + 38 + i * 11, ...courier });
      put(page, value ?? '', { right: 213, y: end + 38 + i * 11, ...courier });
    });
    [
      ['Netto', number(bill.subtotal ?? '')],
      ['MwSt 19 %', number(bill.tax ?? '')],
      ['Brutto', paid],
    ].forEach(([label, value], i) => {
      put(page, label ?? '', { x: 14, y: end + 68 + i * 11, ...courier });
      put(page, value ?? '', { right: 213, y: end + 68 + i * 11, ...courier });
    });
    put(page, 'Es bediente Sie: Mascha', { center: 113, y: end + 112, ...courier });
    put(page, 'Vielen Dank für Ihren Besuch!', { center: 113, y: end + 128, ...courier });
    put(page, 'www.cafe-morgenrot.example', { center: 113, y: end + 140, ...courier });
  });
}
