import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileTypeFromFile } from 'file-type';

const TEXT_TYPES: Record<string, string> = { '.csv': 'text/csv', '.htm': 'text/html', '.html': 'text/html' };

/** What a file is, told from its bytes; the name only tells apart what is all plain text. */
export async function detectMimeType(path: string, filename: string): Promise<string> {
  const known = await fileTypeFromFile(path).catch(() => undefined);
  if (known) return known.mime;
  return (await looksLikeText(path))
    ? (TEXT_TYPES[extname(filename).toLowerCase()] ?? 'text/plain')
    : 'application/octet-stream';
}

async function looksLikeText(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(8192), 0, 8192, 0);
    const text = new TextDecoder('utf-8', { fatal: true });
    const head = text.decode(buffer.subarray(0, bytesRead), { stream: true });
    return ![...head].some((character) => character < ' ' && !'\t\n\r\f'.includes(character));
  } catch {
    return false;
  } finally {
    await file.close();
  }
}
