import {
  EXCEL_FRAME,
  SHEET,
  SHEET_BEGIN,
  SHEET_END,
  WORD_BEGIN,
  WORD_END,
  WORD_FRAME,
  excelFile,
  repeatedDeflated,
  wordFile,
  zipArchive,
} from './zip-archive.js';

export interface HostileFile {
  /** What it is, and the name it is uploaded under. */
  name: string;
  content: () => Uint8Array | string;
  /** Refused for this reason. */
  reason?: RegExp;
  /** Or read, as far as this note says; null: whole. */
  note?: RegExp | null;
}

const MB = 1024 * 1024;
const PARAGRAPH = '<w:p><w:r><w:t>boom</w:t></w:r></w:p>';
const LAUGHS =
  '<!DOCTYPE x [<!ENTITY a "ha">' +
  Array.from(
    { length: 20 },
    (_, i) => `<!ENTITY ${'b'.repeat(i + 1)} "${`&${'b'.repeat(i) || 'a'};`.repeat(10)}">`,
  ).join('') +
  ']>';
const LAUGH = `&${'b'.repeat(20)};`;

/** Files made to take a reader's time, memory or stack, or to fool it. None may do more harm than to fail itself. */
export const HOSTILE_FILES: HostileFile[] = [
  {
    name: 'three-gigabytes.docx',
    content: () => wordBomb(3 * 1024),
    reason: /would unpack to 3\d\d\d MB/,
  },
  {
    name: 'three-gigabytes-and-says-one.docx',
    content: () => wordBomb(3 * 1024, 1000),
    reason: /would unpack to more than 48 MB/,
  },
  {
    name: 'shared-strings.xlsx',
    content: () =>
      zipArchive([
        ...EXCEL_FRAME,
        {
          name: 'xl/sharedStrings.xml',
          deflated: repeatedDeflated('<si><t>x</t></si>'.repeat(65536), 1024, '<sst>', '</sst>'),
          size: 99,
        },
        { name: SHEET, content: SHEET_BEGIN + SHEET_END },
      ]),
    reason: /would unpack to more than 48 MB/,
  },
  {
    name: 'hundred-thousand-parts.docx',
    content: () =>
      zipArchive([
        ...WORD_FRAME,
        ...Array.from({ length: 100_000 }, (_, i) => ({ name: `word/media/${i}.png` })),
      ]),
    reason: /more than 10000 parts/,
  },
  {
    name: 'overlapping-parts.docx',
    content: () =>
      zipArchive([
        ...WORD_FRAME,
        { name: 'word/document.xml', content: WORD_BEGIN + PARAGRAPH + WORD_END },
        ...Array.from({ length: 1000 }, (_, i) => ({ name: `word/header${i}.xml`, at: 2 })),
      ]),
    reason: /its parts overlap/,
  },
  {
    name: 'archive-in-archive.zip',
    content: () =>
      zipArchive([{ name: 'inner.zip', content: zipArchive([{ name: 'inner.zip', content: 'PK' }]) }]),
    reason: /ZIP archives are not read/,
  },
  {
    name: 'archive-in-document.docx',
    content: () =>
      zipArchive([
        ...WORD_FRAME,
        { name: 'word/document.xml', content: WORD_BEGIN + PARAGRAPH + WORD_END },
        {
          name: 'word/embeddings/again.docx',
          deflated: repeatedDeflated('x'.repeat(MB), 1500),
          size: 1500 * MB,
        },
      ]),
    note: null, // never unpacked
  },
  {
    name: 'cut-off.docx',
    content: () => wordFile(PARAGRAPH.repeat(1000)).subarray(0, 900),
    reason: /damaged or was cut off/,
  },
  {
    name: 'billion-laughs.docx',
    content: () =>
      zipArchive([
        ...WORD_FRAME,
        {
          name: 'word/document.xml',
          content: LAUGHS + WORD_BEGIN + PARAGRAPH.replace('boom', LAUGH) + WORD_END,
        },
      ]),
    reason: /declares a document type/,
  },
  {
    name: 'billion-laughs.xlsx',
    content: () =>
      zipArchive([
        ...EXCEL_FRAME,
        {
          name: SHEET,
          content: `${LAUGHS}${SHEET_BEGIN}<row r="1"><c r="A1" t="str"><v>${LAUGH}</v></c></row>${SHEET_END}`,
        },
      ]),
    reason: /declares a document type/,
  },
  {
    name: 'billion-laughs.xhtml',
    content: () => `<?xml version="1.0"?>${LAUGHS}<html><body>x${LAUGH}</body></html>`,
    note: null,
  },
  {
    name: 'nested-tables.docx',
    content: () =>
      wordFile('<w:tbl><w:tr><w:tc>'.repeat(100_000) + PARAGRAPH + '</w:tc></w:tr></w:tbl>'.repeat(100_000)),
    reason: /could not be read: it is damaged|took (?:longer|more memory)/,
  },
  {
    name: 'ten-million-cells.xlsx',
    content: () => {
      const row = (number: number) => {
        const cells = Array.from({ length: 1000 }, (_, i) => `<c r="${column(i)}${number}"><v>1</v></c>`);
        return `<row r="${number}">${cells.join('')}</row>`;
      };
      const first = Array.from({ length: 700 }, (_, i) => row(i + 1)).join('');
      const block = row(10_000);
      const size = SHEET_BEGIN.length + first.length + 9300 * block.length + SHEET_END.length;
      const deflated = repeatedDeflated(block, 9300, SHEET_BEGIN + first, SHEET_END);
      return zipArchive([...EXCEL_FRAME, { name: SHEET, deflated, size }]);
    },
    note: /first rows of a very large sheet/,
  },
  {
    name: 'far-corner.xlsx',
    content: () =>
      excelFile(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
      ),
    reason: /spans 1048576 rows and 16384 columns/,
  },
  {
    name: 'one-line.csv',
    content: () => Buffer.alloc(60 * MB, 'field,'),
    note: /first 5000000 characters/,
  },
  {
    name: 'open-quote.csv',
    content: () => `a,b\n1,2\n3,"${'never closed\n,'.repeat(300_000)}`,
    note: /never closed/,
  },
  {
    name: 'many-columns.csv',
    content: () => `${'a,'.repeat(400_000)}\n${'1,'.repeat(400_000)}\n`,
    note: null,
  },
  {
    name: 'nested.html',
    content: () => `<html><body>${'<div>'.repeat(1_000_000)}deep`,
    reason: /more than 1000 deep/,
  },
  {
    name: 'end-tags.html',
    content: () => `<html><body>${'<i>'.repeat(900)}${'</b>'.repeat(500_000)}text`,
    note: null,
  },
  {
    name: 'spans.html',
    content: () =>
      `<html><table>${`<tr>${'<td rowspan=9999999 colspan=9999999>x'.repeat(50)}`.repeat(1000)}</table>`,
    note: null,
  },
  {
    name: 'column-heads.html',
    content: () =>
      `<html><h1>Invoice 7</h1><table>${`<tr>${'<td>Qty<td>Total<td>Description'.repeat(66)}`.repeat(100)}</table>`,
    note: null, // understanding it takes half a second
  },
  {
    name: 'letters.html',
    content: () => `<html><table><tr>${`<td>${'a '.repeat(2_500)}`.repeat(200)}</table>`,
    note: null,
  },
  {
    name: 'encrypted.docx',
    content: () => compoundFile('EncryptedPackage'),
    reason: /encrypted and cannot be opened/,
  },
  {
    name: 'old.doc',
    content: () => compoundFile('WordDocument'),
    reason: /\(\.doc\) are not read; save it as \.docx/,
  },
  {
    name: 'old.xls',
    content: () => compoundFile('Workbook'),
    reason: /\(\.xls\) are not read; save it as \.xlsx/,
  },
  {
    name: 'slides.pptx',
    content: () => zipArchive([...WORD_FRAME, { name: 'ppt/presentation.xml' }]),
    reason: /PowerPoint/,
  },
  {
    name: 'text.odt',
    content: () => zipArchive([{ name: 'content.xml' }, { name: 'META-INF/manifest.xml' }]),
    reason: /OpenDocument files are not read/,
  },
  { name: 'text.rtf', content: () => '{\\rtf1 text}', reason: /RTF documents are not read/ },
  {
    name: 'page-loop.pdf',
    content: () => pdf('/Kids[2 0 R 3 0 R 2 0 R]/Count 3', 1),
    reason: /^The PDF (?:could not be read|holds no text)|^Reading pictures is turned off/,
  },
  {
    name: 'billion-pages.pdf',
    content: () => pdf('/Kids[3 0 R]/Count 1000000000', 1),
    note: null, // the pages are counted anew,
  },
  { name: 'five-hundred-pages.pdf', content: () => pdf(`/Kids[${kids(500)}]/Count 500`, 500), note: null },
  {
    name: 'six-hundred-pages.pdf',
    content: () => pdf(`/Kids[${kids(600)}]/Count 600`, 600),
    note: /Only the first 500 of 600 pages/,
  },
];

