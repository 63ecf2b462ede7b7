import { numberStyle } from './number-style.mjs';
import { rowOf } from './table.mjs';

const number = numberStyle(',', '.');

/** New Zealand, a table saved as CSV: byte order mark, CRLF, quotes where they must be, rows of equal length. */
export function newZealandInvoice() {
  const { extracted_fields: bill, line_items: items } = rowOf('invoice-nz.csv');
  const codes = ['MAN-250', 'CLO-500', 'GIFT-2'];
  /** @type {(string | undefined)[][]} */
  const rows = [
    [bill.vendor],
    ['88 Victoria Street, Hamilton 3204'],
    ['orders@waikato-honey.example'],
    [],
    ['TAX INVOICE'],
    ['Invoice Number', bill.invoice_number],
    ['Invoice Date', bill.invoice_date],
    ['Due Date', bill.due_date],
    ['Purchase Order', bill.po_number],
    ['Payment Terms', bill.payment_terms],
    ['Currency', bill.currency],
    ['Bill To', 'Harbour Grocers Ltd, 7 Marine Parade, Napier 4110'],
    [],
    ['Code', 'Description', 'Qty', 'Unit Price', 'Amount'],
    ...items.map((item, i) => [
      codes[i],
      item.description,
      item.quantity,
      number(item.unit_price),
      number(item.amount),
    ]),
    [],
    ['', '', '', 'Subtotal', number(bill.subtotal ?? '')],
    ['', '', '', 'GST 15%', number(bill.tax ?? '')],
    ['', '', '', 'Total', number(bill.total_amount ?? '')],
  ];
  const lines = rows.map((row) => Array.from({ length: 5 }, (_, i) => quoted(row[i] ?? '')).join(','));
  return `\ufeff${lines.join('\r\n')}\r\n`;
}

/** @param {string} value */
function quoted(value) {
  return /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
