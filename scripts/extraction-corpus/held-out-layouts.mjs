// How the invoices of held-out.mjs look. A layout places what the document says; it adds no words of its own.
import { Sheet } from './sheet.mjs';

/**
 * An invoice whose texts are ready to print.
 * @typedef {object} Page
 * @property {number} width
 * @property {number} height
 * @property {string} vendor
 * @property {readonly string[]} trade lines below the name: what the firm does
 * @property {readonly string[]} sender
 * @property {readonly string[]} customer
 * @property {readonly string[]} delivery
 * @property {string} title
 * @property {readonly (readonly [string, string])[]} meta
 * @property {readonly string[]} intro
 * @property {readonly string[]} heads
 * @property {readonly Line[]} lines
 * @property {readonly (readonly string[])[]} taxTable
 * @property {readonly (readonly [string, string])[]} totals the last one is what is to be paid
 * @property {readonly string[]} notes
 * @property {readonly (readonly string[])[]} footer columns
 * @property {readonly [string, string]} carried at the foot of a page, and at the head of the next
 * @property {string} pageOf
 * @property {readonly string[]} annex a second page of text
 */
/**
 * A row of the table; one without an amount is the heading of a group.
 * @typedef {{ description: string, cells: readonly string[] | null }} Line
 */

/** @typedef {(page: Page) => Promise<Buffer>} Draw */

/** @typedef {{ x?: number, right?: number }} Column */

/** @param {Sheet} sheet @param {readonly (readonly string[])[]} columns @param {number} [left] */
function foot(sheet, columns, left = 50) {
  const y = sheet.height - 72;
  sheet.rule(left, y - 6, sheet.width - 50);
  const step = (sheet.width - left - 50) / Math.max(columns.length, 1);
  columns.forEach((lines, i) => sheet.block(lines, { x: left + i * step, y, size: 7, leading: 9.5 }));
}

/**
 * A row whose first cell may have further lines.
 * @param {Sheet} sheet @param {readonly string[]} cells @param {readonly Column[]} columns @param {number} y
 * @param {{ size?: number, bold?: boolean }} [style]
 * @returns {number} where the next row may begin
 */
function row(sheet, cells, columns, y, { size = 9, bold = false } = {}) {
  let lines = 1;
  cells.forEach((cell, i) => {
    const parts = cell.split('\n');
    lines = Math.max(lines, parts.length);
    parts.forEach((part, k) => {
      if (part) sheet.put(part, { ...columns[i], y: y + 12 * k, size: k > 0 ? size - 0.5 : size, bold });
    });
  });
  return y + 12 * lines;
}

/** @param {Sheet} sheet @param {Page['totals']} totals @param {number} x @param {number} right @param {number} y */
function sums(sheet, totals, x, right, y) {
  totals.forEach(([label, value], i) => {
    const last = i === totals.length - 1;
    if (last) sheet.rule(x, y - 3, right);
    sheet.put(label, { x, y, bold: last, size: last ? 10.5 : 9.5 });
    sheet.put(value, { right, y, bold: last, size: last ? 10.5 : 9.5 });
    y += last ? 20 : 15;
  });
  return y;
}

/** The bill of a provider: a box with what is to be paid, charges by group, a second page of notes. @type {Draw} */
async function utility(page) {
  const sheet = new Sheet(page);
  const right = page.width - 50;
  sheet.put(page.vendor, { x: 50, y: 42, size: 19, bold: true });
  sheet.block(page.sender, { x: 50, y: 68, size: 8, leading: 10.5 });
  page.meta.forEach(([label, value], i) => {
    sheet.put(label, { x: 345, y: 118 + i * 14, size: 9, grey: true });
    sheet.put(value, { right, y: 118 + i * 14, size: 9 });
  });
  sheet.block(page.customer, { x: 50, y: 140 });
  let y = 244;
  sheet.put(page.title, { x: 50, y, size: 15, bold: true });
  y += 28;
  sheet.block(page.intro, { x: 50, y, leading: 13 });
  y += page.intro.length * 13 + 14;
  const columns = [{ x: 50 }, { x: 300 }, { right }];
  row(sheet, page.heads, columns, y, { bold: true });
  sheet.rule(50, y + 13, right);
  y += 19;
  for (const { description, cells } of page.lines) {
    if (!cells) y += 4;
    y = row(sheet, [description, ...(cells ?? [])], columns, y, { bold: !cells }) + 4;
  }
  sheet.rule(50, y, right);
  y = sums(sheet, page.totals, 300, right, y + 9) + 10;
  sheet.block(page.notes, { x: 50, y, size: 9, leading: 12.5 });
  foot(sheet, page.footer);
  sheet.put(page.pageOf.replace('#', '1'), { right, y: page.height - 26, size: 7 });
  sheet.newPage();
  sheet.put(page.vendor, { x: 50, y: 42, size: 12, bold: true });
  sheet.block(page.annex, { x: 50, y: 90, size: 9, leading: 14 });
  sheet.put(page.pageOf.replace('#', '2'), { right, y: page.height - 26, size: 7 });
  return sheet.bytes();
}

