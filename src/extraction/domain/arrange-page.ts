import { cleanText } from './clean-text.js';
import type { Line, Page, Word } from './document-text.js';

/** A stretch of text as a page draws it; `y` is the baseline, from the top. */
export interface TextRun {
  text: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A word longer than this is no word (a base64 blob, a line of dashes); the rest of it is dropped. */
const LONGEST_WORD = 200;

/** Puts the runs of one page, drawn in any order, into lines of words. */
export function arrangePage(size: { width: number; height: number }, runs: TextRun[]): Page {
  const words = withoutOverprints(runs.flatMap(wordsOf).sort((a, b) => a.y - b.y || a.x - b.x));
  const lines: Line[] = [];
  for (const word of words) {
    const line = lines.slice(-3).findLast((each) => sharesBaseline(each, word));
    if (!line) {
      lines.push({ y: word.y, height: word.height, words: [word] });
      continue;
    }
    line.words.push(word);
    line.height = Math.max(line.height, word.height);
  }
  for (const line of lines) line.words.sort((a, b) => a.x - b.x);
  return { width: size.width, height: size.height, lines: lines.sort((a, b) => a.y - b.y) };
}

function wordsOf(run: TextRun): Word[] {
  const text = cleanText(run.text);
  const perCharacter = run.width / Math.max(1, text.length);
  const words: Word[] = [];
  // A no-break space between digits groups them ("1 234,50"); any other white space separates words.
  for (const match of text.matchAll(/(?:(?<=\d)[\u00a0\u202f](?=\d)|\S)+/gu)) {
    words.push({
      text: cleanText(match[0].slice(0, LONGEST_WORD)),
      x: run.x + match.index * perCharacter,
      y: run.y,
      width: match[0].length * perCharacter,
      height: run.height,
    });
  }
  return words;
}

/** Half the height of the smaller one: a raised or larger value still stands beside its label. */
function sharesBaseline(line: Line, word: Word): boolean {
  return Math.abs(line.y - word.y) <= 0.45 * Math.min(line.height, word.height);
}

/** Some programs print bold text by drawing it twice, a hair apart. */
function withoutOverprints(words: Word[]): Word[] {
  return words.filter((word, i) => {
    for (let j = i - 1; j >= 0 && words[j]!.y > word.y - 1; j--) {
      if (words[j]!.text === word.text && Math.abs(words[j]!.x - word.x) < 0.1 * word.height) return false;
      if (i - j > 50) break;
    }
    return true;
  });
}
