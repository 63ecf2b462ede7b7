import { constants, crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  name: string;
  content?: string | Uint8Array;
  /** In place of `content`: compressed already. */
  deflated?: Uint8Array;
  /** What the archive says that it unpacks to, when that is to be a lie or `deflated` is given. */
  size?: number;
  /** Its directory record points to this entry's content instead of one of its own. */
  at?: number;
}

/** A ZIP archive as its entries say, sound or not. */
export function zipArchive(entries: ZipEntry[]): Buffer<ArrayBuffer> {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  const offsets: number[] = [];
  let end = 0;
  for (const { name, content = '', deflated, size, at } of entries) {
    const bytes = Buffer.from(content as string);
    const packed = deflated ?? deflateRawSync(bytes, { level: 1 });
    const header = Buffer.alloc(26);
    header.writeUInt16LE(20, 0);
    header.writeUInt16LE(8, 4);
    header.writeUInt32LE(crc32(bytes), 10);
    header.writeUInt32LE(packed.length, 14);
    header.writeUInt32LE(size ?? bytes.length, 18);
    header.writeUInt16LE(Buffer.byteLength(name), 22);
    const record = Buffer.alloc(14);
    record.writeUInt32LE(at === undefined ? end : offsets[at]!, 10);
    offsets.push(end);
    directory.push(Buffer.from('PK\u0001\u0002\u0014\0'), header, record, Buffer.from(name));
    if (at !== undefined) continue;
    const body = Buffer.concat([Buffer.from('PK\u0003\u0004'), header, Buffer.from(name), packed]);
    bodies.push(body);
    end += body.length;
  }
  const records = Buffer.concat(directory);
  const tail = Buffer.alloc(18);
  tail.writeUInt16LE(Math.min(entries.length, 0xffff), 4);
  tail.writeUInt16LE(Math.min(entries.length, 0xffff), 6);
  tail.writeUInt32LE(records.length, 8);
  tail.writeUInt32LE(end, 12);
  return Buffer.concat([...bodies, records, Buffer.from('PK\u0005\u0006'), tail]);
}

/** Deflated data that unpack to `before`, `times` times `block`, and `after`: gigabytes need not be made first. */
export function repeatedDeflated(block: string, times: number, before = '', after = ''): Buffer<ArrayBuffer> {
  const piece = (text: string) => deflateRawSync(text, { finishFlush: constants.Z_FULL_FLUSH });
  const middle = piece(block);
  return Buffer.concat([
    piece(before),
    ...Array.from({ length: times }, () => middle),
    deflateRawSync(after),
  ]);
}

const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

/** The parts of a Word document besides its body. */
export const WORD_FRAME: ZipEntry[] = frame('word/document.xml', 'wordprocessingml.document');
export const WORD_BEGIN =
  '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>';
export const WORD_END = '</w:body></w:document>';

/** The parts of a workbook with one sheet besides that, and the style 1: two decimals. */
export const EXCEL_FRAME: ZipEntry[] = [
  ...frame('xl/workbook.xml', 'spreadsheetml.sheet'),
  {
    name: 'xl/workbook.xml',
    content: `<workbook xmlns:r="${RELATION}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  },
  {
    name: 'xl/_rels/workbook.xml.rels',
    content:
      `<Relationships xmlns="${PACKAGE}/relationships">` +
      `<Relationship Id="rId1" Type="${RELATION}/worksheet" Target="worksheets/sheet1.xml"/>` +
      `<Relationship Id="rId2" Type="${RELATION}/styles" Target="styles.xml"/></Relationships>`,
  },
  {
    name: 'xl/styles.xml',
    content: '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="4"/></cellXfs></styleSheet>',
  },
];
export const SHEET = 'xl/worksheets/sheet1.xml';
export const SHEET_BEGIN =
  '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>';
export const SHEET_END = '</sheetData></worksheet>';

export function wordFile(body: string): Buffer<ArrayBuffer> {
  return zipArchive([...WORD_FRAME, { name: 'word/document.xml', content: WORD_BEGIN + body + WORD_END }]);
}

export function excelFile(rows: string): Buffer<ArrayBuffer> {
  return zipArchive([...EXCEL_FRAME, { name: SHEET, content: SHEET_BEGIN + rows + SHEET_END }]);
}

function frame(main: string, type: string): ZipEntry[] {
  const content = `application/vnd.openxmlformats-officedocument.${type}.main+xml`;
  return [
    {
      name: '[Content_Types].xml',
      content: `<Types xmlns="${PACKAGE}/content-types"><Override PartName="/${main}" ContentType="${content}"/></Types>`,
    },
    {
      name: '_rels/.rels',
      content:
        `<Relationships xmlns="${PACKAGE}/relationships">` +
        `<Relationship Id="rId1" Type="${RELATION}/officeDocument" Target="${main}"/></Relationships>`,
    },
  ];
}
