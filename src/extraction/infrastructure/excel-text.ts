import readSheets from 'read-excel-file/universal';
import { UnreadableContent } from '../application/unreadable-content.js';
import type { Row } from '../domain/arrange-rows.js';
import type { DocumentText } from '../domain/document-text.js';
import { numberFormatsOf, shownNumber } from './number-format.js';
import type { OfficePackage } from './office-package.js';
import { storedZip } from './stored-zip.js';
import { TextOfRows } from './text-of-rows.js';
import type { TextLimits } from './text-limits.js';

const PARTS =
  /^(?:\[Content_Types\]\.xml|_rels\/\.rels|xl\/[^/]+\.xml|xl\/_rels\/workbook\.xml\.rels|xl\/worksheets\/[^/]+\.xml)$/;
const SHEET = /^xl\/worksheets\//;
/** Of one sheet, as XML: about 250,000 cells. */
const SHEET_BYTES = 12 * 1024 * 1024;
/** The parser keeps the empty ones too. */
const MOST_CELLS = 8_000_000;
const NUMBER = /<c\b([^<>]*)>(?:<f\b[^<>]*(?:\/>|>[^<]*<\/f>))?<v>([^<]*)<\/v><\/c>/g;

/** Reads all sheets of a workbook, each as a page or several. */
export async function readExcel(file: OfficePackage, limits: TextLimits): Promise<DocumentText> {
  const text = new TextOfRows(limits);
  const parts = new Map<string, string>();
  for (const name of file.names.filter((each) => PARTS.test(each))) {
    const { xml, cut } = await file.xml(name, SHEET.test(name) ? SHEET_BYTES : undefined);
    parts.set(name, cut ? wholeRows(xml) : xml);
    if (cut) text.addNote('Only the first rows of a very large sheet were read.');
  }
  const formats = numberFormatsOf(parts.get('xl/styles.xml') ?? '');
  for (const [name, xml] of parts) {
    if (!SHEET.test(name)) continue;
    refuseExtent(xml);
    parts.set(name, withNumbersShown(xml, formats));
  }
  for (const { data } of await sheetsOf(parts)) {
    text.add(rowsOf(data));
    text.endPage();
  }
  return text.finish();
}

async function sheetsOf(parts: ReadonlyMap<string, string>) {
  const zip = storedZip(parts);
  try {
    return await readSheets(zip.buffer.slice(zip.byteOffset, zip.byteOffset + zip.byteLength));
  } catch {
    throw new UnreadableContent('The workbook could not be read: it is damaged.');
  }
}

function wholeRows(xml: string): string {
  const end = xml.lastIndexOf('</row>');
  if (end < 0) throw new UnreadableContent('The workbook is not read: one row of it is too large.');
  return `${xml.slice(0, end)}</row></sheetData></worksheet>`;
}

/** One cell far out would make the parser fill in millions of empty ones. */
function refuseExtent(xml: string): void {
  let rows = 0;
  let columns = 0;
  for (const [, letters, number] of xml.matchAll(/\br="([A-Z]*)(\d+)"/g)) {
    rows = Math.max(rows, Number(number));
    const column = [...letters!].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
    columns = Math.max(columns, column);
  }
  if (rows * Math.max(1, columns) > MOST_CELLS) {
    throw new UnreadableContent(
      `The workbook is not read: a sheet spans ${rows} rows and ${columns} columns, more than ${MOST_CELLS} cells.`,
    );
  }
}

/** The parser gives bare numbers, so those with a format become text as the format shows it. */
function withNumbersShown(xml: string, formats: string[]): string {
  return xml.replace(NUMBER, (cell, attributes: string, value: string) => {
    if (/\st="(?!n")/.test(attributes)) return cell;
    const style = /\ss="(\d+)"/.exec(attributes)?.[1];
    const number = Number(value);
    const shown =
      style && value && Number.isFinite(number) ? shownNumber(number, formats[Number(style)] ?? '') : null;
    if (shown === null) return cell;
    const escaped = shown.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
    return `<c${attributes.replace(/\st="n"/, '')} t="str"><v>${escaped}</v></c>`;
  });
}

function rowsOf(data: readonly (readonly unknown[])[]): Row[] {
  const rows: Row[] = [];
  for (const values of data) {
    const cells = values
      .map((value, column) => ({ column, text: shown(value) }))
      .filter((cell) => cell.text !== '');
    // One empty row stands for many.
    if (cells.length > 0 || rows.at(-1)?.cells.length) rows.push({ cells, size: 1 });
  }
  return rows;
}

function shown(value: unknown): string {
  if (value instanceof Date) return dateShown(value);
  if (typeof value === 'number') return String(Number(value.toPrecision(15))); // as many digits as Excel keeps
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  return typeof value === 'string' ? value.trim().replace(/\r\n?/g, '\n') : '';
}

/** Spreadsheets keep a time of day as one of a day before 1900. */
function dateShown(value: Date): string {
  if (Number.isNaN(value.getTime())) return '';
  const [date = '', time = ''] = value.toISOString().slice(0, 16).split('T');
  if (value.getUTCFullYear() < 1900) return time;
  return time === '00:00' ? date : `${date} ${time}`;
}
