import sharp from 'sharp';
import { UnreadableContent } from '../application/unreadable-content.js';
import type { FileReading } from './file-reading.js';
import { MOST_DOTS, MOST_PICTURES } from './picture-limits.js';

sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Png', 'Jpeg', 'Tiff', 'Webp', 'Nsgif', 'Heif'].map((format) => `VipsForeignLoad${format}`),
});

/** Looks at the head of a picture alone: how large it is, and how many pages a TIFF has. */
export async function readImage(path: string): Promise<FileReading> {
  const { width, height, pages, format } = await sharp(path, { limitInputPixels: false })
    .metadata()
    .catch(() => {
      throw new UnreadableContent('The picture could not be read: it is damaged.');
    });
  if (width * height > MOST_DOTS) {
    throw new UnreadableContent(
      `The picture is too large to be read: it has ${width} x ${height} dots, and at most ${MOST_DOTS / 1e6} million are read.`,
    );
  }
  const all = format === 'tiff' ? (pages ?? 1) : 1; // an animation says the same in all of its pictures
  const read = Math.min(all, MOST_PICTURES);
  const pictures = Array.from({ length: read }, (_, i) => i + 1);
  const notes = all > read ? [`Only the first ${read} of ${all} pages were read.`] : [];
  return { text: null, pictures: { format: 'image', pictures, pieces: [], notes } };
}
