import { linesRunDown } from './lines-run-down.js';
import type { PagePicture } from './page-picture.js';
import { turned } from './turned.js';

describe('The direction of lines', () => {
  /** Lines of letters with strokes, on a page that lies a little askew. */
  const page = (width: number, height: number): PagePicture => {
    const grey = Buffer.alloc(width * height, 255);
    for (let y = 60; y < height - 60; y++) {
      for (let x = 60; x < width - 60; x++) {
        const line = Math.floor(y + x / 100) % 45;
        if (line < 22 && x % 14 < 5) grey[y * width + x] = 0;
      }
    }
    return { width, height, grey, pointsPerDot: 0.36 };
  };

  it.each([
    ['upright', page(1650, 2340)],
    ['landscape', page(2340, 1650)],
    ['a receipt', page(600, 2400)],
  ])('is seen on a page, whichever way it is turned: %s', (_, upright) => {
    const onItsSide = turned(upright);
    expect([upright, turned(onItsSide)].map(linesRunDown)).toEqual([false, false]);
    expect([onItsSide, turned(turned(onItsSide))].map(linesRunDown)).toEqual([true, true]);
  });

  it('is across on a page with nothing on it', () => {
    const blank = { width: 90, height: 40, grey: Buffer.alloc(3600, 255), pointsPerDot: 1 };
    expect([blank, { ...blank, width: 1, height: 1, grey: Buffer.alloc(1) }].map(linesRunDown)).toEqual([
      false,
      false,
    ]);
  });
});
