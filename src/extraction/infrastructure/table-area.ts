import { cellsOf } from '../domain/cell.js';
import type { Page } from '../domain/document-text.js';

/** In points. */
export interface Area {
  top: number;
  bottom: number;
}

/** Fewer are a label and its value. */
const CELLS = 3;
/** Of the height of a line, above the first baseline and below the last one. */
const [ABOVE, BELOW] = [2, 1];

/** Where rows of columns stand on a page; null when there are none. */
export function tableArea({ lines }: Page): Area | null {
  const rows = lines.filter((line) => cellsOf(line).length >= CELLS);
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last || first === last) return null;
  return { top: first.y - ABOVE * first.height, bottom: last.y + BELOW * last.height };
}
