import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  HeadingLevel,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import { numberStyle } from './number-style.mjs';
import { storedZip } from './stored-zip.mjs';
import { rowOf } from './table.mjs';

const number = numberStyle(',', '.');
const dollars = (/** @type {string | undefined} */ value) => `$${number(value ?? '')}`;
const MONTHS = { 11: 'November' };
const day = (/** @type {string | undefined} */ date) => {
  const [year, month, dayOfMonth] = (date ?? '').split('-');
  return `${Number(dayOfMonth)} ${MONTHS[/** @type {'11'} */ (month)]} ${year}`;
};

/** Australia, a Word document: a table without borders for the head, one with borders for the items. */
export async function australianInvoice() {
  const { extracted_fields: bill, line_items: items } = rowOf('invoice-au.docx');
  const teal = '0F766E';

  /**
   * @param {string[]} texts
   * @param {{ widths: number[], bold?: boolean, fill?: string, borders?: boolean }} style
   */
  const row = (texts, { widths, bold = false, fill, borders = true }) => {
    const border = { style: borders ? BorderStyle.SINGLE : BorderStyle.NONE, size: 4, color: '94A3B8' };
    return new TableRow({
      children: texts.map(
        (text, i) =>
          new TableCell({
            width: { size: widths[i] ?? 0, type: WidthType.DXA },
            margins: { top: 60, bottom: 60, left: 90, right: 90 },
            borders: { top: border, bottom: border, left: border, right: border },
            ...(fill && { shading: { fill } }),
            children: [
              new Paragraph({
                alignment: borders && i > 0 ? AlignmentType.RIGHT : AlignmentType.LEFT,
                children: [new TextRun({ text, bold })],
              }),
            ],
          }),
      ),
    });
  };
  /** @param {TableRow[]} rows @param {number[]} columnWidths */
  const table = (rows, columnWidths) =>
    new Table({
      rows,
      columnWidths,
      width: { size: columnWidths.reduce((a, b) => a + b), type: WidthType.DXA },
    });
  /** @param {string} text @param {object} [style] */
  const line = (text, style) => new Paragraph({ children: [new TextRun({ text, ...style })] });

  const head = [2200, 3000];
  const columns = [4200, 1000, 1400, 1200, 1800];
  const document = new Document({
    creator: 'RecordEngine samples',
    lastModifiedBy: 'RecordEngine samples',
    title: `Tax Invoice ${bill.invoice_number}`,
    styles: { default: { document: { run: { font: 'Calibri', size: 21 } } } },
    sections: [
      {
        footers: {
          default: new Footer({
            children: [
              new Paragraph({
                alignment: AlignmentType.CENTER,
                children: [new TextRun({ text: `${bill.vendor} · ABN 00 000 000 000`, size: 16 })],
              }),
            ],
          }),
        },
        children: [
          line(bill.vendor ?? '', { bold: true, size: 34, color: teal }),
          line('Level 4, 61 Franklin Street, Adelaide SA 5000'),
          line('accounts@banksia-software.example'),
          new Paragraph({ heading: HeadingLevel.HEADING_1, children: [new TextRun('Tax Invoice')] }),
          table(
            [
              ['Invoice Number:', bill.invoice_number ?? ''],
              ['Invoice Date:', day(bill.invoice_date)],
              ['Due Date:', day(bill.due_date)],
              ['PO Number:', bill.po_number ?? ''],
              ['Payment Terms:', bill.payment_terms ?? ''],
              ['Currency:', bill.currency ?? ''],
            ].map((texts) => row(texts, { widths: head, borders: false })),
            head,
          ),
          line(''),
          line('Bill To', { bold: true, color: teal }),
          line('Kangaroo Freight Express Pty Ltd'),
          line('220 Port Road, Hindmarsh SA 5007'),
          line(''),
          table(
            [
              row(['Description', 'Qty', 'Unit Price', 'GST', 'Amount'], {
                widths: columns,
                bold: true,
                fill: 'CCFBF1',
              }),
              ...items.map(({ description, quantity, unit_price, amount }) =>
                row([description, number(quantity), dollars(unit_price), '10%', dollars(amount)], {
                  widths: columns,
                }),
              ),
              row(['', '', '', 'Subtotal', dollars(bill.subtotal)], { widths: columns }),
              row(['', '', '', 'GST 10%', dollars(bill.tax)], { widths: columns }),
              row(['', '', '', 'Total', dollars(bill.total_amount)], { widths: columns, bold: true }),
            ],
            columns,
          ),
          line(''),
          line('Please pay by bank transfer: BSB 000-000, account 00000000.'),
        ],
      },
    ],
  });
  return storedZip(await Packer.toBuffer(document), '2026-11-03T09:00:00Z');
}
