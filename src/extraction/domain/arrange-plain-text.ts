import { arrangePage, type TextRun } from './arrange-page.js';
import type { Page } from './document-text.js';

const TAB = 8;

/** Gives the characters of a plain text places on a grid, half as wide as high, so that columns stay columns. */
export function arrangePlainText(text: string): Page[] {
  return text.split('\f').map((page) => {
    const runs: TextRun[] = page.split(/\r\n|\r|\n/).map((line, i) => {
      const expanded = expandTabs(line);
      return { text: expanded, x: 0, y: (i + 1) * 1.2, width: expanded.length / 2, height: 1 };
    });
    const width = runs.reduce((widest, run) => Math.max(widest, run.width), 0);
    return arrangePage({ width, height: runs.length * 1.2 }, runs);
  });
}

function expandTabs(line: string): string {
  if (!line.includes('\t')) return line;
  let expanded = '';
  for (const part of line.split('\t')) {
    expanded += part;
    expanded += ' '.repeat(TAB - (expanded.length % TAB));
  }
  return expanded.trimEnd();
}
