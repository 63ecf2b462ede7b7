import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorker, OEM, PSM, type Line, type Worker } from 'tesseract.js';
import type { LanguageData } from './language-data.js';
import type { PagePicture } from './page-picture.js';

/** Recognises text with Tesseract, started with the first picture. Its data is read from files, never fetched. */
export class TextRecogniser {
  #worker: Promise<Worker> | null = null;

  constructor(private readonly languages: readonly LanguageData[]) {}

  /** Of a page as it is laid out; or of a block, whose lines go across all of it. */
  async linesOf({ width, height, grey }: PagePicture, as: 'page' | 'block' = 'page'): Promise<Line[]> {
    const worker = await (this.#worker ??= this.#start());
    await worker.setParameters({ tessedit_pageseg_mode: as === 'block' ? PSM.SINGLE_BLOCK : PSM.AUTO });
    const picture = Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), grey]);
    const { data } = await worker.recognize(picture, {}, { text: false, blocks: true });
    return (data.blocks ?? []).flatMap(({ paragraphs }) => paragraphs.flatMap(({ lines }) => lines));
  }

  async #start(): Promise<Worker> {
    // Each language is in a package of its own, and Tesseract wants them all in one folder.
    const folder = await mkdtemp(join(tmpdir(), 'recordengine-ocr-'));
    try {
      for (const { code, path } of this.languages)
        await symlink(path, join(folder, `${code}.traineddata${path.endsWith('.gz') ? '.gz' : ''}`));
      const codes = this.languages.map(({ code }) => code);
      const worker = await createWorker(codes, OEM.LSTM_ONLY, {
        langPath: folder,
        gzip: this.languages.every(({ path }) => path.endsWith('.gz')),
        cacheMethod: 'none',
        errorHandler: () => undefined, // without one it throws where nobody catches; the promise is rejected anyway
      });
      await worker.setParameters({
        user_defined_dpi: '200',
        // It would read a page on its side, and give the places of its words as they lie; we turn the page instead.
        textord_tabfind_vertical_text: '0',
      });
      return worker;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}
