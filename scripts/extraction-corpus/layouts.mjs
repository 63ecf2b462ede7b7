import { Sheet } from './sheet.mjs';

/**
 * @typedef {import('./invoice.mjs').Invoice} Invoice
 * @typedef {object} Layout
 * @property {import('./invoice.mjs').Contents[]} contents in turn
 * @property {'pdf' | 'txt'} extension
 * @property {(invoice: Invoice) => Promise<Buffer | string>} draw
 *
 * @typedef {object} TableOptions
 * @property {number} y where it begins
 * @property {number} [left]
 * @property {number} [right]
 * @property {boolean} [position] the columns that not every table has: position, unit, rate of tax
 * @property {boolean} [unit]
 * @property {boolean} [rate]
 * @property {boolean} [rules]
 * @property {number} [size] of the font
 * @property {boolean} [marks] currencies on every line
 * @property {number} [bottom] where a page is full
 * @property {number} [leading]
 * @property {(y: number, sum: number) => number} [onBreak] begins the next page, and says where its heads are
 */

/** @param {Invoice} invoice @returns {[string, string][]} the pairs that a layout prints with labels */
export function head(invoice) {
  const { label, fields, kind } = invoice;
  /** @type {[string, string][]} */
  const pairs = [
    [label(kind === 'credit' ? 'creditNumber' : 'number'), invoice.number],
    [label('date'), invoice.date(fields.invoice_date)],
  ];
  if (fields.due_date && invoice.dueIn === 'label') pairs.push([label('due'), invoice.date(fields.due_date)]);
  if (fields.po_number) pairs.push([label('order'), fields.po_number]);
  return pairs;
}

/** @param {Invoice} invoice @returns {[string, string][]} */
export function totals(invoice) {
  const { label, fields, money } = invoice;
  /** @type {[string, string][]} */
  const rows = [[label('subtotal'), money(fields.subtotal ?? '')]];
  if (invoice.discount) rows.push([label('discount'), money(invoice.discount)]);
  if (invoice.shipping) rows.push([label('shipping'), money(invoice.shipping)]);
  if (fields.tax !== null) {
    for (const { rate, amount } of invoice.taxLines) rows.push([taxLabel(invoice, rate), money(amount)]);
  }
  rows.push([label('total'), money(fields.total_amount)]);
  return rows;
}

/** @param {Invoice} invoice @param {number} rate */
export function taxLabel(invoice, rate) {
  return invoice.taxLabel.replace('%', String(rate));
}

/** @param {{ name: string, street: string, place: string, country: string }} party */
export function address({ name, street, place, country }) {
  return [name, street, place, country];
}

/**
 * @param {Sheet} sheet
 * @param {Invoice} invoice
 * @param {TableOptions} options
 * @returns {number} where the table ends
 */
export function table(sheet, invoice, options) {
  const {
    left = 50,
    right = 545,
    position,
    unit,
    rate,
    rules,
    size = 9,
    marks,
    bottom = 10_000,
    leading = 20,
    onBreak,
  } = options;
  const { columns, items } = invoice;
  const money = marks ? invoice.money : invoice.plainNumber;
  const description = position ? left + 34 : left;
  const x = { quantity: right - 215, unit: right - 205, price: right - 100, rate: right - 150 };
  const heads = (/** @type {number} */ y) => {
    if (position) sheet.put(columns['position'] ?? '', { x: left, y, size, bold: true });
    sheet.put(columns['description'] ?? '', { x: description, y, size, bold: true });
    sheet.put(columns['quantity'] ?? '', { right: x.quantity, y, size, bold: true });
    if (unit) sheet.put(columns['unit'] ?? '', { x: x.unit, y, size, bold: true });
    sheet.put(columns['price'] ?? '', { right: rate ? x.rate + 25 : x.price + 20, y, size, bold: true });
    if (rate) sheet.put(columns['rate'] ?? '', { right: x.price + 30, y, size, bold: true });
    sheet.put(columns['amount'] ?? '', { right, y, size, bold: true });
    if (rules) sheet.rule(left, y + size + 4, right);
    return y + size + 11;
  };
  let y = heads(options.y);
  let sum = 0;
  items.forEach((item, i) => {
    if (y > bottom && onBreak) y = heads(onBreak(y, sum));
    if (position) sheet.put(String(i + 1), { x: left, y, size });
    sheet.put(item.description, { x: description, y, size });
    sheet.put(item.quantity, { right: x.quantity, y, size });
    if (unit) sheet.put('h', { x: x.unit, y, size });
    sheet.put(money(item.price), { right: rate ? x.rate + 25 : x.price + 20, y, size });
    if (rate) sheet.put(`${item.rate} %`, { right: x.price + 30, y, size });
    sheet.put(money(item.amount), { right, y, size });
    if (item.more) sheet.put(item.more, { x: description, y: (y += size + 3), size });
    y += leading;
    sum += Math.round(Number(item.amount) * 100);
    if (rules) sheet.rule(left, y - 6, right);
  });
  return y;
}

