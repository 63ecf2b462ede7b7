import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileTypeFromFile } from 'file-type';

const TEXT_TYPES: Record<string, string> = {
  '.csv': 'text/csv',
  '.tsv': 'text/tab-separated-values',
  '.tab': 'text/tab-separated-values',
  '.htm': 'text/html',
  '.html': 'text/html',
  '.xhtml': 'application/xhtml+xml',
};
const OFFICE_TYPES: Record<string, string> = {
  '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};
const HTML = /^(?:\s|<!--[^>]*-->)*<(?:!doctype\s+html|html)(?=[\s>])/i;

/** What a file is, told from its bytes; the name only tells apart what is all plain text, or all archive. */
export async function detectMimeType(path: string, filename: string): Promise<string> {
  const extension = extname(filename).toLowerCase();
  const known = await fileTypeFromFile(path).catch(() => undefined);
  // Where an archive's first parts say nothing of what it is for.
  if (known?.mime === 'application/zip') return OFFICE_TYPES[extension] ?? known.mime;
  if (!known && (await isTnef(path))) return 'application/vnd.ms-tnef';
  const byName = TEXT_TYPES[extension];
  const text = await textAtBeginning(path);
  // Of an old encoding no more is known than what the name says: text/plain is sent as UTF-8.
  if (text?.encoding.startsWith('utf-16')) return byName ?? 'application/octet-stream'; // its mark looks like sound
  if (known && !(known.mime === 'application/xml' && text && byName)) return known.mime;
  if (text?.encoding !== 'utf-8') return (text && byName) ?? 'application/octet-stream';
  return byName ?? (HTML.test(text.head) ? 'text/html' : 'text/plain');
}

/** What Outlook wraps the files of a mail in (`winmail.dat`). */
async function isTnef(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.readUInt32LE() === 0x223e9f78; // [MS-OXTNEF] 2.1.3.1
  } finally {
    await file.close();
  }
}

/** null: it begins with bytes that are no text. */
async function textAtBeginning(path: string): Promise<{ head: string; encoding: string } | null> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(8192), 0, 8192, 0);
    const { head, encoding } = decoded(buffer.subarray(0, bytesRead));
    const isText = ![...head].some((character) => character < ' ' && !'\t\n\r\f'.includes(character));
    return isText ? { head, encoding } : null;
  } catch {
    return null;
  } finally {
    await file.close();
  }
}

/** UTF-16 by its byte order mark; else UTF-8; else Windows-1252, which takes any byte. */
function decoded(bytes: Uint8Array): { head: string; encoding: string } {
  const mark = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
  const encodings =
    mark === 0xfffe ? ['utf-16le'] : mark === 0xfeff ? ['utf-16be'] : ['utf-8', 'windows-1252'];
  for (const encoding of encodings) {
    try {
      const head = new TextDecoder(encoding, { fatal: encoding !== 'windows-1252' }).decode(bytes, {
        stream: true,
      });
      return { head, encoding };
    } catch {
      continue;
    }
  }
  throw new Error('No text');
}