/** A letter of somebody who works alone: no box of labels, much in sentences. @type {Draw} */
async function letter(page) {
  const sheet = new Sheet({ ...page, serif: true });
  const right = page.width - 70;
  sheet.put(page.vendor, { right, y: 50, size: 16, bold: true });
  page.trade.forEach((line, i) => sheet.put(line, { right, y: 70 + i * 12, size: 9.5 }));
  sheet.block(page.sender, { x: page.width - 210, y: 100, size: 9, leading: 12 });
  sheet.block(page.customer, { x: 70, y: 150, size: 10.5, leading: 14 });
  let y = 232;
  for (const [label, value] of page.meta) {
    sheet.put(`${label} ${value}`.trim(), { right, y, size: 10.5 });
    y += 14;
  }
  y += 16;
  sheet.put(page.title, { x: 70, y, size: 13, bold: true });
  y += 28;
  sheet.block(page.intro, { x: 70, y, size: 10.5, leading: 14 });
  y += page.intro.length * 14 + 14;
  const columns = [{ x: 70 }, { right: right - 165 }, { right: right - 82 }, { right }];
  row(sheet, page.heads, columns, y, { size: 10, bold: true });
  sheet.rule(70, y + 14, right);
  y += 20;
  for (const { description, cells } of page.lines) {
    y = row(sheet, [description, ...(cells ?? [])], columns, y, { size: 10 }) + 5;
  }
  sheet.rule(70, y, right);
  y = sums(sheet, page.totals, right - 215, right, y + 8) + 14;
  sheet.block(page.notes, { x: 70, y, size: 10.5, leading: 14 });
  page.footer.forEach((lines, i) =>
    sheet.put(lines.join(' · '), { center: page.width / 2, y: page.height - 52 + i * 11, size: 8 }),
  );
  return sheet.bytes();
}

/** What a subscription on the web sends: title, parties side by side, what is due in large letters. @type {Draw} */
async function subscription(page) {
  const sheet = new Sheet(page);
  const right = page.width - 45;
  sheet.put(page.title, { x: 45, y: 44, size: 20, bold: true });
  sheet.put(page.vendor, { right, y: 48, size: 13, bold: true, grey: true });
  page.meta.forEach(([label, value], i) => {
    sheet.put(label, { x: 45, y: 82 + i * 14, size: 9, bold: true });
    sheet.put(value, { x: 165, y: 82 + i * 14, size: 9 });
  });
  const parties = 96 + page.meta.length * 14;
  sheet.put(page.vendor, { x: 45, y: parties, size: 9, bold: true });
  sheet.block(page.sender, { x: 45, y: parties + 13, size: 9, leading: 12.5 });
  page.customer.forEach((line, i) =>
    sheet.put(line, { x: 310, y: parties + 12.7 * i, size: 9, bold: i === 0 }),
  );
  let y = parties + 13 * Math.max(page.sender.length + 1, page.customer.length) + 22;
  page.intro.forEach((line, i) => {
    sheet.put(line, { x: 45, y, size: i === 0 ? 14 : 9, bold: i === 0 });
    y += i === 0 ? 24 : 14;
  });
  y += 14;
  const withTax = page.heads.length === 5;
  const columns = [
    { x: 45 },
    { right: withTax ? 340 : 370 },
    { right: withTax ? 420 : 465 },
    ...(withTax ? [{ right: 475 }] : []),
    { right },
  ];
  row(sheet, page.heads, columns, y, { size: 8 });
  sheet.rule(45, y + 12, right);
  y += 18;
  for (const { description, cells } of page.lines) {
    y = row(sheet, [description, ...(cells ?? [])], columns, y) + 6;
  }
  y = sums(sheet, page.totals, 310, right, y + 12) + 16;
  sheet.block(page.notes, { x: 45, y, size: 8.5, leading: 12 });
  page.footer.forEach((lines, i) =>
    sheet.put(lines.join(' · '), { x: 45, y: page.height - 48 + i * 10, size: 7.5 }),
  );
  sheet.put(page.pageOf.replace('#', '1'), { right, y: page.height - 38, size: 7.5 });
  return sheet.bytes();
}

