import { Bitmap } from './bitmap.mjs';
import { numberStyle } from './number-style.mjs';
import { pdf } from './page.mjs';
import { rowOf } from './table.mjs';

const number = numberStyle(',', '.');
const pounds = (/** @type {string | undefined} */ value) => `£${number(value ?? '')}`;
const day = (/** @type {string | undefined} */ date) => (date ?? '').split('-').reverse().join('/');

/** United Kingdom, a scan: one picture of 200 dpi, a little askew and dusty, and no text in the file. */
export function scannedInvoice() {
  const { extracted_fields: bill, line_items: items } = rowOf('scan.pdf');
  const sheet = new Bitmap();
  const bold = /** @type {const} */ ('bold');
  sheet.put(bill.vendor ?? '', { x: 60, y: 70, size: 18, font: bold });
  sheet.put('Unit 6, Canal Wharf, Stourbridge DY8 4LU', { x: 60, y: 88, size: 9 });
  sheet.put('01384 555 0133   sales@pemberton-glassworks.example', { x: 60, y: 101, size: 9 });
  sheet.put('INVOICE', { right: 540, y: 72, size: 22, font: bold });
  sheet.rect(60, 112, 480, 1.2);

  sheet.put('Invoice to:', { x: 60, y: 142, font: bold });
  ['Northfield House Museum', 'Curator of Buildings', 'Northfield Lane', 'Birmingham B31 2PA'].forEach(
    (line, i) => sheet.put(line, { x: 60, y: 158 + i * 14 }),
  );
  [
    ['Invoice No:', bill.invoice_number],
    ['Invoice Date:', day(bill.invoice_date)],
    ['Due Date:', day(bill.due_date)],
    ['Your Order No:', bill.po_number],
    ['Payment Terms:', bill.payment_terms],
  ].forEach(([label, value], i) => {
    sheet.put(label ?? '', { x: 310, y: 142 + i * 15, font: bold });
    sheet.put(value ?? '', { x: 402, y: 142 + i * 15 });
  });

  const head = { y: 262, font: bold };
  sheet.put('Description', { x: 60, ...head });
  sheet.put('Qty', { right: 360, ...head });
  sheet.put('Unit Price', { right: 450, ...head });
  sheet.put('Amount', { right: 540, ...head });
  sheet.rect(60, 268, 480, 0.8);
  items.forEach((item, i) => {
    const y = 288 + i * 20;
    sheet.put(item.description, { x: 60, y });
    sheet.put(number(item.quantity), { right: 360, y });
    sheet.put(number(item.unit_price), { right: 450, y });
    sheet.put(number(item.amount), { right: 540, y });
  });
  const end = 280 + items.length * 20;
  sheet.rect(60, end, 480, 0.8);
  [
    ['Subtotal', bill.subtotal],
    ['VAT 20%', bill.tax],
    ['Total', bill.total_amount],
  ].forEach(([label, value], i) => {
    const style = { y: end + 24 + i * 18, ...(i === 2 && { font: bold, size: 12 }) };
    sheet.put(label ?? '', { x: 390, ...style });
    sheet.put(pounds(value), { right: 540, ...style });
  });
  sheet.put('Cheques payable to Pemberton Glassworks Ltd. VAT Reg No GB 999 9999 73.', {
    x: 60,
    y: 760,
    size: 9,
  });
  sheet.age();

  return pdf({ size: 'A4', info: { Title: 'Scan', Producer: 'Scanner' } }, (document) => {
    // pdfkit takes JPEG and PNG alone, whose compression depends on the version of zlib.
    const { page } = /** @type {any} */ (document);
    const picture = document.ref({
      Type: 'XObject',
      Subtype: 'Image',
      Width: sheet.width,
      Height: sheet.height,
      BitsPerComponent: 1,
      ColorSpace: 'DeviceGray',
      Filter: 'RunLengthDecode',
    });
    picture.end(sheet.runLengths());
    page.xobjects.Scan = picture;
    document.addContent(`q ${page.width} 0 0 ${-page.height} 0 ${page.height} cm /Scan Do Q`);
  });
}
