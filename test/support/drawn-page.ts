import { arrangePage, type TextRun } from '../../src/extraction/domain/arrange-page.js';
import { textOfPage } from '../../src/extraction/domain/cell.js';
import type { DocumentText } from '../../src/extraction/domain/document-text.js';

/** Text at a place on a page, in a made-up font whose characters are all half as wide as high. */
export interface Drawn {
  text: string;
  /** The left edge, or with `right` the right one. */
  x?: number;
  right?: number;
  y: number;
  size?: number;
}

/** A document of pages that were drawn rather than read from a file. */
export function drawnDocument(...pages: Drawn[][]): DocumentText {
  const size = { width: 595, height: 842 };
  const arranged = pages.map((drawn) => arrangePage(size, drawn.map(runOf)));
  return { pages: arranged, text: arranged.map(textOfPage).join('\n\n'), notes: [] };
}

function runOf({ text, x = 0, right, y, size = 10 }: Drawn): TextRun {
  const width = (text.length * size) / 2;
  return { text, x: right === undefined ? x : right - width, y, width, height: size };
}
