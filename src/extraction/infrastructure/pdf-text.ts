import 'pdfjs-dist/legacy/build/pdf.worker.mjs';
import { getDocument, type PDFDocumentProxy, type PDFPageProxy, Util } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { UnreadableContent } from '../application/unreadable-content.js';
import { arrangePage, type TextRun } from '../domain/arrange-page.js';
import { textOfPage } from '../domain/cell.js';
import type { Page } from '../domain/document-text.js';
import type { PagePiece } from '../domain/page-piece.js';
import { textOfPages } from '../domain/text-of-pages.js';
import type { FileReading } from './file-reading.js';
import { isMostlyPicture } from './is-mostly-picture.js';
import { PDF_OPTIONS } from './pdf-options.js';
import type { TextLimits } from './text-limits.js';

/** A page with more text than that is read by its text alone, whatever pictures are on it. */
const LITTLE_TEXT = 100;
/** Looking for pictures unpacks them; so many pages of little text are looked at. */
const MOST_LOOKS = 50;

/** Reads the text layer of a PDF, and tells which pages have none. */
export async function readPdf(content: Uint8Array, limits: TextLimits): Promise<FileReading> {
  const loading = getDocument({ data: content, ...PDF_OPTIONS });
  try {
    return await readPages(await loading.promise, limits);
  } catch (error) {
    throw asUnreadable(error);
  } finally {
    await loading.destroy().catch(() => undefined);
  }
}

async function readPages(pdf: PDFDocumentProxy, limits: TextLimits): Promise<FileReading> {
  const pieces: PagePiece[] = [];
  const pictures: number[] = [];
  const broken: number[] = [];
  let characters = 0;
  let words = 0;
  let looks = 0;
  const last = Math.min(pdf.numPages, limits.pages);
  for (let number = 1; number <= last && characters < limits.characters; number++) {
    try {
      const page = await pdf.getPage(number);
      try {
        const read = await readPage(page, limits.characters - characters);
        const text = textOfPage(read);
        const length = text.trim().length;
        if (length === 0 || (length <= LITTLE_TEXT && looks++ < MOST_LOOKS && (await isMostlyPicture(page))))
          pictures.push(number);
        characters += text.length + 2;
        words += read.lines.reduce((sum, line) => sum + line.words.length, 0);
        pieces.push({ number, text, page: words <= limits.positionedWords ? read : null });
      } finally {
        page.cleanup();
      }
    } catch {
      broken.push(number);
    }
  }
  if (last > 0 && broken.length === last)
    throw new UnreadableContent('The PDF could not be read: it is damaged.');
  const notes: string[] = [];
  if (broken.length > 0) notes.push(`Damaged pages were left out: ${broken.slice(0, 20).join(', ')}.`);
  if (pdf.numPages > last) notes.push(`Only the first ${last} of ${pdf.numPages} pages were read.`);
  if (pictures.length > 0) return { text: null, pictures: { format: 'pdf', pictures, pieces, notes } };
  const text = textOfPages(pieces, limits);
  return { text: { ...text, notes: [...notes, ...text.notes] }, pictures: null };
}

async function readPage(page: PDFPageProxy, mostCharacters: number): Promise<Page> {
  const viewport = page.getViewport({ scale: 1 });
  const runs: TextRun[] = [];
  let characters = 0;
  // As a stream, so that a page of hundreds of megabytes of text is left when there is enough of it.
  const reader = page.streamTextContent().getReader();
  for (;;) {
    const { value, done } = (await reader.read()) as {
      value?: { items: (Item | { type: string })[] };
      done: boolean;
    };
    if (done || !value) break;
    for (const item of value.items) {
      if (!('str' in item) || item.str.trim() === '') continue;
      characters += item.str.length;
      const run = runOf(item, viewport.transform);
      if (run) runs.push(run);
    }
    if (characters > mostCharacters) {
      await reader.cancel().catch(() => undefined);
      break;
    }
  }
  return arrangePage(viewport, runs);
}

interface Item {
  str: string;
  transform: number[];
  width: number;
  height: number;
}

/** Text that runs upwards or aslant (stamps, margins) takes no part in lines and is left out. */
function runOf(item: Item, toPage: number[]): TextRun | null {
  const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] = Util.transform(toPage, item.transform) as number[];
  if (Math.abs(b) > 0.05 * Math.abs(a) || ![x, y, item.width].every(Number.isFinite)) return null;
  const height = Math.hypot(c, d) || item.height || 1;
  return { text: item.str, x, y, width: Math.abs(item.width), height };
}

function asUnreadable(error: unknown): unknown {
  if (error instanceof UnreadableContent) return error;
  const name = error instanceof Error ? error.name : '';
  return name === 'PasswordException'
    ? new UnreadableContent('The PDF is encrypted and cannot be opened without its password.')
    : new UnreadableContent('The PDF could not be read: it is damaged.');
}
