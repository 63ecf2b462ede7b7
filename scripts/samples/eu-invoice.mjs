import { BOLD, pdf, put } from './page.mjs';

/** Continental Europe, A4: labels above their values, euros with decimal commas, no rules but one. */
export function euInvoice() {
  return pdf({ size: 'A4', info: { Title: 'Invoice 2026-00389' } }, (page) => {
    const grey = '#6b7280';
    const serif = 'Times-Roman';
    const serifBold = 'Times-Bold';
    put(page, 'LINDQVIST & MOREAU', { x: 57, y: 46, size: 15, font: serifBold });
    put(page, 'Precision Instruments', { x: 57, y: 64, size: 10, font: 'Times-Italic', color: grey });
    put(page, 'Lindqvist & Moreau GmbH · Hafenweg 22 · 48155 Münster · Germany', {
      x: 57,
      y: 128,
      size: 7,
      color: grey,
    });
    [
      'Atelier Verhoeven B.V.',
      'Mevrouw J. de Wit',
      'Keizersgracht 410',
      '1016 GC Amsterdam',
      'Netherlands',
    ].forEach((line, i) => put(page, line, { x: 57, y: 144 + i * 14, size: 10.5, font: serif }));

    put(page, 'Invoice', { x: 57, y: 250, size: 22, font: serifBold });
    const head = [
      ['Invoice no.', '2026-00389', 57],
      ['Invoice date', '03.11.2026', 160],
      ['Customer no.', '10477', 260],
      ['Your order no.', 'AV/26/1178', 350],
      ['Due date', '17.11.2026', 460],
    ];
    for (const [label, value, x] of head) {
      put(page, String(label), { x: Number(x), y: 288, size: 7.5, color: grey });
      put(page, String(value), { x: Number(x), y: 299, size: 10.5, font: serif });
    }
    put(page, 'Delivery date: 29.10.2026. Thank you for your order, which we invoice as follows:', {
      x: 57,
      y: 328,
      size: 10,
      font: serif,
    });

    const column = { y: 356, size: 8.5, font: BOLD };
    put(page, 'Pos.', { x: 57, ...column });
    put(page, 'Description', { x: 88, ...column });
    put(page, 'Quantity', { right: 352, ...column });
    put(page, 'Unit', { x: 362, ...column });
    put(page, 'Unit price', { right: 452, ...column });
    put(page, 'Amount EUR', { right: 538, ...column });
    page.moveTo(57, 369).lineTo(538, 369).lineWidth(0.5).stroke('#111827');
    /** @type {[string, string, string[], string, string, string, string][]} */
    const rows = [
      [
        '1',
        'Laser distance module LM-40',
        ['incl. calibration certificate', 'serial nos. 88120 to 88123'],
        '4',
        'pcs',
        '1.289,00',
        '5.156,00',
      ],
      ['2', 'Mounting rail, anodised, 1,2 m', [], '12', 'pcs', '47,35', '568,20'],
      ['3', 'On-site commissioning', ['by a service engineer'], '6,5', 'h', '118,00', '767,00'],
      ['4', 'Travel expenses, flat rate', [], '1', '', '240,00', '240,00'],
    ];
    let y = 378;
    for (const [position, description, more, quantity, unit, price, amount] of rows) {
      put(page, position, { x: 57, y, font: serif });
      put(page, description, { x: 88, y, font: serif });
      put(page, quantity, { right: 352, y, font: serif });
      put(page, unit, { x: 362, y, font: serif });
      put(page, price, { right: 452, y, font: serif });
      put(page, amount, { right: 538, y, font: serif });
      for (const line of more) put(page, line, { x: 88, y: (y += 12), size: 9, font: serif, color: grey });
      y += 20;
    }
    page.moveTo(330, y).lineTo(538, y).lineWidth(0.5).stroke('#111827');
    [
      ['Net total', '6.731,20 €'],
      ['VAT 19 % on 6.731,20', '1.278,93 €'],
    ].forEach(([label, value], i) => {
      put(page, label ?? '', { x: 330, y: y + 8 + i * 16, font: serif });
      put(page, value ?? '', { right: 538, y: y + 8 + i * 16, font: serif });
    });
    put(page, 'Total amount', { x: 330, y: y + 44, size: 12, font: serifBold });
    put(page, '8.010,13 €', { right: 538, y: y + 44, size: 12, font: serifBold });

    put(page, 'Payment terms: 14 days net, without deduction', { x: 57, y: y + 90, font: serif });
    put(page, 'Please state the invoice number with your transfer.', { x: 57, y: y + 105, font: serif });
    page.moveTo(57, 776).lineTo(538, 776).lineWidth(0.3).stroke(grey);
    [
      ['Lindqvist & Moreau GmbH', 'Hafenweg 22, 48155 Münster', 'Managing director: Ines Moreau'],
      ['Phone +49 251 555 0190', 'accounts@lindqvist-moreau.example', 'www.lindqvist-moreau.example'],
      ['IBAN DE02 1203 0000 0000 2020 51', 'BIC BYLADEM1001', 'VAT ID DE 999 999 999'],
    ].forEach((lines, column) =>
      lines.forEach((line, i) =>
        put(page, line, { x: 57 + column * 165, y: 784 + i * 10, size: 7, color: grey }),
      ),
    );
  });
}