/** 0 is A, 26 is AA. */
function column(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : column(Math.floor(index / 26) - 1) + letter;
}

function wordBomb(megabytes: number, size?: number): Buffer<ArrayBuffer> {
  const block = PARAGRAPH.repeat(Math.floor(MB / PARAGRAPH.length));
  const deflated = repeatedDeflated(block, megabytes, WORD_BEGIN, WORD_END);
  const document = { name: 'word/document.xml', deflated, size: size ?? megabytes * block.length };
  return zipArchive([...WORD_FRAME, document]);
}

/** As much of an OLE file as its kind is told by: the mark at the beginning and the name of a stream. */
function compoundFile(stream: string): Buffer<ArrayBuffer> {
  const content = Buffer.alloc(4096);
  content.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  content.write(stream, 1024, 'utf16le');
  return content;
}

function kids(pages: number): string {
  return Array.from({ length: pages }, (_, i) => `${i * 2 + 3} 0 R`).join(' ');
}

/** A PDF with this page tree and so many pages, each with its number on it. */
function pdf(tree: string, pages: number): string {
  let content = `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages${tree}>>endobj\n`;
  for (let i = 0; i < pages; i++) {
    const stream = `BT /F1 12 Tf 20 200 Td (This is page ${i + 1}) Tj ET`;
    content +=
      `${i * 2 + 3} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents ${i * 2 + 4} 0 R` +
      '/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n' +
      `${i * 2 + 4} 0 obj<</Length ${stream.length}>>stream\n${stream}\nendstream endobj\n`;
  }
  return `${content}trailer<</Root 1 0 R/Size ${pages * 2 + 3}>>\n%%EOF\n`;
}
