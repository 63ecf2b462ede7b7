import type { PictureFormat } from './file-reading.js';
import type { LanguageData } from './language-data.js';
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

/** Below that the page may lie on its side or upside down. */
const DOUBTFUL = 60;
const SURE = 75;

/** Recognises pages, one after the other. Its tools are loaded with the first page of their kind. */
export class PageRecogniser {
  #pdfs: PdfPictures | null = null;
  #recogniser: TextRecogniser | null = null;

  constructor(private readonly languages: readonly LanguageData[]) {}

  async recognise(wanted: PageToRecognise): Promise<RecognisedPage> {
    const { TextRecogniser } = await import('./text-recogniser.js');
    this.#recogniser ??= new TextRecogniser(this.languages);
    let picture = await this.#pictureOf(wanted);
    let best = recognisedPage(await this.#recogniser.blocksOf(picture), picture);
    if (best.characters === 0 || best.confidence >= DOUBTFUL) return best;
    for (let quarters = 1; quarters < 4 && best.confidence < SURE; quarters++) {
      picture = turned(picture);
      const other = recognisedPage(await this.#recogniser.blocksOf(picture), picture);
      if (other.confidence * other.characters > best.confidence * best.characters) best = other;
    }
    return best;
  }

  async #pictureOf({ path, format, number }: PageToRecognise): Promise<PagePicture> {
    if (format === 'image') return (await import('./picture-of-image.js')).pictureOfImage(path, number);
    const { PdfPictures } = await import('./pdf-pictures.js');
    return (this.#pdfs ??= new PdfPictures()).pictureOf(path, number);
  }
}
