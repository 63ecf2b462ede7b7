import type { PictureFormat } from './file-reading.js';
import type { LanguageData } from './language-data.js';
import { linesRunDown } from './lines-run-down.js';
import type { PagePicture } from './page-picture.js';
import type { PdfPictures } from './pdf-pictures.js';
import { recognisedPage, type RecognisedPage } from './recognised-page.js';
import type { TextRecogniser } from './text-recogniser.js';
import { turned } from './turned.js';

export interface PageToRecognise {
  path: string;
  format: PictureFormat;
  number: number;
}

/** Of pages that do not stand upright 32 to 54 was seen, of others 79 to 95. */
const LEGIBLE = 60;

/** Recognises pages, one after the other. Its tools are loaded with the first page of their kind. */
export class PageRecogniser {
  #pdfs: PdfPictures | null = null;
  #recogniser: TextRecogniser | null = null;

  constructor(private readonly languages: readonly LanguageData[]) {}

  async recognise(wanted: PageToRecognise): Promise<RecognisedPage> {
    const { TextRecogniser } = await import('./text-recogniser.js');
    this.#recogniser ??= new TextRecogniser(this.languages);
    let picture = await this.#pictureOf(wanted);
    if (linesRunDown(picture)) picture = turned(picture);
    let best: RecognisedPage | null = null;
    const tried = new Set<number>();
    for (let quarters = 0; ;) {
      const page = recognisedPage(await this.#recogniser.blocksOf(picture), picture);
      tried.add(quarters);
      if (!best || worthOf(page) > worthOf(best)) best = page;
      const isLegible = page.confidence >= LEGIBLE;
      if (page.characters === 0 || (isLegible && !page.isOnItsSide)) return best;
      // On its side its head is to the left where it is legible, else to the right. Otherwise it may be below.
      const next = (quarters + (page.isOnItsSide ? (isLegible ? 1 : 3) : 2)) % 4;
      if (tried.has(next)) return best;
      for (; quarters !== next; quarters = (quarters + 1) % 4) picture = turned(picture);
    }
  }

  async #pictureOf({ path, format, number }: PageToRecognise): Promise<PagePicture> {
    if (format === 'image') return (await import('./picture-of-image.js')).pictureOfImage(path, number);
    const { PdfPictures } = await import('./pdf-pictures.js');
    return (this.#pdfs ??= new PdfPictures()).pictureOf(path, number);
  }
}

function worthOf({ isOnItsSide, confidence, characters }: RecognisedPage): number {
  return isOnItsSide ? 0 : confidence * characters;
}
