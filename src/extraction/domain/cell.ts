import type { Line, Page, Word } from './document-text.js';

/** Words that belong together: no gap between them is wider than a space could be. */
export interface Cell {
  words: Word[];
  text: string;
  x: number;
  right: number;
  y: number;
  height: number;
}

/** In font sizes. A space is about 0.25 wide, in justified text up to 0.6; columns stand further apart. */
const WIDEST_SPACE = 0.8;

export function cellsOf(line: Line): Cell[] {
  const groups: Word[][] = [];
  for (const word of line.words) {
    if (isLeader(word)) {
      if (groups.at(-1)?.length) groups.push([]);
      continue;
    }
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group && last && word.x - (last.x + last.width) < WIDEST_SPACE * Math.max(last.height, word.height)) {
      group.push(word);
    } else {
      groups.push([word]);
    }
  }
  return groups.filter((group) => group.length > 0).map(cellOf);
}

/** "Invoice no. ........ 1001": the dots lead from one column to the next. */
function isLeader(word: Word): boolean {
  return /^(?:\.{3,}|…+|_{3,})$/.test(word.text);
}

export function cellOf(words: Word[]): Cell {
  const first = words[0]!;
  return {
    words,
    text: words.map((word) => word.text).join(' '),
    x: first.x,
    right: words.reduce((right, word) => Math.max(right, word.x + word.width), first.x),
    y: first.y,
    height: words.reduce((height, word) => Math.max(height, word.height), 0),
  };
}

export function overlaps(
  a: { x: number; right: number },
  b: { x: number; right: number },
  slack = 0,
): boolean {
  return a.x < b.right + slack && b.x < a.right + slack;
}

/** The text of a page; two spaces where a column ends. */
export function textOfPage(page: Page): string {
  return page.lines
    .map((line) =>
      cellsOf(line)
        .map((cell) => cell.text)
        .join('  '),
    )
    .join('\n');
}
