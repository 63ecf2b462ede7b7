import { BOLD, pdf, put } from './page.mjs';

/** United States, letter paper: labels left of their values, ruled table, boxed totals. */
export function usInvoice() {
  return pdf({ size: 'LETTER', info: { Title: 'Invoice CT-20817' } }, (page) => {
    const navy = '#17365d';
    page.rect(0, 0, 612, 10).fill(navy);
    put(page, 'Cascade Timberline Supply Co.', { x: 48, y: 40, size: 17, font: BOLD, color: navy });
    [
      '2140 NW Front Avenue, Suite 300',
      'Portland, OR 97209',
      'Phone (503) 555-0142',
      'billing@cascadetimberline.example',
    ].forEach((line, i) => put(page, line, { x: 48, y: 66 + i * 13, size: 9, color: '#4a5563' }));
    put(page, 'INVOICE', { right: 564, y: 38, size: 26, font: BOLD, color: navy });
    const head = [
      ['Invoice #:', 'CT-20817'],
      ['Invoice Date:', '11/03/2026'],
      ['Due Date:', '12/03/2026'],
      ['PO Number:', 'HB-4471-R2'],
      ['Terms:', 'Net 30'],
      ['Sales Rep:', 'Dana Whitlock'],
    ];
    head.forEach(([label, value], i) => {
      put(page, label ?? '', { right: 462, y: 76 + i * 15, size: 10, font: BOLD });
      put(page, value ?? '', { x: 472, y: 76 + i * 15, size: 10 });
    });

    put(page, 'Bill To', { x: 48, y: 184, font: BOLD, color: navy });
    put(page, 'Ship To', { x: 310, y: 184, font: BOLD, color: navy });
    page.moveTo(48, 198).lineTo(270, 198).moveTo(310, 198).lineTo(564, 198).lineWidth(0.7).stroke(navy);
    ['Harborview Builders LLC', 'Attn: Accounts Payable', '88 Quay Street', 'Seattle, WA 98101'].forEach(
      (line, i) => put(page, line, { x: 48, y: 204 + i * 13 }),
    );
    ['Harborview Builders LLC', 'Site 12, Alki Point', '3201 Beach Drive SW', 'Seattle, WA 98116'].forEach(
      (line, i) => put(page, line, { x: 310, y: 204 + i * 13 }),
    );

    const top = 278;
    page.rect(48, top, 516, 20).fill(navy);
    const white = { y: top + 6, font: BOLD, size: 9, color: '#ffffff' };
    put(page, 'Item', { x: 54, ...white });
    put(page, 'Description', { x: 116, ...white });
    put(page, 'Qty', { right: 388, ...white });
    put(page, 'Unit Price', { right: 468, ...white });
    put(page, 'Amount', { right: 558, ...white });
    const rows = [
      ['DF-2410', 'Douglas fir beam, 2x10, 16 ft, kiln dried', '120', '$38.75', '$4,650.00'],
      ['PLY-34', 'Marine plywood 3/4 in., 4x8 sheet', '46', '$92.40', '$4,250.40'],
      ['FST-88', 'Structural screws 8 in., box of 50', '15', '$61.20', '$918.00'],
      ['SRV-CUT', 'Custom cutting and end sealing (hours)', '7.5', '$85.00', '$637.50'],
      ['PAL-RET', 'Returned pallets from delivery 11871', '4', '-$12.00', '-$48.00'],
    ];
    rows.forEach(([item, description, quantity, price, amount], i) => {
      const y = top + 27 + i * 22;
      if (i % 2) page.rect(48, y - 6, 516, 22).fill('#f1f4f8');
      put(page, item ?? '', { x: 54, y, size: 9 });
      put(page, description ?? '', { x: 116, y, size: 9 });
      put(page, quantity ?? '', { right: 388, y, size: 9 });
      put(page, price ?? '', { right: 468, y, size: 9 });
      put(page, amount ?? '', { right: 558, y, size: 9 });
    });
    const end = top + 22 + rows.length * 22;
    page
      .rect(48, top, 516, end - top)
      .lineWidth(0.7)
      .stroke(navy);

    page
      .rect(372, end + 16, 192, 82)
      .lineWidth(0.7)
      .stroke(navy);
    [
      ['Subtotal', '$10,407.90'],
      ['Sales Tax (8.25%)', '$858.65'],
      ['Shipping & Handling', '$145.00'],
    ].forEach(([label, value], i) => {
      put(page, label ?? '', { x: 382, y: end + 24 + i * 17 });
      put(page, value ?? '', { right: 554, y: end + 24 + i * 17 });
    });
    page
      .moveTo(372, end + 74)
      .lineTo(564, end + 74)
      .stroke(navy);
    put(page, 'TOTAL DUE', { x: 382, y: end + 81, size: 11, font: BOLD });
    put(page, '$11,411.55', { right: 554, y: end + 81, size: 11, font: BOLD });

    put(page, 'Please make checks payable to Cascade Timberline Supply Co. and quote the invoice number.', {
      x: 48,
      y: 620,
      size: 9,
    });
    put(page, 'A late charge of 1.5% per month applies to balances over 30 days.', {
      x: 48,
      y: 634,
      size: 9,
      color: '#4a5563',
    });
    put(page, 'Thank you for your business!', {
      center: 306,
      y: 730,
      size: 10,
      font: 'Helvetica-Oblique',
      color: navy,
    });
  });
}
