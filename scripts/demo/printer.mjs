import { styleText } from 'node:util';

const LABEL = 16;
const colours = process.stdout.isTTY && !process.env.NO_COLOR;
/** Where long values are cut. */
const WIDTH = Math.max(80, Math.min(process.stdout.columns || 110, 140));

/**
 * @param {Parameters<typeof styleText>[0]} format
 * @param {string} text
 */
export function style(format, text) {
  return colours ? styleText(format, text) : text;
}

let number = 0;
let hasLines = true;

/**
 * The first line of a step.
 * @param {string} title
 * @param {string} text
 */
export function step(title, text) {
  number++;
  if (hasLines) console.log();
  hasLines = false;
  console.log(`${style('bold', `${String(number).padStart(2)}  ${title.padEnd(LABEL - 4)}`)}${text}`);
}

/** A further line of a step. @param {string} text */
export function line(text) {
  hasLines = true;
  console.log(`${' '.repeat(LABEL)}${text}`);
}

/** What was checked and held. @param {string} text */
export function checked(text) {
  line(`${style('green', '✓')} ${text}`);
}

/**
 * Names and values in two columns; values that do not fit are cut.
 * @param {[name: string, value: string][]} rows
 * @param {string[]} whole names whose values are shown in full
 */
export function table(rows, whole = []) {
  const column = Math.max(...rows.map(([name]) => name.length)) + 2;
  for (const [name, value] of rows) {
    const room = WIDTH - LABEL - column;
    const shown =
      whole.includes(name) || value.length <= room
        ? value.split('\n').join(`\n${' '.repeat(LABEL + column)}`)
        : `${value.slice(0, room - 1)}…`;
    line(`${style('dim', name.padEnd(column))}${shown}`);
  }
}

/** @param {number} ms */
export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
