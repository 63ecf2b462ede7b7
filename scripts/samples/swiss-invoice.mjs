import { numberStyle } from './number-style.mjs';
import { BOLD, pdf, put } from './page.mjs';
import { rowOf } from './table.mjs';

const number = numberStyle('’', '.');
const MONTHS = { 11: 'November', 12: 'Dezember' };
const day = (/** @type {string} */ date) => {
  const [year, month, dayOfMonth] = date.split('-');
  return `${Number(dayOfMonth)}. ${MONTHS[/** @type {'11' | '12'} */ (month)]} ${year}`;
};

/** Switzerland, A4: francs with apostrophes, the address at the right, the slip for the payment at the foot. */
export function swissInvoice() {
  const { extracted_fields: bill, line_items: items } = rowOf('invoice-ch.pdf');
  return pdf({ size: 'A4', info: { Title: `Rechnung ${bill.invoice_number}` } }, (page) => {
    const black = '#18181b';
    page.rect(57, 40, 4, 42).fill('#dc2626');
    put(page, bill.vendor ?? '', { x: 70, y: 40, size: 15, font: BOLD, color: black });
    put(page, 'Ringstrasse 34, 7000 Chur', { x: 70, y: 60, size: 9 });
    put(page, '081 555 01 72, info@berglicht-elektro.example', { x: 70, y: 72, size: 9 });
    ['Stiftung Alpenblick', 'Facility Management', 'Kantonsstrasse 5', '7302 Landquart'].forEach((line, i) =>
      put(page, line, { x: 340, y: 122 + i * 14, size: 10.5 }),
    );
    [
      ['Rechnungs-Nr.', bill.invoice_number],
      ['Datum', day(bill.invoice_date ?? '')],
      ['Zahlbar bis', day(bill.due_date ?? '')],
      ['Zahlungskonditionen', bill.payment_terms],
      ['Objekt', 'Neubau Haus C'],
    ].forEach(([label, value], i) => {
      put(page, label ?? '', { x: 57, y: 122 + i * 14, size: 9.5, color: '#52525b' });
      put(page, value ?? '', { x: 160, y: 122 + i * 14, size: 9.5 });
    });
    put(page, 'Rechnung', { x: 57, y: 222, size: 18, font: BOLD, color: black });

    const head = { y: 260, size: 8.5, font: BOLD };
    page.moveTo(57, 255).lineTo(538, 255).lineWidth(1.2).stroke(black);
    put(page, 'Leistung', { x: 57, ...head });
    put(page, 'Anzahl', { right: 360, ...head });
    put(page, 'Ansatz', { right: 440, ...head });
    put(page, 'Betrag CHF', { right: 538, ...head });
    page.moveTo(57, 273).lineTo(538, 273).lineWidth(0.5).stroke(black);
    items.forEach((item, i) => {
      const y = 281 + i * 19;
      put(page, item.description, { x: 57, y });
      put(page, number(item.quantity), { right: 360, y });
      put(page, number(item.unit_price), { right: 440, y });
      put(page, number(item.amount), { right: 538, y });
    });
    const end = 281 + items.length * 19;
    page.moveTo(360, end).lineTo(538, end).lineWidth(0.5).stroke(black);
    [
      ['Total exkl. MWST', bill.subtotal],
      ['MWST 8.1%', bill.tax],
      ['Total inkl. MWST', bill.total_amount],
    ].forEach(([label, value], i) => {
      const style = { y: end + 9 + i * 17, font: i === 2 ? BOLD : 'Helvetica' };
      put(page, label ?? '', { x: 360, ...style });
      put(page, number(value ?? ''), { right: 538, ...style });
    });
    page
      .moveTo(360, end + 57)
      .lineTo(538, end + 57)
      .moveTo(360, end + 59)
      .lineTo(538, end + 59)
      .stroke(black);
    put(page, 'Wir danken für Ihren Auftrag. CHE-000.000.000 MWST', { x: 57, y: end + 84, size: 9 });

    page
      .moveTo(0, 544)
      .lineTo(595, 544)
      .moveTo(176, 544)
      .lineTo(176, 842)
      .lineWidth(0.4)
      .dash(3, { space: 3 });
    page.stroke('#71717a').undash();
    const address = [bill.vendor ?? '', 'Ringstrasse 34', '7000 Chur'];
    const payer = ['Stiftung Alpenblick', 'Kantonsstrasse 5', '7302 Landquart'];
    for (const [x, title] of /** @type {const} */ ([
      [14, 'Empfangsschein'],
      [352, ''],
    ])) {
      if (title) put(page, title, { x, y: 558, size: 11, font: BOLD });
      put(page, 'Konto / Zahlbar an', { x, y: 580, size: 7, font: BOLD });
      ['CH93 0076 2011 6238 5295 7', ...address].forEach((line, i) =>
        put(page, line, { x, y: 590 + i * 10, size: 8 }),
      );
      put(page, 'Zahlbar durch', { x, y: 650, size: 7, font: BOLD });
      payer.forEach((line, i) => put(page, line, { x, y: 660 + i * 10, size: 8 }));
    }
    put(page, 'Zahlteil', { x: 190, y: 558, size: 11, font: BOLD });
    drawCode(page, 190, 582, 130);
    for (const x of [14, 190]) {
      put(page, 'Währung', { x, y: 726, size: 7, font: BOLD });
      put(page, 'Betrag', { x: x + 50, y: 726, size: 7, font: BOLD });
      put(page, bill.currency ?? '', { x, y: 737, size: 9 });
      put(page, (bill.total_amount ?? '').replace(/\B(?=(\d{3})+\.)/g, ' '), { x: x + 50, y: 737, size: 9 });
    }
  });
}

/**
 * Looks like the code of a QR-bill, and holds nothing: squares at three corners, a cross in the middle.
 * @param {PDFKit.PDFDocument} page
 * @param {number} x
 * @param {number} y
 * @param {number} size
 */
function drawCode(page, x, y, size) {
  const modules = 41;
  const side = size / modules;
  const isInCorner = (/** @type {number} */ row, /** @type {number} */ column) =>
    [row < 8 && column < 8, row < 8 && column >= modules - 8, row >= modules - 8 && column < 8].some(Boolean);
  let random = 20261103;
  for (let row = 0; row < modules; row++) {
    for (let column = 0; column < modules; column++) {
      random = (Math.imul(random, 1103515245) + 12345) & 0x7fffffff;
      const isInCross = Math.abs(row - 20) < 4 && Math.abs(column - 20) < 4;
      if (random & 0x10000 && !isInCorner(row, column) && !isInCross) {
        page.rect(x + column * side, y + row * side, side, side);
      }
    }
  }
  for (const [row, column] of /** @type {const} */ ([
    [0, 0],
    [0, modules - 7],
    [modules - 7, 0],
  ])) {
    const [left, top] = [x + column * side, y + row * side];
    page.rect(left, top, 7 * side, side).rect(left, top + 6 * side, 7 * side, side);
    page.rect(left, top, side, 7 * side).rect(left + 6 * side, top, side, 7 * side);
    page.rect(left + 2 * side, top + 2 * side, 3 * side, 3 * side);
  }
  page.rect(x + 17 * side, y + 17 * side, 7 * side, 7 * side).fill('#18181b');
  page.rect(x + 20 * side, y + 18 * side, side, 5 * side).rect(x + 18 * side, y + 20 * side, 5 * side, side);
  page.fill('#ffffff');
}
