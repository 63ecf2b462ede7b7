import { UnreadableContent } from '../application/unreadable-content.js';
import type { DocumentText } from '../domain/document-text.js';
import { OfficePackage } from './office-package.js';
import type { TextLimits } from './text-limits.js';

/** Reads what is in a ZIP archive, when that is a document of Word or of Excel. */
export async function readOfficeFile(archive: Buffer, limits: TextLimits): Promise<DocumentText> {
  const file = new OfficePackage(archive);
  const has = (folder: string) => file.names.some((name) => name.startsWith(folder));
  if (file.names.includes('[Content_Types].xml')) {
    // The parsers are loaded when they are needed first: most documents are PDFs.
    if (has('word/')) return (await import('./word-text.js')).readWord(file, limits);
    if (file.names.includes('xl/workbook.bin')) {
      throw new UnreadableContent('Binary Excel workbooks (.xlsb) are not read; save it as .xlsx.');
    }
    if (has('xl/')) return (await import('./excel-text.js')).readExcel(file, limits);
    if (has('ppt/')) throw new UnreadableContent('PowerPoint presentations are not read; save it as a PDF.');
  }
  if (file.names.includes('META-INF/manifest.xml') && file.names.includes('content.xml')) {
    throw new UnreadableContent('OpenDocument files are not read; save it as .docx, .xlsx or a PDF.');
  }
  throw new UnreadableContent('ZIP archives are not read; upload the files in it one by one.');
}
