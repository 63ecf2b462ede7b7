import { UnreadableContent } from '../application/unreadable-content.js';
import { arrangeRows, type Row, type Table } from '../domain/arrange-rows.js';
import { cleanText } from '../domain/clean-text.js';
import type { DocumentText, Page } from '../domain/document-text.js';
import type { TextLimits } from './text-limits.js';

/** Of a row, and characters of a cell, that are given places: the readers of fields look no further. */
const MOST_CELLS = 200;
const MOST_OF_A_CELL = 5_000;

/** Gathers what a reader of rows and paragraphs finds, as far as the limits go. */
export class TextOfRows {
  readonly #pages: Page[] = [];
  readonly #lines: string[] = [];
  readonly #notes: string[] = [];
  #tables: Table[] = [];
  #characters = 0;
  #words = 0;

  constructor(private readonly limits: TextLimits) {}

  /** Nothing more is kept. */
  get isFull(): boolean {
    return this.#characters >= this.limits.characters;
  }

  add(table: Table): void {
    const positioned: Row[] = [];
    for (const row of table) {
      if (this.isFull) break;
      const line = row.cells.map((cell) => cell.text.replace(/\s+/g, ' ').trim()).join('  ');
      this.#lines.push(line);
      this.#characters += line.length + 1;
      if (this.#words > this.limits.positionedWords) continue;
      this.#words += line.split(/\s+/).length;
      const cells = row.cells.slice(0, MOST_CELLS);
      positioned.push({
        ...row,
        cells: cells.map(({ column, text }) => ({ column, text: text.slice(0, MOST_OF_A_CELL) })),
      });
    }
    if (positioned.length > 0) this.#tables.push(positioned);
  }

  addNote(note: string): void {
    if (!this.#notes.includes(note)) this.#notes.push(note);
  }

  endPage(): void {
    this.#pages.push(...arrangeRows(this.#tables));
    this.#tables = [];
    if (this.#lines.length > 0) this.#lines.push('');
  }

  finish(): DocumentText {
    this.endPage();
    const text = cleanText(this.#lines.join('\n').slice(0, this.limits.characters)).trim();
    if (text === '') throw new UnreadableContent('The file holds no text.');
    if (this.isFull) this.addNote(`Only the first ${this.limits.characters} characters were kept.`);
    return { pages: this.#pages, text, notes: this.#notes };
  }
}
