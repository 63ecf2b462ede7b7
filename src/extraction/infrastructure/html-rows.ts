import type { Handler } from 'htmlparser2';
import type { Row, RowCell } from '../domain/arrange-rows.js';
import type { TextOfRows } from './text-of-rows.js';

/** Elements whose text nobody sees on the page. */
const UNSEEN = new Set(
  'audio canvas datalist head iframe math noscript object script style svg template title video'.split(' '),
);
/** Elements that begin and end a line. */
const BLOCKS = new Set(
  (
    'address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure ' +
    'footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol option p pre section summary ul'
  ).split(' '),
);
const HEADINGS: Record<string, number> = { h1: 2, h2: 1.6, h3: 1.3 };
const INVISIBLE = /(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0(?![.\d]))/i;
/** Of a cell, and columns of a table that cells from above can take up. */
const MOST_SPANNED = 200;
/** A longer table is handed on in pieces, so that it need not be held whole. */
const ROWS_AT_ONCE = 2000;

interface OpenTable {
  rows: Row[];
  /** null: between rows. */
  cells: RowCell[] | null;
  column: number;
  /** Whether a cell is open: its text is what is being gathered. */
  inCell: boolean;
  colspan: number;
  /** Columns that cells of rows above still take up, and for how many rows. */
  spans: Map<number, number>;
}

/** Turns HTML into rows of cells and paragraphs while it is parsed: no tree, no recursion. */
export class HtmlRows implements Partial<Handler> {
  /** How many elements are open. */
  depth = 0;
  /** At which depth the outermost unseen element opened. */
  #unseenSince: number | null = null;
  #preformatted = 0;
  #size = 1;
  #gathered = '';
  readonly #tables: OpenTable[] = [];
  /** Consecutive paragraphs with tabs: their columns belong together. */
  #tabbed: Row[] = [];

  constructor(
    private readonly text: TextOfRows,
    private readonly tabs: boolean,
  ) {}

  onopentag(name: string, attributes: Record<string, string>): void {
    this.depth++;
    if (this.#unseenSince !== null) return;
    const { hidden, style = '' } = attributes;
    if (UNSEEN.has(name) || hidden !== undefined || INVISIBLE.test(style)) {
      this.#unseenSince = this.depth;
      return;
    }
    if (name === 'br') this.#gathered += '\n';
    else if (name === 'pre') this.#preformatted++;
    if (BLOCKS.has(name)) this.#breakLine();
    if (HEADINGS[name]) this.#size = HEADINGS[name];
    if (name === 'table') this.#openTable();
    else if (name === 'tr') this.#openRow();
    else if (name === 'td' || name === 'th') this.#openCell(attributes);
  }

  onclosetag(name: string): void {
    this.depth--;
    if (this.#unseenSince !== null) {
      if (this.depth < this.#unseenSince) this.#unseenSince = null;
      return;
    }
    if (name === 'pre') this.#preformatted--;
    if (BLOCKS.has(name)) this.#breakLine();
    if (HEADINGS[name]) this.#size = 1;
    if (name === 'table') this.#closeTable();
    else if (name === 'tr') this.#closeRow();
    else if (name === 'td' || name === 'th') this.#closeCell();
  }

  ontext(data: string): void {
    if (this.#unseenSince !== null) return;
    const space = this.tabs ? /[ \n\r\f]+/g : /[ \n\r\f\t]+/g;
    this.#gathered += this.#preformatted > 0 ? data : data.replace(space, ' ');
  }

  finish(): void {
    while (this.#tables.length > 0) this.#closeTable();
    this.#breakLine();
    this.#endTabbed();
  }

  #breakLine(): void {
    if (this.#tables.at(-1)?.inCell) {
      if (this.#gathered.trim() !== '' && !this.#gathered.endsWith('\n')) this.#gathered += '\n';
      return;
    }
    for (const line of this.#takeLines()) {
      const cells = line.split('\t').map((text, column) => ({ column, text: text.trim() }));
      const filled = cells.filter((cell) => cell.text !== '');
      if (filled.length === 0) continue;
      if (cells.length > 1) {
        this.#tabbed.push({ cells: filled, size: this.#size });
        continue;
      }
      this.#endTabbed();
      this.text.add([{ cells: filled, size: this.#size }]);
    }
  }

  #endTabbed(): void {
    if (this.#tabbed.length > 0) this.text.add(this.#tabbed);
    this.#tabbed = [];
  }

  #takeLines(): string[] {
    const lines = this.#gathered.split('\n').map((line) => line.replace(/^[ \r]+|[ \r]+$/g, ''));
    this.#gathered = '';
    return lines;
  }

  #openTable(): void {
    // A table within a cell stands for itself, after what its row had before it.
    const outer = this.#tables.at(-1);
    if (outer) this.#handOn(outer);
    else this.#breakLine();
    this.#endTabbed();
    this.#tables.push({ rows: [], cells: null, column: 0, inCell: false, colspan: 1, spans: new Map() });
  }

  #closeTable(): void {
    const table = this.#tables.at(-1);
    if (!table) return;
    this.#closeRow();
    this.#breakLine();
    this.#handOn(table);
    this.#tables.pop();
  }

  #handOn(table: OpenTable): void {
    if (table.inCell) {
      this.#endCellText(table);
      table.inCell = true; // what follows the inner table is still of this cell
    }
    if (table.cells) this.#endRow(table, []);
    if (table.rows.length > 0) this.text.add(table.rows);
    table.rows = [];
  }

  #openRow(): void {
    const table = this.#tables.at(-1);
    if (!table) return this.#breakLine();
    this.#closeRow();
    this.#breakLine();
    table.cells = [];
    table.column = 0;
  }

  #closeRow(): void {
    const table = this.#tables.at(-1);
    if (!table) return this.#breakLine();
    this.#closeCell();
    if (!table.cells) return;
    this.#endRow(table, null);
    for (const [column, left] of table.spans) {
      if (left <= 1) table.spans.delete(column);
      else table.spans.set(column, left - 1);
    }
    if (table.rows.length >= ROWS_AT_ONCE) this.#handOn(table);
  }

  #endRow(table: OpenTable, next: RowCell[] | null): void {
    if (table.cells!.length > 0) table.rows.push({ cells: table.cells!, size: 1 });
    table.cells = next;
  }

  #openCell(attributes: Record<string, string>): void {
    const table = this.#tables.at(-1);
    if (!table) return this.#breakLine();
    this.#closeCell();
    this.#breakLine();
    table.cells ??= [];
    while (table.spans.has(table.column)) table.column++;
    table.inCell = true;
    table.colspan = spanned(attributes['colspan']);
    const rowspan = spanned(attributes['rowspan']);
    const last = Math.min(table.column + table.colspan, MOST_SPANNED);
    for (let column = table.column; rowspan > 1 && column < last; column++) table.spans.set(column, rowspan);
  }

  #closeCell(): void {
    const table = this.#tables.at(-1);
    if (!table) return this.#breakLine();
    if (!table.inCell) return;
    this.#endCellText(table);
    table.column += table.colspan;
  }

  #endCellText(table: OpenTable): void {
    table.inCell = false;
    const lines = this.#takeLines()
      .map((line) => line.replace(/\t/g, ' ').trim())
      .filter((line) => line !== '');
    if (lines.length > 0) (table.cells ??= []).push({ column: table.column, text: lines.join('\n') });
  }
}

function spanned(attribute: string | undefined): number {
  const span = Number.parseInt(attribute ?? '', 10);
  return span > 1 ? Math.min(span, MOST_SPANNED) : 1;
}
