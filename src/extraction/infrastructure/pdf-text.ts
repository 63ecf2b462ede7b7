import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import 'pdfjs-dist/legacy/build/pdf.worker.mjs';
import { getDocument, type PDFDocumentProxy, Util } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { UnreadableContent } from '../application/unreadable-content.js';
import { arrangePage, type TextRun } from '../domain/arrange-page.js';
import { textOfPage } from '../domain/cell.js';
import type { DocumentText, Page } from '../domain/document-text.js';
import type { TextLimits } from './text-limits.js';

const assets = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));

/** Reads the text layer of a PDF. */
export async function readPdf(content: Uint8Array, limits: TextLimits): Promise<DocumentText> {
  const loading = getDocument({
    data: content,
    cMapUrl: join(assets, 'cmaps') + sep,
    standardFontDataUrl: join(assets, 'standard_fonts') + sep,
    isEvalSupported: false,
    useSystemFonts: false,
    disableFontFace: true,
    verbosity: 0,
  });
  try {
    return await readPages(await loading.promise, limits);
  } catch (error) {
    throw asUnreadable(error);
  } finally {
    await loading.destroy().catch(() => undefined);
  }
}

async function readPages(pdf: PDFDocumentProxy, limits: TextLimits): Promise<DocumentText> {
  const read: DocumentText = { pages: [], text: '', notes: [] };
  const broken: number[] = [];
  const texts: string[] = [];
  let characters = 0;
  let words = 0;
  const last = Math.min(pdf.numPages, limits.pages);
  for (let number = 1; number <= last && characters < limits.characters; number++) {
    try {
      const page = await readPage(pdf, number, limits.characters - characters);
      const text = textOfPage(page);
      texts.push(text);
      characters += text.length + 2;
      words += page.lines.reduce((sum, line) => sum + line.words.length, 0);
      if (words <= limits.positionedWords) read.pages.push(page);
    } catch {
      broken.push(number);
    }
  }
  if (last > 0 && broken.length === last)
    throw new UnreadableContent('The PDF could not be read: it is damaged.');
  read.text = texts.join('\n\n').slice(0, limits.characters);
  if (read.text.trim() === '') {
    throw new UnreadableContent(
      'The PDF holds no text (it may be a scan); reading pictures is not supported yet.',
    );
  }
  if (broken.length > 0) read.notes.push(`Damaged pages were left out: ${broken.slice(0, 20).join(', ')}.`);
  if (pdf.numPages > last) read.notes.push(`Only the first ${last} of ${pdf.numPages} pages were read.`);
  if (characters >= limits.characters)
    read.notes.push(`Only the first ${limits.characters} characters were kept.`);
  return read;
}

async function readPage(pdf: PDFDocumentProxy, number: number, mostCharacters: number): Promise<Page> {
  const page = await pdf.getPage(number);
  try {
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
  } finally {
    page.cleanup();
  }
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
