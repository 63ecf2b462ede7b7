import { open, readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileTypeFromBuffer } from 'file-type';
import { UnreadableContent } from '../application/unreadable-content.js';
import type { DocumentText } from '../domain/document-text.js';
import { readCsv } from './csv-text.js';
import { hasUtf16Mark } from './decode-text.js';
import type { FileReading } from './file-reading.js';
import { looksLikeHtml, readHtml } from './html-text.js';
import { IMAGE_TYPES } from './image-types.js';
import { readOfficeFile } from './office-file.js';
import { readPdf } from './pdf-text.js';
import { readPlainText } from './plain-text.js';
import { TEXT_LIMITS, type TextLimits } from './text-limits.js';
import { unreadKind } from './unread-kinds.js';

export interface FileToRead {
  path: string;
  /** What the sender said; they only tell apart what is all text. */
  filename?: string;
  mimeType?: string;
}

/** Enough for every signature that file-type knows without following the structure of an archive. */
const HEAD = 64 * 1024;
/** No reader of text looks further. */
const TEXT_BYTES_PER_CHARACTER = 8;

/** Decides by the bytes what a file is, and reads its text. Runs in a process of its own. */
export async function readTextOfFile(
  file: FileToRead,
  limits: TextLimits = TEXT_LIMITS,
): Promise<FileReading> {
  const head = await beginningOf(file.path, HEAD);
  if (head.length === 0) throw new UnreadableContent('The file is empty.');
  if (head.subarray(0, 4).equals(ZIP))
    return { text: await readOfficeFile(await readFile(file.path), limits), pictures: null };
  // Readers accept some junk before the header, and so do we (ISO 32000-1, annex H.3.4.1).
  if (head.subarray(0, 1024).includes('%PDF-')) {
    return readPdf(new Uint8Array(await readFile(file.path)), limits);
  }
  if (await isImage(head)) return (await import('./image-pages.js')).readImage(file.path);
  if (!hasUtf16Mark(head)) await refuseUnread(file.path, head);
  const content = await beginningOf(file.path, limits.characters * TEXT_BYTES_PER_CHARACTER + 1);
  const text = readText(file, content, limits);
  if (text) return { text, pictures: null };
  await refuseUnread(file.path, head); // sound may begin like UTF-16
  throw new UnreadableContent(
    'The content is none that is read: PDF, Word (.docx), Excel (.xlsx), CSV, HTML, plain text or a picture.',
  );
}

const ZIP = Buffer.from('PK\u0003\u0004');
/** [MS-OXTNEF] 2.1.3.1. */
const TNEF = Buffer.from('789f3e22', 'hex');
const TNEF_TYPE = 'application/vnd.ms-tnef';

function readText(file: FileToRead, content: Buffer, limits: TextLimits): DocumentText | null {
  const extension = extname(file.filename ?? '').toLowerCase();
  const says = (types: string[], extensions: string[]) =>
    extensions.includes(extension) || types.includes(file.mimeType?.split(';')[0]!.trim() ?? '');
  if (looksLikeHtml(content) || says(['text/html', 'application/xhtml+xml'], ['.html', '.htm', '.xhtml'])) {
    return readHtml(content, limits);
  }
  const isTable = says(['text/csv', 'text/tab-separated-values'], ['.csv', '.tsv', '.tab']);
  return (isTable ? readCsv(content, limits) : null) ?? readPlainText(content, limits);
}

/** What describes a TIFF may stand at its end, which file-type does not see. */
const TIFF = ['II*\0', 'MM\0*'];

async function isImage(head: Buffer): Promise<boolean> {
  if (TIFF.includes(head.toString('latin1', 0, 4))) return true;
  const type = await fileTypeFromBuffer(head).catch(() => undefined);
  return type !== undefined && IMAGE_TYPES.has(type.mime);
}

async function refuseUnread(path: string, head: Buffer): Promise<void> {
  if (head.subarray(0, 4).equals(TNEF)) throw new UnreadableContent(await unreadKind(TNEF_TYPE, path));
  const type = await fileTypeFromBuffer(head).catch(() => undefined);
  if (type && type.mime !== 'application/xml') throw new UnreadableContent(await unreadKind(type.mime, path));
}

async function beginningOf(path: string, most: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const buffer = Buffer.alloc(Math.min(most, (await file.stat()).size));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
