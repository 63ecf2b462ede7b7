import sharp from 'sharp';
import type { PagePicture } from './page-picture.js';
import { PdfPictures } from './pdf-pictures.js';
import { pictureOfImage } from './picture-of-image.js';
import { readTextOfFile } from './read-text-of-file.js';

export interface PagesToDraw {
  path: string;
  most: number;
}

/** Of A4, about 110 dots to the inch: servers make pictures no larger than that anyway. */
const WIDTH = 1240;

/** JPEGs of the first pages of a PDF or a picture; none of other files. */
export async function drawPages({ path, most }: PagesToDraw): Promise<Uint8Array[]> {
  const pdfs = new PdfPictures();
  try {
    const pages = await pdfs.numberOfPages(path);
    const drawn: Uint8Array[] = [];
    if (pages === null) {
      const { pictures } = await readTextOfFile({ path });
      for (const number of pictures?.pictures.slice(0, most) ?? [])
        drawn.push(await jpegOf(await pictureOfImage(path, number)));
      return drawn;
    }
    for (let number = 1; number <= Math.min(pages, most); number++)
      drawn.push(await jpegOf(await pdfs.pictureOf(path, number)));
    return drawn;
  } finally {
    await pdfs.close();
  }
}

async function jpegOf({ width, height, grey }: PagePicture): Promise<Uint8Array> {
  return sharp(grey, { raw: { width, height, channels: 1 } })
    .resize({ width: WIDTH, withoutEnlargement: true })
    .jpeg({ quality: 80 })
    .toBuffer();
}
