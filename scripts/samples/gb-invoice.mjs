import { BOLD, pdf, put } from './page.mjs';

/** United Kingdom, A4, two pages: stacked column heads, long descriptions, a discount, dates in words. */
export function gbInvoice() {
  return pdf({ size: 'A4', info: { Title: 'Invoice BW/1102' } }, (page) => {
    const green = '#14532d';
    const tableHead = (/** @type {number} */ y) => {
      const style = { size: 8.5, font: BOLD, color: green };
      put(page, 'Date', { x: 50, y: y + 10, ...style });
      put(page, 'Details', { x: 104, y: y + 10, ...style });
      put(page, 'Hours', { right: 400, y: y + 10, ...style });
      put(page, 'Hourly', { right: 462, y, ...style });
      put(page, 'rate', { right: 462, y: y + 10, ...style });
      put(page, 'Line', { right: 545, y, ...style });
      put(page, 'total', { right: 545, y: y + 10, ...style });
      page
        .moveTo(50, y + 24)
        .lineTo(545, y + 24)
        .lineWidth(1)
        .stroke(green);
    };
    put(page, 'Brightwater Ecology Ltd', { center: 297, y: 40, size: 20, font: BOLD, color: green });
    put(
      page,
      'The Old Mill, Station Road, Kendal LA9 6BT · 01539 555 017 · accounts@brightwater-ecology.example',
      {
        center: 297,
        y: 66,
        size: 8.5,
      },
    );
    put(page, 'TAX INVOICE', { center: 297, y: 92, size: 14, font: BOLD });
    put(page, 'Invoice to', { x: 50, y: 128, size: 9, font: BOLD, color: green });
    ['Northmoor Water plc', 'Supplier Payments', 'Riverside House', 'Lancaster LA1 1QT'].forEach((line, i) =>
      put(page, line, { x: 50, y: 142 + i * 13 }),
    );
    [
      ['Invoice Number', 'BW/1102'],
      ['Date of Issue', '3 November 2026'],
      ['Payment Due', '1st December 2026'],
      ['Purchase Order', '4500187733'],
      ['VAT Reg No', 'GB 999 9999 73'],
    ].forEach(([label, value], i) => {
      put(page, label ?? '', { x: 340, y: 128 + i * 14, size: 9.5, font: BOLD });
      put(page, value ?? '', { x: 440, y: 128 + i * 14, size: 9.5 });
    });

    /** @type {[string, string, string, number, number][]} */
    const rows = [];
    const work = [
      ['Otter and water vole survey,', 'reach'],
      ['Invertebrate sampling,', 'station'],
      ['Habitat mapping and drone flight,', 'sheet'],
      ['Report drafting,', 'chapter'],
    ];
    for (let i = 0; i < 22; i++) {
      const [first, second] = work[i % 4] ?? [];
      rows.push([
        `${String(1 + i).padStart(2, '0')} Oct`,
        String(first),
        `${second} ${i + 1}`,
        2 + ((i * 3) % 7) / 2,
        i % 4 === 3 ? 64 : 78.5,
      ]);
    }
    const money = (/** @type {number} */ value) => `£${value.toFixed(2).replace(/\B(?=(\d{3})+\.)/g, ',')}`;
    let y = 240;
    tableHead(y - 28);
    let subtotal = 0;
    rows.forEach(([date, first, second, hours, rate], i) => {
      if (i === 15) {
        put(page, 'Continued on page 2', { right: 545, y: 790, size: 8 });
        page.addPage();
        put(page, 'Brightwater Ecology Ltd', { x: 50, y: 40, size: 10, font: BOLD, color: green });
        put(page, 'Invoice BW/1102, page 2 of 2', { right: 545, y: 40, size: 9 });
        tableHead(70);
        y = 100;
      }
      const amount = hours * rate;
      subtotal += amount;
      put(page, date, { x: 50, y, size: 9.5 });
      put(page, first, { x: 104, y, size: 9.5 });
      put(page, second, { x: 104, y: y + 12, size: 9.5 });
      put(page, String(hours), { right: 400, y, size: 9.5 });
      put(page, rate.toFixed(2), { right: 462, y, size: 9.5 });
      put(page, money(amount), { right: 545, y, size: 9.5 });
      y += 34;
    });
    const discount = Math.round(subtotal * 5) / 100;
    const vat = Math.round((subtotal - discount) * 20) / 100;
    page.moveTo(340, y).lineTo(545, y).lineWidth(1).stroke(green);
    [
      ['Sub-total', money(subtotal)],
      ['Less discount (5%)', `-${money(discount)}`],
      ['VAT @ 20%', money(vat)],
      ['Total (GBP)', money(subtotal - discount + vat)],
      ['Amount paid', '£0.00'],
      ['Balance due', money(subtotal - discount + vat)],
    ].forEach(([label, value], i) => {
      put(page, label ?? '', { x: 340, y: y + 8 + i * 16, font: i === 3 ? BOLD : 'Helvetica' });
      put(page, value ?? '', { right: 545, y: y + 8 + i * 16, font: i === 3 ? BOLD : 'Helvetica' });
    });
    put(
      page,
      'Payment within 28 days of the invoice date by bank transfer: sort code 00-00-00, account 00000000.',
      {
        x: 50,
        y: 760,
        size: 9,
      },
    );
    put(page, 'Brightwater Ecology Ltd. Registered in England no. 00000000.', {
      center: 297,
      y: 806,
      size: 7.5,
    });
  });
}
