import type { PagePicture } from './page-picture.js';

/** The same picture turned clockwise by a quarter. */
export function turned({ width, height, grey, pointsPerDot }: PagePicture): PagePicture {
  const result = Buffer.allocUnsafe(grey.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) result[x * height + (height - 1 - y)] = grey[y * width + x]!;
  }
  return { width: height, height: width, grey: result, pointsPerDot };
}
