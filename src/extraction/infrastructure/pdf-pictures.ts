import { open, readFile } from 'node:fs/promises';
import 'pdfjs-dist/legacy/build/pdf.worker.mjs';
import { createCanvas } from '@napi-rs/canvas'; // of the version that pdf.js has: two copies in a process crash it
import { getDocument, type PDFDocumentLoadingTask } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { PagePicture } from './page-picture.js';
import { PDF_OPTIONS } from './pdf-options.js';
import { RECOGNISED_DOTS } from './picture-limits.js';

const DOTS_PER_POINT = 200 / 72;

/** Draws pages of PDFs. The file of the last page stays open for the next one. */
export class PdfPictures {
  #path: string | null = null;
  #loading: PDFDocumentLoadingTask | null = null;

  async pictureOf(path: string, number: number): Promise<PagePicture> {
    const pdf = await (await this.#open(path)).promise;
    const page = await pdf.getPage(number);
    try {
      const size = page.getViewport({ scale: 1 });
      const most = Math.sqrt(RECOGNISED_DOTS / Math.max(1, size.width * size.height));
      const scale = Math.min(DOTS_PER_POINT, most);
      const viewport = page.getViewport({ scale });
      const width = Math.max(1, Math.floor(viewport.width));
      const height = Math.max(1, Math.floor(viewport.height));
      const canvas = createCanvas(width, height);
      const context = canvas.getContext('2d');
      await page.render({
        canvas: canvas as never, // typed as the browser's
        viewport,
        background: 'white',
      }).promise;
      const grey = greyOf(context.getImageData(0, 0, width, height).data);
      return { width, height, grey, pointsPerDot: 1 / scale };
    } finally {
      page.cleanup();
    }
  }

  /** null: it is no PDF. */
  async numberOfPages(path: string): Promise<number | null> {
    const file = await open(path);
    const { buffer } = await file.read(Buffer.alloc(1024), 0, 1024, 0).finally(() => file.close());
    return buffer.includes('%PDF-') ? (await (await this.#open(path)).promise).numPages : null;
  }

  async close(): Promise<void> {
    await this.#loading?.destroy().catch(() => undefined);
    this.#loading = null;
  }

  async #open(path: string): Promise<PDFDocumentLoadingTask> {
    if (this.#loading && this.#path === path) return this.#loading;
    await this.#loading?.destroy().catch(() => undefined);
    this.#path = path;
    this.#loading = getDocument({ data: new Uint8Array(await readFile(path)), ...PDF_OPTIONS });
    return this.#loading;
  }
}

function greyOf(colours: Uint8ClampedArray): Buffer {
  const grey = Buffer.allocUnsafe(colours.length / 4);
  for (let i = 0, at = 0; i < grey.length; i++, at += 4) {
    grey[i] = (colours[at]! * 77 + colours[at + 1]! * 150 + colours[at + 2]! * 29) >> 8;
  }
  return grey;
}
