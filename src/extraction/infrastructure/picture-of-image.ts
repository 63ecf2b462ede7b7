import sharp from 'sharp';
import { UnreadableContent } from '../application/unreadable-content.js';
import './image-pages.js'; // it forbids Sharp what is not read
import type { PagePicture } from './page-picture.js';
import { MOST_DOTS, RECOGNISED_DOTS } from './picture-limits.js';

/** Of A4, so that sizes are those of a page. */
const WIDTH_IN_POINTS = 595;
/** Smaller ones are enlarged: letters should be 20 dots high. */
const SMALL = 1200;

/** @param number 1 for the first page of a TIFF */
export async function pictureOfImage(path: string, number: number): Promise<PagePicture> {
  try {
    const input = {
      limitInputPixels: MOST_DOTS,
      page: number - 1,
      failOn: 'error',
      sequentialRead: true,
    } as const;
    const { autoOrient } = await sharp(path, input).metadata();
    const dots = autoOrient.width * autoOrient.height;
    const enlarged = Math.max(autoOrient.width, autoOrient.height) < SMALL ? 2 : 1;
    const factor = Math.min(enlarged, Math.sqrt(RECOGNISED_DOTS / dots));
    const width = Math.max(1, Math.round(autoOrient.width * factor));
    const { data, info } = await sharp(path, input)
      .autoOrient()
      .flatten({ background: 'white' })
      .resize({ width })
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const grey = info.channels === 1 ? data : everyNth(data, info.channels);
    return { width: info.width, height: info.height, grey, pointsPerDot: WIDTH_IN_POINTS / info.width };
  } catch {
    throw new UnreadableContent('The picture could not be read: it is damaged.');
  }
}

function everyNth(data: Buffer, channels: number): Buffer {
  const first = Buffer.allocUnsafe(data.length / channels);
  for (let i = 0; i < first.length; i++) first[i] = data[i * channels]!;
  return first;
}
