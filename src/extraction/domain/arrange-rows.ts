import { arrangePage, type TextRun } from './arrange-page.js';
import type { Page } from './document-text.js';

export interface RowCell {
  /** Counted from 0; cells of one column stand below each other. */
  column: number;
  /** May have several lines. */
  text: string;
}

export interface Row {
  /** By ascending column; none: an empty line. */
  cells: RowCell[];
  /** The font size; that of running text is 1. */
  size: number;
}

/** Rows that share their columns. A paragraph is a table of one row with one cell. */
export type Table = readonly Row[];

const LINE_HEIGHT = 1.2;
const LINES_OF_A_PAGE = 60;
/** In characters, each half as wide as high. */
const WIDEST_COLUMN = 60;
const WIDEST_LINE = 110;
const GAP = 4;
/** Between a table and what is above and below it. */
const PADDING = 0.6;

/** Gives the text of a document without pages places as if it were printed: columns stay columns. */
export function arrangeRows(tables: readonly Table[]): Page[] {
  const pages: Page[] = [];
  let runs: TextRun[] = [];
  let y = 0;
  const endPage = () => {
    if (runs.length > 0) {
      const width = runs.reduce((widest, run) => Math.max(widest, run.x + run.width), 0);
      pages.push(arrangePage({ width, height: y }, runs));
    }
    runs = [];
    y = 0;
  };
  for (const table of tables) {
    const xs = columnsOf(table);
    if (table.length > 1) y += PADDING;
    for (const row of table) {
      const cells = row.cells.map((cell, i) => ({
        x: xs.get(cell.column)! / 2,
        lines: linesOf(cell.text, i === row.cells.length - 1 ? WIDEST_LINE : WIDEST_COLUMN),
      }));
      const height = Math.max(1, ...cells.map((cell) => cell.lines.length)) * LINE_HEIGHT * row.size;
      if (y + height > LINES_OF_A_PAGE * LINE_HEIGHT) endPage();
      for (const { x, lines } of cells) {
        lines.forEach((text, i) => {
          const baseline = y + (i + 1) * LINE_HEIGHT * row.size;
          runs.push({ text, x, y: baseline, width: (text.length * row.size) / 2, height: row.size });
        });
      }
      y += height;
    }
    if (table.length > 1) y += PADDING;
  }
  endPage();
  return pages;
}

/** Where the columns begin. A last cell may run on to the right, as it does in spreadsheets: it makes none wider. */
function columnsOf(table: Table): Map<number, number> {
  const widths = new Map<number, number>();
  for (const { cells } of table) {
    cells.forEach((cell, i) => {
      const lines = i === cells.length - 1 ? [] : linesOf(cell.text, WIDEST_COLUMN);
      const width = lines.reduce((widest, line) => Math.max(widest, line.length), 0);
      widths.set(cell.column, Math.max(widths.get(cell.column) ?? 0, width));
    });
  }
  const xs = new Map<number, number>();
  let x = 0;
  for (const [column, width] of [...widths].sort(([a], [b]) => a - b)) {
    xs.set(column, x);
    x += width + GAP;
  }
  return xs;
}

/** The lines of a text, folded between words where they are too long. */
function linesOf(text: string, widest: number): string[] {
  return text.split('\n').flatMap((line) => {
    if (line.length <= widest) return [line];
    const folded: string[] = [];
    let current = '';
    for (const word of line.split(' ')) {
      if (current !== '' && current.length + 1 + word.length > widest) {
        folded.push(current);
        current = '';
      }
      current = current === '' ? word : `${current} ${word}`;
    }
    return [...folded, current];
  });
}
