import type { Line } from 'tesseract.js';
import type { PictureFormat } from './file-reading.js';
import type { LanguageData } from './language-data.js';
import { linesRunDown } from './lines-run-down.js';
import type { PagePicture } from './page-picture.js';
import type { PdfPictures } from './pdf-pictures.js';
import { recognisedPage, type RecognisedPage } from './recognised-page.js';
import { tableArea } from './table-area.js';
import type { TextRecogniser } from './text-recogniser.js';
import { turned } from './turned.js';

export interface PageToRecognise {
  path: string;
  format: PictureFormat;
  number: number;
}

/** Of pages that do not stand upright 32 to 54 was seen, of others 79 to 95. */
const LEGIBLE = 60;
const LESS_SURE = 5;

interface Reading {
  lines: readonly Line[];
  page: RecognisedPage;
  picture: PagePicture;
}

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
    let best: Reading | null = null;
    const tried = new Set<number>();
    for (let quarters = 0; ;) {
      const lines = await this.#recogniser.linesOf(picture);
      const page = recognisedPage(lines, picture);
      tried.add(quarters);
      if (!best || worthOf(page) > worthOf(best.page)) best = { lines, page, picture };
      const isLegible = page.confidence >= LEGIBLE;
      if (page.characters === 0 || (isLegible && !page.isOnItsSide)) break;
      // On its side its head is to the left where it is legible, else to the right. Otherwise it may be below.
      const next = (quarters + (page.isOnItsSide ? (isLegible ? 1 : 3) : 2)) % 4;
      if (tried.has(next)) break;
      for (; quarters !== next; quarters = (quarters + 1) % 4) picture = turned(picture);
    }
    return this.#withItsTable(best, this.#recogniser);
  }

  /** Where Tesseract looks for columns it misses those of short numbers; in lines across all columns it does not. */
  async #withItsTable(
    { lines, page, picture }: Reading,
    recogniser: TextRecogniser,
  ): Promise<RecognisedPage> {
    const area = tableArea(page.page);
    if (!area || page.confidence < LEGIBLE) return page;
    const top = Math.max(0, Math.floor(area.top / picture.pointsPerDot));
    const bottom = Math.min(picture.height, Math.ceil(area.bottom / picture.pointsPerDot));
    const { width } = picture;
    const part = {
      ...picture,
      height: bottom - top,
      grey: picture.grey.subarray(top * width, bottom * width),
    };
    const rows = (await recogniser.linesOf(part, 'block')).map((line) => movedDown(line, top));
    const isOutside = ({ bbox: { y0, y1 } }: Line) => (y0 + y1) / 2 < top || (y0 + y1) / 2 > bottom;
    const whole = recognisedPage([...lines.filter(isOutside), ...rows], picture);
    return whole.characters >= page.characters && whole.confidence >= page.confidence - LESS_SURE
      ? whole
      : page;
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

function movedDown(line: Line, by: number): Line {
  const moved = <T extends { y0: number; y1: number }>(box: T): T => ({
    ...box,
    y0: box.y0 + by,
    y1: box.y1 + by,
  });
  const words = line.words.map((word) => ({ ...word, bbox: moved(word.bbox) }));
  return { ...line, words, bbox: moved(line.bbox), baseline: moved(line.baseline) };
}
