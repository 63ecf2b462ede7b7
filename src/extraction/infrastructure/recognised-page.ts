import type { Line } from 'tesseract.js';
import { arrangePage, type TextRun } from '../domain/arrange-page.js';
import type { Page } from '../domain/document-text.js';
import type { PagePicture } from './page-picture.js';

export interface RecognisedPage {
  page: Page;
  /** 0 to 100, the mean of all words, longer ones counting more; 0 without words. */
  confidence: number;
  characters: number;
  /** Its words are higher than wide: they were read from below to above, and stand where they stand on their side. */
  isOnItsSide: boolean;
}

/** Specks and lines are "words" of less. */
const LEAST_CONFIDENCE = 20;
/** Lines long enough to tell how far askew the page lies, in their heights. */
const LONG = 8;
/** Characters that make a word wider than high. */
const WIDE = 4;

/** Puts what was recognised in its place, as if the page had lain straight. */
export function recognisedPage(
  lines: readonly Line[],
  { width, height, pointsPerDot }: Pick<PagePicture, 'width' | 'height' | 'pointsPerDot'>,
): RecognisedPage {
  const slopes = lines
    .filter(({ baseline: { x0, x1 }, rowAttributes }) => x1 - x0 > LONG * rowAttributes.rowHeight)
    .map(({ baseline: { x0, y0, x1, y1 } }) => (y1 - y0) / (x1 - x0))
    .sort((a, b) => a - b);
  const slope = slopes[Math.floor(slopes.length / 2)] ?? 0;
  const runs: TextRun[] = [];
  let weight = 0;
  let sure = 0;
  let wide = 0;
  let high = 0;
  for (const { words, baseline, rowAttributes, bbox } of lines) {
    const own = baseline.x1 > baseline.x0 ? (baseline.y1 - baseline.y0) / (baseline.x1 - baseline.x0) : 0;
    const size = rowAttributes.rowHeight > 0 ? rowAttributes.rowHeight : bbox.y1 - bbox.y0;
    for (const { text, confidence, bbox: box } of words) {
      if (text.trim() === '') continue;
      weight += text.length;
      sure += text.length * confidence;
      if (text.length >= WIDE) {
        if (box.x1 - box.x0 < box.y1 - box.y0) high += text.length;
        else wide += text.length;
      }
      if (confidence < LEAST_CONFIDENCE) continue; // left out, but it counts: a page on its side has many of these
      const y = baseline.y0 + own * (box.x0 - baseline.x0) - slope * box.x0;
      runs.push({
        text,
        x: box.x0 * pointsPerDot,
        y: y * pointsPerDot,
        width: (box.x1 - box.x0) * pointsPerDot,
        height: Math.max(1, size * pointsPerDot),
      });
    }
  }
  return {
    page: arrangePage({ width: width * pointsPerDot, height: height * pointsPerDot }, runs),
    confidence: weight > 0 ? Math.round(sure / weight) : 0,
    characters: weight,
    isOnItsSide: high > wide,
  };
}
