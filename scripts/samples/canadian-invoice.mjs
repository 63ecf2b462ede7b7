import writeExcelFile from 'write-excel-file/node';
import { storedZip } from './stored-zip.mjs';
import { rowOf } from './table.mjs';

/** Canada, a sheet as a small business keeps it: numbers and dates are cells of their kind, two taxes. */
export async function canadianInvoice() {
  const { extracted_fields: bill, line_items: items } = rowOf('invoice-ca.xlsx');
  const bold = /** @type {const} */ ({ fontWeight: 'bold' });
  const ruled = { ...bold, bottomBorderStyle: /** @type {const} */ ('thin') };
  const date = (/** @type {string | undefined} */ value) => ({
    value: new Date(`${value}T00:00:00Z`),
    type: Date,
    format: 'mmm d, yyyy',
  });
  const money = (/** @type {string | undefined} */ value) => ({
    value: Number(value),
    type: Number,
    format: /\.\d{3}$/.test(value ?? '') ? '"$"#,##0.000' : '"$"#,##0.00',
  });
  /** @typedef {import('write-excel-file/node').Row} Row */
  /** @type {Row[]} */
  const rows = [
    [{ value: bill.vendor, fontSize: 16, ...bold }],
    ['450 Lougheed Highway, Maple Ridge, BC V2X 0A1'],
    ['billing@mapleridge-print.example'],
    [],
    [{ value: 'INVOICE', fontSize: 14, ...bold }],
    [{ value: 'Invoice #', ...bold }, Number(bill.invoice_number), null, { value: 'Bill To', ...bold }],
    [{ value: 'Invoice Date', ...bold }, date(bill.invoice_date), null, 'Trailhead Outfitters Ltd.'],
    [{ value: 'Due Date', ...bold }, date(bill.due_date), null, '12 Birch Lane'],
    [{ value: 'PO Number', ...bold }, bill.po_number, null, 'Squamish, BC V8B 0A2'],
    [{ value: 'Terms', ...bold }, bill.payment_terms],
    [{ value: 'Currency', ...bold }, bill.currency],
    [],
    ['Description', 'Qty', 'Unit Price', 'Amount'].map((value) => ({ value, ...ruled })),
    ...items.map((item) => [
      item.description,
      Number(item.quantity),
      money(item.unit_price),
      money(item.amount),
    ]),
    [],
    [null, null, 'Subtotal', money(bill.subtotal)],
    [null, null, 'GST 5%', money('111.95')],
    [null, null, 'PST 7%', money('156.73')],
    [null, null, { value: 'Total', ...bold }, { ...money(bill.total_amount), ...bold }],
    [],
    ['Thank you for printing with us. Files are kept for a year.'],
  ];
  const file = writeExcelFile(rows, {
    sheet: 'Invoice',
    columns: [{ width: 44 }, { width: 16 }, { width: 14 }, { width: 26 }],
  });
  return storedZip(await file.toBuffer(), '2026-11-03T09:00:00Z');
}
