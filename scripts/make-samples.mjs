// Writes the sample documents in examples/. The same bytes every time: fixed dates, no compression (whose output
// depends on the version of zlib), and an encryption whose keys follow from the file alone.
// Companies, people and numbers are invented.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import PDFDocument from 'pdfkit';

const examples = join(dirname(dirname(fileURLToPath(import.meta.url))), 'examples');

/**
 * @param {PDFKit.PDFDocumentOptions} options
 * @param {(pdf: PDFKit.PDFDocument) => void} draw
 * @returns {Promise<Buffer>}
 */
async function pdf(options, draw) {
  const created = new Date('2026-11-03T09:00:00Z');
  const document = new PDFDocument({
    margin: 0,
    compress: false,
    ...options,
    info: { Creator: 'RecordEngine samples', CreationDate: created, ModDate: created, ...options.info },
  });
  /** @type {Buffer[]} */
  const chunks = [];
  document.on('data', (chunk) => chunks.push(chunk));
  const ended = new Promise((resolve) => document.on('end', resolve));
  draw(document);
  document.end();
  await ended;
  return Buffer.concat(chunks);
}

/**
 * One line of text at a place; `right` aligns it to end there.
 * @param {PDFKit.PDFDocument} pdf
 * @param {string} text
 * @param {{ x?: number, right?: number, center?: number, y: number, size?: number, font?: string, color?: string }} at
 */
function put(pdf, text, { x, right, center, y, size = 10, font = 'Helvetica', color = '#1c2430' }) {
  pdf.font(font).fontSize(size).fillColor(color);
  const width = pdf.widthOfString(text);
  const left = right !== undefined ? right - width : center !== undefined ? center - width / 2 : (x ?? 0);
  pdf.text(text, left, y, { lineBreak: false });
}

const BOLD = 'Helvetica-Bold';

/** United States, letter paper: labels left of their values, ruled table, boxed totals. */
function usInvoice() {
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

/** Continental Europe, A4: labels above their values, euros with decimal commas, no rules but one. */
function euInvoice() {
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

/** United Kingdom, A4, two pages: stacked column heads, long descriptions, a discount, dates in words. */
function gbInvoice() {
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

const receipt = `\
Mara Okonjo
Translation and Subtitling
17 Larch Lane, Bristol BS6 5QA
mara@okonjo-words.example

                                RECEIPT

Receipt No:    R-0457                    Date:  03 Nov 2026
Currency:      EUR                       Payment terms:  Paid by card

Bill to:
  Studio Halcyon SARL
  9 rue des Tanneurs, 59000 Lille

Description                          Qty      Rate       Amount
----------------------------------------------------------------
Subtitles, episode 1 (English)        42     11.50       483.00
Subtitles, episode 2 (English)        38     11.50       437.00
Proofreading                         3.5     40.00       140.00

                                      Subtotal        1,060.00
                                      VAT 0%              0.00
                                      Total           1,060.00

Reverse charge: VAT to be accounted for by the recipient.
`;

const letter = `\
Fernhill Property Management Ltd
2 Castle Square
Ludlow SY8 1AS

14 October 2026

Ms Priya Raman
Flat 3, Mill House
Ludlow SY8 2BN

Subject: Works to the roof of Mill House

Dear Ms Raman,

As agreed at the meeting of residents, the slates on the north side will be replaced in spring.
The lowest of three tenders was £18,420.00, of which your share is £3,070.00. Nothing is payable
before the works begin, and you will receive at least eight weeks' notice.

Scaffolding will stand in the courtyard for about five weeks. Please let us know by the end of
November whether you need access for deliveries during that time.

Yours sincerely,

Tom Abernathy
Fernhill Property Management Ltd
`;

await mkdir(examples, { recursive: true });
const eu = await euInvoice();
const catalog = eu.indexOf('/Type /Catalog');
/** @type {Record<string, Buffer | string>} */
const samples = {
  'invoice-us.pdf': await usInvoice(),
  'invoice-eu.pdf': eu,
  'invoice-gb-two-pages.pdf': await gbInvoice(),
  'receipt.txt': receipt,
  'letter.txt': letter,
  // Cut off before the catalog, as by a broken download.
  'damaged.pdf': eu.subarray(0, Math.min(catalog, Math.floor(eu.length * 0.6))),
  'encrypted.pdf': await pdf(
    {
      size: 'A4',
      pdfVersion: '1.4',
      userPassword: 'a password nobody was told',
      ownerPassword: 'another one',
    },
    (page) => put(page, 'Invoice 4711', { x: 57, y: 60, size: 20 }),
  ),
};
if (process.argv.includes('--check')) {
  for (const [name, content] of Object.entries(samples)) {
    const committed = await readFile(join(examples, name)).catch(() => Buffer.alloc(0));
    if (committed.equals(Buffer.from(content))) continue;
    console.error(`examples/${name} is not what this script makes: run it and commit the result`);
    process.exitCode = 1;
  }
} else {
  for (const [name, content] of Object.entries(samples)) await writeFile(join(examples, name), content);
  console.log(`wrote ${Object.keys(samples).length} samples to examples/`);
}
