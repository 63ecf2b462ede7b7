import { UnreadableContent } from '../application/unreadable-content.js';
import type { DocumentText } from '../domain/document-text.js';
import { textOfPage } from '../domain/cell.js';
import type { PagePiece } from '../domain/page-piece.js';
import { textOfPages } from '../domain/text-of-pages.js';
import type { FileWithPictures } from './file-reading.js';
import { ReadingPool, type ReadingPoolOptions } from './reading-pool.js';
import type { RecognisedPage } from './recognised-page.js';
import type { RecognitionOptions } from './recognition-options.js';
import { TEXT_LIMITS, type TextLimits } from './text-limits.js';

/** It holds 300 MB, so it does not wait for the next scan for long. */
const IDLE_MS = 60_000;
/** A document whose pages fail one after the other is given up. */
const MOST_FAILURES = 3;

/**
 * Recognises the pages of a file that are pictures, page by page: what was recognised is kept, whatever the next page
 * does to its process or to the time allowed. Between two pages the process may serve another document.
 */
export class PictureReader {
  readonly pool: ReadingPool;

  constructor(
    private readonly options: RecognitionOptions,
    pool: Partial<ReadingPoolOptions> = {},
    private readonly limits: TextLimits = TEXT_LIMITS,
  ) {
    const { workers, languages } = options;
    this.pool = new ReadingPool({ ...pool, size: workers, idleMs: IDLE_MS, languages });
  }

  /** @throws {UnreadableContent} when the file says nothing, with or without its pictures */
  async read(path: string, file: FileWithPictures, signal?: AbortSignal): Promise<DocumentText> {
    const recognised = new Map<number, RecognisedPage>();
    const { reason, unread } = await this.#recognise(path, file, recognised, signal);
    const pieces = new Map<number, PagePiece>(file.pieces.map((piece) => [piece.number, piece]));
    for (const [number, { page }] of recognised) {
      const text = textOfPage(page);
      if (text.length > (pieces.get(number)?.text.length ?? 0)) pieces.set(number, { number, text, page });
      else recognised.delete(number);
    }
    const text = textOfPages([...pieces.values()], this.limits);
    if (text.text.trim() === '') throw new UnreadableContent(reason ?? nothingIn(file));
    const notes =
      unread.length > 0 ? [`Pages that are pictures were left out: ${listed(unread)}. ${reason}`] : [];
    const read = { ...text, notes: [...file.notes, ...notes, ...text.notes] };
    return recognised.size > 0 ? { ...read, recognised: summaryOf([...recognised.values()]) } : read;
  }

  close(): void {
    this.pool.close();
  }

  async #recognise(
    path: string,
    { format, pictures }: FileWithPictures,
    recognised: Map<number, RecognisedPage>,
    signal?: AbortSignal,
  ): Promise<{ unread: number[]; reason: string | null }> {
    const { workers, budgetMs, pageLimitMs } = this.options;
    if (workers === 0) return { unread: pictures, reason: 'Reading pictures is turned off (OCR_WORKERS=0).' };
    const failed: number[] = [];
    let reason: string | null = null;
    let left = budgetMs;
    for (const [i, number] of pictures.entries()) {
      if (left <= 0 || failed.length >= MOST_FAILURES) {
        reason = left <= 0 ? `Recognising text took the ${budgetMs / 1000} s allowed.` : reason;
        return { unread: [...failed, ...pictures.slice(i)], reason };
      }
      try {
        await this.pool.use(async (process) => {
          await process.ready(); // its start is no time that the document takes
          const began = performance.now();
          try {
            const limit = Math.min(pageLimitMs, left);
            recognised.set(number, await process.recognise({ path, format, number }, limit, signal));
          } finally {
            left -= performance.now() - began;
          }
        }, signal);
      } catch (error) {
        if (!(error instanceof UnreadableContent)) throw error;
        failed.push(number);
        reason = error.message;
      }
    }
    return { unread: failed, reason };
  }
}

function nothingIn({ format }: FileWithPictures): string {
  return format === 'pdf'
    ? 'The PDF holds no text, and none was recognised in its pictures.'
    : 'No text was recognised in the picture.';
}

function summaryOf(pages: RecognisedPage[]): { pages: number; confidence: number } {
  const characters = pages.reduce((sum, page) => sum + page.characters, 0);
  const sure = pages.reduce((sum, page) => sum + page.characters * page.confidence, 0);
  return { pages: pages.length, confidence: characters > 0 ? Math.round(sure / characters) : 0 };
}

/** "3, 5-9" */
function listed(numbers: number[]): string {
  const ranges: [number, number][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  const shown = ranges.slice(0, 20).map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`));
  return shown.join(', ') + (ranges.length > 20 ? ', …' : '');
}