/** A letterhead with a box of labels above their values, positions with units, groups of work. @type {Draw} */
async function craft(page) {
  const sheet = new Sheet(page);
  const right = page.width - 50;
  sheet.put(page.vendor, { right, y: 40, size: 17, bold: true });
  page.trade.forEach((line, i) => sheet.put(line, { right, y: 62 + i * 11, size: 8.5 }));
  sheet.put([page.vendor, ...page.sender].join(' · '), { x: 50, y: 118, size: 6.5 });
  sheet.rule(50, 128, 290);
  sheet.block(page.customer, { x: 50, y: 136, size: 10 });
  let y = 226;
  sheet.put(page.title, { x: 50, y, size: 14, bold: true });
  y += 26;
  const step = (right - 50) / page.meta.length;
  sheet.pdf
    .rect(50, y - 5, right - 50, 34)
    .lineWidth(0.6)
    .stroke('#101418');
  page.meta.forEach(([label, value], i) => {
    sheet.put(label, { x: 56 + i * step, y, size: 7, grey: true });
    sheet.put(value, { x: 56 + i * step, y: y + 12, size: 9 });
  });
  y += 42;
  sheet.block(page.intro, { x: 50, y });
  y += page.intro.length * 13 + 10;
  const columns = [{ x: 78 }, { right: 345 }, { x: 353 }, { right: right - 78 }, { right }];
  const [position = '', ...heads] = page.heads;
  sheet.put(position, { x: 50, y, size: 8.5, bold: true });
  row(sheet, heads, columns, y, { size: 8.5, bold: true });
  sheet.rule(50, y + 12, right);
  y += 18;
  let at = 0;
  for (const { description, cells } of page.lines) {
    if (cells) sheet.put(String((at += 1)), { x: 50, y, size: 9 });
    y = row(sheet, [description, ...(cells ?? [])], columns, y, { bold: !cells }) + 5;
  }
  sheet.rule(50, y, right);
  y = sums(sheet, page.totals, 330, right, y + 8) + 8;
  sheet.block(page.notes, { x: 50, y, size: 9, leading: 12.5 });
  foot(sheet, page.footer);
  return sheet.bytes();
}

/** Goods over two pages: numbers of articles, discounts, what is carried over, tax by rate. @type {Draw} */
async function wholesale(page) {
  const sheet = new Sheet(page);
  const right = page.width - 42;
  const columns = [
    { x: 42 },
    { x: 100 },
    { right: 335 },
    { x: 343 },
    { right: 430 },
    { right: 474 },
    { right },
  ];
  const bottom = page.height - 110;
  let number = 1;
  const begin = () => {
    sheet.put(page.vendor, { x: 42, y: 36, size: 15, bold: true });
    sheet.block(page.sender, { x: 42, y: 56, size: 8, leading: 10 });
    sheet.put(page.pageOf.replace('#', String(number)), { right, y: 38, size: 8 });
    foot(sheet, page.footer, 42);
  };
  const head = (/** @type {number} */ y) => {
    sheet.rule(42, y - 4, right);
    row(sheet, page.heads, columns, y, { size: 8, bold: true });
    sheet.rule(42, y + 11, right);
    return y + 17;
  };
  begin();
  const left = page.meta.slice(0, Math.ceil(page.meta.length / 2));
  sheet.block(page.customer, { x: 42, y: 118, size: 9.5 });
  sheet.block(page.delivery, { x: 330, y: 118, size: 9.5 });
  sheet.put(page.title, { x: 42, y: 204, size: 16, bold: true });
  left.forEach(([label, value], i) => {
    sheet.put(label, { x: 42, y: 232 + i * 14, size: 9 });
    sheet.put(value, { x: 150, y: 232 + i * 14, size: 9, bold: i === 0 });
  });
  page.meta.slice(left.length).forEach(([label, value], i) => {
    sheet.put(label, { x: 330, y: 232 + i * 14, size: 9 });
    sheet.put(value, { x: 440, y: 232 + i * 14, size: 9 });
  });
  let y = head(232 + left.length * 14 + 18);
  let carried = '';
  for (const { description, cells } of page.lines) {
    if (y > bottom - 130) {
      sheet.put(page.carried[0], { x: 330, y: y + 4, size: 8.5 });
      sheet.put(carried, { right, y: y + 4, size: 8.5 });
      sheet.newPage();
      number += 1;
      begin();
      y = head(122);
      sheet.put(page.carried[1], { x: 330, y, size: 8.5 });
      sheet.put(carried, { right, y, size: 8.5 });
      y += 18;
    }
    const [article = '', ...rest] = cells ?? [];
    carried = rest.pop() ?? '';
    y = row(sheet, [article, description, ...rest], columns, y, { size: 8.5 }) + 5;
  }
  sheet.rule(42, y, right);
  y += 10;
  const sumsEnd = sums(sheet, page.totals, 330, right, y);
  page.taxTable.forEach((cells, i) =>
    row(sheet, cells, [{ x: 42 }, { right: 160 }, { right: 240 }], y + i * 13, { size: 8.5, bold: i === 0 }),
  );
  sheet.block(page.notes, { x: 42, y: sumsEnd + 12, size: 8.5, leading: 12 });
  return sheet.bytes();
}

/** @type {Readonly<Record<'utility' | 'letter' | 'subscription' | 'craft' | 'wholesale', Draw>>} */
export const HELD_OUT_LAYOUTS = { utility, letter, subscription, craft, wholesale };
