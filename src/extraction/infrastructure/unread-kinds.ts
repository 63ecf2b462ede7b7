import { readFile } from 'node:fs/promises';

/** Streams in a compound file (MS-CFB), whose names stand there in UTF-16. */
const STREAMS: [string, string][] = [
  ['EncryptedPackage', 'The Office file is encrypted and cannot be opened without its password.'],
  ['WordDocument', 'Word documents of the old format (.doc) are not read; save it as .docx.'],
  ['Workbook', 'Excel workbooks of the old format (.xls) are not read; save it as .xlsx.'],
  ['PowerPoint Document', 'PowerPoint presentations are not read; save it as a PDF.'],
  ['__properties_version', 'Outlook messages (.msg) are not read; upload the files attached to it.'],
];

/** Why a file of this type is not read, in a sentence that says what to do. */
export async function unreadKind(mimeType: string, path: string): Promise<string> {
  if (mimeType === 'application/x-cfb') {
    const content = await readFile(path);
    const known = STREAMS.find(([name]) => content.includes(Buffer.from(name, 'utf16le')));
    return known?.[1] ?? 'Files of this old Office format are not read; save it as .docx, .xlsx or a PDF.';
  }
  if (mimeType === 'application/rtf') return 'RTF documents are not read; save it as .docx or a PDF.';
  if (mimeType === 'application/vnd.ms-tnef') {
    return "This is Outlook's own format for mails (TNEF, winmail.dat), which is not read; ask for the files themselves.";
  }
  if (mimeType.startsWith('image/'))
    return `Pictures of this kind (${mimeType}) are not read; save it as PNG, JPEG, TIFF or a PDF.`;
  return `Content of type ${mimeType} is not supported yet.`;
}