/**
 * @param {Sheet} sheet
 * @param {readonly (readonly [string, string])[]} rows
 * @param {{ x: number, right: number, y: number, size?: number }} at
 */
export function rowsOf(sheet, rows, { x, right, y, size = 9.5 }) {
  rows.forEach(([label, value], i) => {
    const bold = i === rows.length - 1;
    sheet.put(label, { x, y: y + i * (size + 6), size, bold });
    sheet.put(value, { right, y: y + i * (size + 6), size, bold });
  });
  return y + rows.length * (size + 6);
}

/** @param {Sheet} sheet @param {Invoice} invoice @param {number} x @param {number} y */
export function payment(sheet, invoice, x, y) {
  const { label, fields } = invoice;
  if (fields.payment_terms !== null) {
    sheet.put(invoice.termsIn === 'text' ? invoice.termsText : `${label('terms')}: ${invoice.termsText}`, {
      x,
      y,
    });
  }
  if (invoice.reverseCharge) sheet.put(invoice.reverseCharge, { x, y: y + 16 });
}

/** The layouts that the rules were written with. @type {Readonly<Record<string, Layout>>} */
export const LAYOUTS = {
  'labels left, ruled table': {
    contents: [{}, { second: true, adjusted: true }],
    extension: 'pdf',
    draw(invoice) {
      const { vendor, customer } = invoice;
      const sheet = new Sheet();
      sheet.put(vendor.name, { x: 50, y: 42, size: 17, bold: true });
      sheet.block([vendor.street, vendor.place, vendor.email], { x: 50, y: 66 });
      sheet.put(invoice.title, { right: 545, y: 42, size: 22, bold: true });
      head(invoice).forEach(([label, value], i) => {
        sheet.put(`${label}:`, { x: 340, y: 84 + i * 15, bold: true });
        sheet.put(value, { x: 460, y: 84 + i * 15 });
      });
      sheet.put(invoice.label('customer'), { x: 50, y: 150, bold: true });
      sheet.block(address(customer), { x: 50, y: 165 });
      const y = table(sheet, invoice, { y: 250, rules: true, marks: true });
      const end = rowsOf(sheet, totals(invoice), { x: 370, right: 545, y: y + 10 });
      payment(sheet, invoice, 50, end + 30);
      return sheet.bytes();
    },
  },
  'labels above values': {
    contents: [{}, { second: true, terms: 'none' }],
    extension: 'pdf',
    draw(invoice) {
      const { vendor, customer } = invoice;
      const sheet = new Sheet({ serif: true });
      sheet.put(vendor.name, { center: 297, y: 40, size: 18, bold: true });
      sheet.put(`${vendor.street}, ${vendor.place}`, { center: 297, y: 64, size: 8.5 });
      sheet.block(address(customer), { x: 57, y: 120 });
      sheet.put(invoice.title, { x: 57, y: 210, size: 20, bold: true });
      head(invoice).forEach(([label, value], i) => {
        sheet.put(label, { x: 57 + i * 122, y: 248, size: 7.5, grey: true });
        sheet.put(value, { x: 57 + i * 122, y: 260, size: 10 });
      });
      sheet.put(invoice.wording.greeting, { x: 57, y: 292 });
      const y = table(sheet, invoice, { left: 57, right: 538, y: 320, position: true });
      const end = rowsOf(sheet, totals(invoice), { x: 330, right: 538, y: y + 10 });
      payment(sheet, invoice, 57, end + 24);
      return sheet.bytes();
    },
  },
  'two-column head, totals on the left': {
    contents: [{ taxes: 'two' }, { order: false }],
    extension: 'pdf',
    draw(invoice) {
      const { vendor, customer } = invoice;
      const sheet = new Sheet();
      sheet.put(invoice.title, { x: 50, y: 36, size: 24, bold: true });
      sheet.put(vendor.name, { x: 50, y: 76, bold: true, size: 11 });
      sheet.block([vendor.street, vendor.place, vendor.country, vendor.email], { x: 50, y: 91 });
      sheet.put(invoice.label('customer'), { x: 300, y: 76, bold: true, size: 11 });
      sheet.block(address(customer), { x: 300, y: 91 });
      const pairs = head(invoice);
      pairs.forEach(([label, value], i) => {
        const x = i % 2 ? 300 : 50;
        const y = 170 + Math.floor(i / 2) * 18;
        sheet.put(label, { right: x + 110, y, grey: true });
        sheet.put(value, { x: x + 118, y });
      });
      const y = table(sheet, invoice, { y: 235, rate: true, position: true });
      const end = rowsOf(sheet, totals(invoice), { x: 50, right: 270, y: y + 12 });
      payment(sheet, invoice, 50, end + 24);
      return sheet.bytes();
    },
  },
  'address window (DIN 5008)': {
    contents: [{ terms: 'text' }, { due: 'text', second: true }],
    extension: 'pdf',
    draw(invoice) {
      const { vendor, customer, fields, wording } = invoice;
      const sheet = new Sheet();
      sheet.put(`${vendor.name} · ${vendor.street} · ${vendor.place}`, {
        x: 57,
        y: 128,
        size: 6.5,
        grey: true,
      });
      sheet.block(address(customer), { x: 57, y: 144 });
      const pairs = head(invoice);
      pairs.push([invoice.label('customerNumber'), invoice.customerNumber]);
      pairs.forEach(([label, value], i) => {
        sheet.put(label, { x: 355, y: 144 + i * 14 });
        sheet.put(value, { x: 455, y: 144 + i * 14 });
      });
      sheet.put(invoice.title, { x: 57, y: 262, size: 14, bold: true });
      sheet.put(wording.greeting, { x: 57, y: 288 });
      const y = table(sheet, invoice, {
        left: 57,
        right: 538,
        y: 312,
        position: true,
        unit: true,
        rules: true,
      });
      const end = rowsOf(sheet, totals(invoice), { x: 340, right: 538, y: y + 8 });
      payment(sheet, invoice, 57, end + 20);
      if (invoice.dueIn === 'text' && fields.due_date) {
        sheet.put(String(wording.dueInText[0]).replace('#', invoice.date(fields.due_date)), {
          x: 57,
          y: end + 52,
        });
      }
      sheet.rule(57, 776, 538);
      sheet.block([vendor.name, vendor.street, vendor.place], { x: 57, y: 784, size: 7, leading: 10 });
      sheet.block([`${wording.phone} +49 251 555 0190`, vendor.email], {
        x: 220,
        y: 784,
        size: 7,
        leading: 10,
      });
      sheet.block(['IBAN DE02 1203 0000 0000 2020 51', 'BIC BYLADEM1001'], {
        x: 380,
        y: 784,
        size: 7,
        leading: 10,
      });
      return sheet.bytes();
    },
  },
  'several pages, carried forward': {
    contents: [
      { lines: [48, 70], second: true },
      { lines: [42, 60], taxes: 'two' },
    ],
    extension: 'pdf',
    draw(invoice) {
      const { vendor, customer } = invoice;
      const sheet = new Sheet();
      let page = 1;
      sheet.put(vendor.name, { x: 50, y: 40, size: 15, bold: true });
      sheet.block([vendor.street, vendor.place], { x: 50, y: 62 });
      sheet.put(invoice.title, { right: 545, y: 40, size: 18, bold: true });
      sheet.put(invoice.label('customer'), { x: 50, y: 110, bold: true });
      sheet.block(address(customer), { x: 50, y: 124 });
      head(invoice).forEach(([label, value], i) => {
        sheet.put(label, { x: 345, y: 110 + i * 14, bold: true });
        sheet.put(value, { x: 460, y: 110 + i * 14 });
      });
      const foot = () => sheet.put(`${invoice.label('page')} ${page}`, { right: 545, y: 815, size: 8 });
      const y = table(sheet, invoice, {
        y: 200,
        position: true,
        bottom: 735,
        leading: 18,
        onBreak(y, sum) {
          sheet.put(invoice.label('carried'), { x: 84, y: y + 4, size: 9 });
          sheet.put(invoice.plainNumber(invoice.cents(sum)), { right: 545, y: y + 4, size: 9 });
          foot();
          sheet.newPage();
          page++;
          sheet.put(`${vendor.name}`, { x: 50, y: 36, size: 9, grey: true });
          sheet.put(invoice.label('brought'), { x: 84, y: 60, size: 9 });
          sheet.put(invoice.plainNumber(invoice.cents(sum)), { right: 545, y: 60, size: 9 });
          return 84;
        },
      });
      const end = rowsOf(sheet, totals(invoice), { x: 360, right: 545, y: y + 8, size: 9 });
      payment(sheet, invoice, 50, Math.min(end + 14, 800));
      foot();
      return sheet.bytes();
    },
  },
  'reverse charge, dates in running text': {
    contents: [
      { taxes: 'reverse', due: 'text', terms: 'none', order: false },
      { taxes: 'reverse', terms: 'text', due: 'none', order: false },
    ],
    extension: 'pdf',
    draw(invoice) {
      const { vendor, customer, fields, wording } = invoice;
      const sheet = new Sheet({ serif: true });
      sheet.put(vendor.name, { right: 540, y: 40, size: 14, bold: true });
      [vendor.street, vendor.place, vendor.country, vendor.email].forEach((line, i) =>
        sheet.put(line, { right: 540, y: 60 + i * 13 }),
      );
      sheet.block(address(customer), { x: 60, y: 130 });
      const heading = String(wording.datedHeading[0])
        .replace('#', invoice.number)
        .replace('@', invoice.date(fields.invoice_date));
      sheet.put(heading, { x: 60, y: 225, size: 14, bold: true });
      sheet.put(wording.greeting, { x: 60, y: 255 });
      const y = table(sheet, invoice, { left: 60, right: 540, y: 285, unit: true, marks: true });
      const end = rowsOf(sheet, totals(invoice), { x: 360, right: 540, y: y + 8 });
      payment(sheet, invoice, 60, end + 24);
      if (fields.due_date) {
        const sentence = String(wording.dueInText.at(-1)).replace('#', invoice.date(fields.due_date));
        sheet.put(sentence, { x: 60, y: end + 60 });
      }
      return sheet.bytes();
    },
  },
  'credit note': {
    contents: [
      { kind: 'credit', due: 'none', terms: 'none', order: false },
      { kind: 'credit', due: 'none', terms: 'none' },
    ],
    extension: 'pdf',
    draw(invoice) {
      const { vendor, customer } = invoice;
      const sheet = new Sheet();
      sheet.put(vendor.name, { x: 50, y: 40, size: 16, bold: true });
      sheet.block([vendor.street, vendor.place, vendor.email], { x: 50, y: 62 });
      sheet.put(invoice.title, { x: 50, y: 120, size: 18, bold: true });
      sheet.put(invoice.label('customer'), { x: 50, y: 160, bold: true });
      sheet.block(address(customer), { x: 50, y: 174 });
      const pairs = [...head(invoice), [invoice.label('original'), '2025-77120']];
      pairs.forEach(([label = '', value = ''], i) =>
        sheet.put(`${label}: ${value}`, { x: 330, y: 160 + i * 15 }),
      );
      const y = table(sheet, invoice, { y: 250, rules: true });
      rowsOf(sheet, totals(invoice), { x: 360, right: 545, y: y + 10 });
      return sheet.bytes();
    },
  },
  'till receipt': {
    contents: [
      { kind: 'receipt', taxes: 'included', due: 'none', terms: 'none', order: false, lines: [2, 7] },
      { kind: 'receipt', taxes: 'included', due: 'none', terms: 'none', order: false, lines: [3, 9] },
    ],
    extension: 'pdf',
    draw(invoice) {
      const { vendor, fields, label } = invoice;
      const sheet = new Sheet({ width: 226, height: 480 });
      const size = 8;
      sheet.put(vendor.name, { center: 113, y: 14, size: 11, bold: true });
      sheet.put(vendor.street, { center: 113, y: 30, size });
      sheet.put(vendor.place, { center: 113, y: 41, size });
      sheet.put(`${invoice.wording.phone} 0251 5550190`, { center: 113, y: 52, size });
      if (invoice.title) sheet.put(invoice.title, { center: 113, y: 68, size: 10, bold: true });
      sheet.put(`${label('receiptNumber')}: ${invoice.number}`, { x: 10, y: 86, size });
      sheet.put(`${invoice.date(fields.invoice_date)}  ${invoice.time}`, { x: 10, y: 98, size });
      let y = 118;
      for (const item of invoice.items) {
        if (item.quantity !== '1') {
          sheet.put(`${item.quantity} x ${invoice.plainNumber(item.price)}`, { x: 18, y, size });
          y += 11;
        }
        sheet.put(item.description, { x: 10, y, size });
        sheet.put(`${invoice.plainNumber(item.amount)} A`, { right: 216, y, size });
        y += 12;
      }
      sheet.rule(10, y + 1, 216);
      const cash = invoice.cents(
        Math.ceil((Math.round(Number(fields.total_amount) * 100) + 1) / 1000) * 1000,
      );
      const change = invoice.cents(Math.round((Number(cash) - Number(fields.total_amount)) * 100));
      const [tax] = invoice.taxLines;
      rowsOf(
        sheet,
        [
          [
            `${String(invoice.wording.labels['total']?.[0])} ${invoice.locale.currency}`,
            invoice.plainNumber(fields.total_amount),
          ],
          [label('cash'), invoice.plainNumber(cash)],
          [label('change'), invoice.plainNumber(change)],
          [`${label('included')} ${tax?.rate}%`, invoice.plainNumber(tax?.amount ?? '')],
        ],
        { x: 10, right: 216, y: y + 6, size },
      );
      return sheet.bytes();
    },
  },
  'boxed strip of labels': {
    contents: [
      { second: true, adjusted: true },
      { terms: 'text', taxes: 'two' },
    ],
    extension: 'pdf',
    draw(invoice) {
      const { vendor, customer } = invoice;
      const sheet = new Sheet();
      sheet.put(invoice.title, { center: 297, y: 30, size: 20, bold: true });
      sheet.put(vendor.name, { x: 45, y: 66, size: 13, bold: true });
      sheet.put(`${vendor.street}, ${vendor.place}, ${vendor.country}`, { x: 45, y: 84, size: 8.5 });
      sheet.put(vendor.email, { x: 45, y: 96, size: 8.5 });
      sheet.put(invoice.label('customer'), { x: 330, y: 120, bold: true });
      sheet.block(address(customer), { x: 330, y: 134 });
      const pairs = head(invoice);
      const width = 505 / pairs.length;
      pairs.forEach(([label, value], i) => {
        sheet.pdf
          .rect(45 + i * width, 205, width, 34)
          .lineWidth(0.5)
          .stroke('#101418');
        sheet.put(label, { center: 45 + (i + 0.5) * width, y: 209, size: 8, bold: true });
        sheet.put(value, { center: 45 + (i + 0.5) * width, y: 224, size: 9.5 });
      });
      const y = table(sheet, invoice, { left: 45, right: 550, y: 262, rate: true, rules: true, marks: true });
      const end = rowsOf(sheet, totals(invoice), { x: 370, right: 550, y: y + 10 });
      payment(sheet, invoice, 45, end + 26);
      return sheet.bytes();
    },
  },
  'plain text': {
    contents: [{}, { terms: 'none', adjusted: true }],
    extension: 'txt',
    async draw(invoice) {
      const { vendor, customer, columns, fields } = invoice;
      const lines = [
        vendor.name,
        vendor.street,
        vendor.place,
        vendor.email,
        '',
        `${' '.repeat(30)}${invoice.title}`,
        '',
      ];
      for (const [label, value] of head(invoice)) lines.push(`${`${label}:`.padEnd(34)}${value}`);
      if (fields.payment_terms) lines.push(`${`${invoice.label('terms')}:`.padEnd(34)}${invoice.termsText}`);
      lines.push('', `${invoice.label('customer')}:`, ...address(customer).map((line) => `  ${line}`), '');
      const row = (/** @type {string[]} */ [first = '', quantity = '', price = '', amount = '']) =>
        `${first.padEnd(40)}${quantity.padStart(10)}${price.padStart(18)}${amount.padStart(18)}`;
      lines.push(
        row([columns['description'], columns['quantity'], columns['price'], columns['amount']].map(String)),
      );
      lines.push('-'.repeat(86));
      for (const item of invoice.items) {
        lines.push(
          row([
            item.description,
            item.quantity,
            invoice.plainNumber(item.price),
            invoice.plainNumber(item.amount),
          ]),
        );
      }
      lines.push('');
      for (const [label, value] of totals(invoice))
        lines.push(`${' '.repeat(36)}${label.padEnd(30)}${value.padStart(20)}`);
      return `${lines.join('\n')}\n`;
    },
  },
};
