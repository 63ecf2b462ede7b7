import { open, readFile } from 'node:fs/promises';
import { fileTypeFromBuffer } from 'file-type';
import { UnreadableContent } from '../application/unreadable-content.js';
import type { DocumentText } from '../domain/document-text.js';
import { readPdf } from './pdf-text.js';
import { hasUtf16Mark, readPlainText } from './plain-text.js';
import { TEXT_LIMITS, type TextLimits } from './text-limits.js';

/** Enough for every signature that file-type knows without following the structure of an archive. */
const HEAD = 64 * 1024;

/** Decides by the bytes what a file is, and reads its text. Runs in a process of its own. */
export async function readTextOfFile(path: string, limits: TextLimits = TEXT_LIMITS): Promise<DocumentText> {
  const head = await headOf(path);
  if (head.length === 0) throw new UnreadableContent('The file is empty.');
  // Readers accept some junk before the header, and so do we (ISO 32000-1, annex H.3.4.1).
  if (head.subarray(0, 1024).includes('%PDF-')) return readPdf(new Uint8Array(await readFile(path)), limits);
  const wideText = hasUtf16Mark(head) ? readPlainText(await readFile(path), limits) : null;
  if (wideText) return wideText;
  const type = await fileTypeFromBuffer(head).catch(() => undefined);
  if (type && type.mime !== 'application/xml') {
    throw new UnreadableContent(`Content of type ${type.mime} is not supported yet.`);
  }
  const text = readPlainText(await readFile(path), limits);
  if (!text) throw new UnreadableContent('The content is neither a PDF nor text; it is not supported yet.');
  return text;
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
