import { Document, Footer, Header, Packer, Paragraph, Tab, Table, TableCell, TableRow, TextRun } from 'docx';
import writeExcel from 'write-excel-file/node';
import {
  EXCEL_FRAME,
  SHEET,
  SHEET_BEGIN,
  SHEET_END,
  excelFile,
  zipArchive,
} from '../../../test/support/zip-archive.js';
import { readOfficeFile } from './office-file.js';
import { TEXT_LIMITS } from './text-limits.js';

describe('readOfficeFile', () => {
  const read = (archive: Buffer) => readOfficeFile(archive, TEXT_LIMITS);

  it('reads a Word document with header, tabs, table and footer', async () => {
    const cells = (...texts: string[]) =>
      new TableRow({ children: texts.map((text) => new TableCell({ children: [new Paragraph(text)] })) });
    const archive = await Packer.toBuffer(
      new Document({
        sections: [
          {
            headers: { default: new Header({ children: [new Paragraph('Acme Ltd')] }) },
            footers: { default: new Footer({ children: [new Paragraph('VAT GB 123')] }) },
            children: [
              new Paragraph({ children: [new TextRun({ children: ['Invoice no.', new Tab(), 'A-1'] })] }),
              new Paragraph({ children: [new TextRun({ children: ['Date', new Tab(), '2026-11-03'] })] }),
              new Table({ rows: [cells('Item', 'Amount'), cells('Nails & bolts', '5.00')] }),
            ],
          },
        ],
      }),
    );
    const { text, pages } = await read(archive);
    expect(text).toBe(
      'Acme Ltd\nInvoice no.  A-1\nDate  2026-11-03\nItem  Amount\nNails & bolts  5.00\nVAT GB 123',
    );
    const words = pages[0]!.lines.flatMap((line) => line.words);
    expect(words.find((word) => word.text === 'A-1')!.x).toBe(
      words.find((word) => word.text === '2026-11-03')!.x,
    );
  });

  it('reads all sheets of a workbook, numbers and dates as they are shown', async () => {
    const archive = await writeExcel([
      {
        sheet: 'One',
        data: [
          ['Due', { value: new Date('2026-11-03T00:00:00Z'), type: Date, format: 'dd/mm/yyyy' }],
          [],
          [],
          ['Net', { value: 1234.5, type: Number, format: '[$€-407] #,##0.00' }],
          ['Sum', 0.1 + 0.2],
          ['Paid', true],
        ],
      },
      { sheet: 'Two', data: [['last']] },
    ]).toBuffer();
    const { text, pages } = await read(archive);
    expect(text).toBe('Due  2026-11-03\n\nNet  € 1234.50\nSum  0.3\nPaid  TRUE\n\nlast');
    expect(pages).toHaveLength(2);
  });

  it('reads formulas by their results, and leaves out errors', async () => {
    const rows =
      '<row r="1"><c r="A1" s="1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>"a"</f><v>a</v></c><c r="C1" t="e"><v>#REF!</v></c></row>';
    expect(await read(excelFile(rows))).toMatchObject({ text: '2.00  a' });
  });

  it('leaves out empty rows without end', async () => {
    const rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="900000"><c r="A900000"><v>2</v></c></row>';
    expect(await read(excelFile(rows))).toMatchObject({ text: '1\n\n2' });
  });

  it('says why an archive is not read', async () => {
    const sheet = { name: SHEET, content: SHEET_BEGIN + SHEET_END };
    await expect(read(zipArchive([...EXCEL_FRAME, sheet]))).rejects.toThrow('The file holds no text.');
    await expect(read(zipArchive([...EXCEL_FRAME, sheet, sheet]))).rejects.toThrow('could not be unpacked');
    await expect(read(zipArchive([...EXCEL_FRAME, { name: 'xl/workbook.bin' }]))).rejects.toThrow('.xlsb');
    await expect(read(zipArchive([{ name: 'a.txt', content: 'a' }]))).rejects.toThrow('one by one');
    await expect(read(Buffer.from('PK\u0003\u0004'))).rejects.toThrow('could not be unpacked');
  });
});
