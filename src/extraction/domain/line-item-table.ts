import { type DecimalMark, findAmounts, parseAmount } from './amount.js';
import { type Cell, cellOf, cellsOf, overlaps } from './cell.js';
import { CURRENCY_CODES } from './currency.js';
import type { Line, Page } from './document-text.js';
import type { LineItem } from './extraction.js';
import type { Fragment, LabelFinder } from './fragment.js';
import type { ColumnKey, LabelKey, Language } from './language.js';
import { PhraseTable, tokenOf } from './phrase-table.js';

interface Column {
  key: ColumnKey;
  rank: number;
  x: number;
  right: number;
  /** A head that the language does not have. */
  unknown?: boolean;
  /** A head that is the label of a field: "Invoice no." in an export where every row repeats it. */
  field?: LabelKey;
}

export interface LineItemTable {
  items: LineItem[];
  /** The lines that the table takes up, by page: no label or total is to be looked for there. */
  lines: Set<Line>;
  /** What every row of one invoice repeats in columns that are headed by labels; none without its number. */
  repeated: { key: LabelKey; text: string }[];
}

const MOST_COLUMNS = 20;
const MOST_UNKNOWN = 2;
const ITEM_KEYS: readonly ColumnKey[] = ['description', 'quantity', 'unit_price', 'amount'];
const AFTER_THE_ITEMS: ReadonlySet<LabelKey> = new Set(['subtotal', 'total', 'tax', 'amount_due']);
const OF_THE_INVOICE: ReadonlySet<LabelKey> = new Set([
  ...(['invoice_number', 'invoice_date', 'due_date', 'po_number', 'currency', 'payment_terms'] as const),
  ...(['vendor', 'customer', 'other'] as const),
]);
const NOT_AN_ITEM: ReadonlySet<LabelKey> = new Set(['other', 'discount', 'shipping']);

/** Reads the table of line items: a row of known column heads, and what stands below them. */
export class LineItemTableReader {
  readonly #heads: PhraseTable<ColumnKey>;

  constructor(
    private readonly language: Language,
    private readonly labels: LabelFinder,
  ) {
    this.#heads = new PhraseTable(Object.entries(language.columns) as [ColumnKey, string[]][]);
  }

  read(pages: Page[], decimalMark: DecimalMark): LineItemTable {
    const table: LineItemTable = { items: [], lines: new Set(), repeated: [] };
    const stated = new Map<LabelKey, string[]>();
    let columns: Column[] | null = null;
    let ended = false;
    for (const page of pages) {
      let previous: Line | null = null;
      let endedHere = false;
      for (let i = 0; i < page.lines.length; i++) {
        const head = this.#headAt(page.lines, i);
        if (head && !endedHere && (!columns || head.columns.length === columns.length)) {
          columns = head.columns;
          ended = false;
          for (const line of page.lines.slice(i, i + head.height)) table.lines.add(line);
          i += head.height - 1;
          previous = page.lines[i]!;
          continue;
        }
        if (!columns || ended) continue;
        const line = page.lines[i]!;
        const row = rowOf(line, columns, decimalMark);
        const fragments = this.labels.fragmentsOf(line);
        const label = totalsLabelOf(fragments) ?? fragments[0]?.label?.key;
        const isItem =
          row.amount !== '' &&
          hasName(row, decimalMark) &&
          (row.quantity !== '' ||
            row.unit_price !== '' ||
            (label === 'subtotal' && table.items.length === 0 && this.#goesOn(page.lines[i + 1])));
        if (label && !isItem && AFTER_THE_ITEMS.has(label)) {
          // A subtotal of the page when the same heads follow on the next one.
          ended = endedHere = true;
          continue;
        }
        if (label && !isItem && NOT_AN_ITEM.has(label) && row.amount !== '') continue;
        if (row.amount !== '' && hasName(row, decimalMark)) {
          table.items.push(row);
          table.lines.add(line);
          for (const cell of cellsOf(line)) {
            const { field } = columnFor(cell, columns);
            if (!field) continue;
            if (!stated.has(field)) stated.set(field, []);
            stated.get(field)!.push(cell.text);
          }
          previous = line;
        } else if (previous && onlyDescription(row) && line.y - previous.y <= 1.75 * previous.height) {
          const item = table.items.at(-1);
          if (!item || !table.lines.has(previous)) continue;
          if (!standsBelow(line, columns)) continue;
          item.description += ` ${row.description}`;
          table.lines.add(line);
          previous = line;
        }
      }
    }
    return { ...table, repeated: repeatedIn(stated, table.items.length) };
  }

  /** Below "Fees  300.00" as the first item stands another one or the subtotal, but below a subtotal tax or total. */
  #goesOn(next: Line | undefined): boolean {
    const label = next && this.labels.fragmentsOf(next)[0]?.label?.key;
    return next !== undefined && (!label || label === 'subtotal');
  }

  /** Column heads in one line, or in two where they are stacked ("Unit" above "price"). */
  #headAt(lines: Line[], at: number): { columns: Column[]; height: number } | null {
    const line = lines[at]!;
    const next = lines[at + 1];
    const one = this.#columnsOf(cellsOf(line));
    const two =
      next &&
      next.y - line.y <= 1.8 * line.height &&
      line.words.length + next.words.length <= 4 * MOST_COLUMNS
        ? this.#columnsOf(stack(cellsOf(line), cellsOf(next)))
        : [];
    const best = coreOf(two) > coreOf(one) ? { columns: two, height: 2 } : { columns: one, height: 1 };
    const columns = withUnknown(best.columns);
    return isHead(columns) ? { ...best, columns: onePerKey(columns) } : null;
  }

  #fieldOf(cell: Cell): LabelKey | null {
    const label = this.labels.labelOf(cell);
    return label && OF_THE_INVOICE.has(label) ? label : null;
  }

  #columnsOf(cells: Cell[]): Column[] {
    const columns: Column[] = [];
    let unknown = 0;
    if (cells.length > MOST_COLUMNS) return [];
    for (const cell of cells) {
      const words = cell.words.filter((word, i) => !isCurrency(word.text) && !isOfCurrency(cell.words, i));
      if (words.length === 0) columns.push({ key: 'amount', rank: 100, x: cell.x, right: cell.right });
      const tokens = words.map((word) => tokenOf(word.text, this.language.numberWords));
      const heads: Column[] = [];
      for (let i = 0; i < words.length;) {
        const match = this.#heads.match(tokens, i);
        const field = !match || match.key === 'other' ? this.#fieldOf(cell) : null;
        if (!match && field) {
          heads.splice(0, i, { key: 'other', rank: 100, x: cell.x, right: cell.right, field });
          break;
        }
        if (!match) {
          // a head row has hardly anything but heads
          if (++unknown > MOST_UNKNOWN || /\d/.test(cell.text)) return [];
          heads.splice(0, i, { key: 'other', rank: 100, x: cell.x, right: cell.right, unknown: true });
          break;
        }
        const { x, right } = cellOf(words.slice(i, i + match.length));
        heads.push({ key: match.key, rank: match.rank, x, right, ...(field && { field }) });
        i += match.length;
      }
      columns.push(...heads);
    }
    // A currency alone heads the amounts where nothing else does: "Qty  Item  Price  EUR".
    const hasAmount = columns.some((column) => column.key === 'amount' && column.rank < 100);
    return hasAmount ? columns.filter((column) => column.key !== 'amount' || column.rank < 100) : columns;
  }
}

function repeatedIn(stated: Map<LabelKey, string[]>, rows: number): LineItemTable['repeated'] {
  const repeated = [...stated].flatMap(([key, texts]) =>
    texts.length === rows && new Set(texts).size === 1 ? [{ key, text: texts[0]! }] : [],
  );
  return repeated.some(({ key }) => key === 'invoice_number') ? repeated : [];
}

/** "(EUR)", "€", "CHF" */
function isCurrency(text: string): boolean {
  return /^\(.*\)$|^\p{Sc}$/u.test(text) || CURRENCY_CODES.has(text);
}

/** "in EUR", "en €" */
function isOfCurrency(words: { text: string }[], i: number): boolean {
  const next = words[i + 1];
  return next !== undefined && /^(?:in|en)$/i.test(words[i]!.text) && isCurrency(next.text);
}

/** A row of labels with the totals below them has several. */
function totalsLabelOf(fragments: Fragment[]): LabelKey | null {
  const keys = fragments.flatMap(({ label }) => (label && AFTER_THE_ITEMS.has(label.key) ? [label.key] : []));
  return keys.length > 1 ? keys[0]! : null;
}

function hasName(row: LineItem, decimalMark: DecimalMark): boolean {
  return row.description !== '' && parseAmount(row.description, decimalMark) === null;
}

/**
 * A head that the language does not have is one of something else, or when it is what a table of items must have
 * and the others are known, it is the description, or on the right the amount.
 */
function withUnknown(columns: Column[]): Column[] {
  if (!columns.some((column) => column.unknown)) return columns;
  const keys = new Set(columns.filter((column) => !column.unknown).map((column) => column.key));
  const known = ITEM_KEYS.filter((key) => keys.has(key));
  const missing = ITEM_KEYS.filter((key) => !keys.has(key));
  if (columns.length < 4 || known.length < 3) return withoutPrices(columns);
  const amountLast = missing.includes('amount') && columns.at(-1)!.unknown;
  return columns.map((column, i) => {
    if (!column.unknown) return column;
    if (amountLast && i === columns.length - 1) return { ...column, key: 'amount' as const };
    const key = missing.find((each) => each !== 'amount');
    if (!key) return column;
    missing.splice(missing.indexOf(key), 1);
    return { ...column, key };
  });
}

/** "Service  Telephone  Amount", "Your plan  Period  Amount": one head of three is unknown. */
function withoutPrices(columns: Column[]): Column[] {
  const [first, middle, last] = columns;
  if (columns.length !== 3 || last!.key !== 'amount') return [];
  if (first!.key === 'description' && middle!.unknown) return columns;
  return first!.unknown && middle!.key === 'other' && !middle!.unknown
    ? [{ ...first!, key: 'description' }, middle!, last!]
    : [];
}

function coreOf(columns: Column[]): number {
  return new Set(columns.filter((column) => !column.unknown).map((column) => column.key)).size;
}

function isHead(columns: Column[]): boolean {
  const keys = new Set(columns.map((column) => column.key));
  const priced = keys.has('amount') || keys.has('unit_price');
  return columns.length >= 2 && priced && keys.has('description');
}

/** Of several heads with one meaning ("Item" and "Description", "Net" and "Gross") the most telling counts. */
function onePerKey(columns: Column[]): Column[] {
  const lacksAmount = !columns.some((column) => column.key === 'amount');
  const lastPrice = columns.findLast((column) => column.key === 'unit_price');
  return columns.map((column) => {
    if (lacksAmount && column === lastPrice) return { ...column, key: 'amount' as const };
    const better = columns.some((other) => other.key === column.key && other.rank < column.rank);
    return better ? { ...column, key: 'other' as const } : column;
  });
}

function stack(upper: Cell[], lower: Cell[]): Cell[] {
  const used = new Set<Cell>();
  const stacked = upper.map((cell) => {
    const below = lower.filter((each) => overlaps(cell, each));
    below.forEach((each) => used.add(each));
    const merged = cellOf([...cell.words, ...below.flatMap((each) => each.words)]);
    return { ...merged, x: Math.min(cell.x, ...below.map((each) => each.x)) };
  });
  return [...stacked, ...lower.filter((cell) => !used.has(cell))].sort((a, b) => a.x - b.x);
}

function rowOf(line: Line, columns: Column[], decimalMark: DecimalMark): LineItem {
  const texts: Record<ColumnKey, string[]> = {
    description: [],
    quantity: [],
    unit_price: [],
    amount: [],
    other: [],
  };
  for (const cell of cellsOf(line)) {
    const column = columnFor(cell, columns);
    const numeric = column.key !== 'description' && column.key !== 'other';
    const text = numeric ? cell.text.replace(/(?<=\d)\p{L}{1,4}\.?$/u, '') : cell.text; // "120.00T": taxable, "2h"
    const isNumber = isMostlyNumber(text, decimalMark);
    texts[numeric && !isNumber ? 'other' : column.key].push(text);
  }
  const row: LineItem = {
    description: texts.description.join(' '),
    quantity: numberIn(texts.quantity.join(' '), decimalMark),
    unit_price: amountIn(texts.unit_price.join(' '), decimalMark),
    amount: amountIn(texts.amount.join(' '), decimalMark),
  };
  return row.amount === '' && row.description !== '' ? fromTheRight(row, columns, decimalMark) : row;
}

/** A number with at most a currency or a unit: "2 Stk.", "USD 4.00 / pc", but not "Page 2 of 3". */
function isMostlyNumber(text: string, decimalMark: DecimalMark): boolean {
  if (/^\p{Sc}$|^[A-Z]{3}$/u.test(text)) return true;
  const [amount, ...more] = findAmounts(text, decimalMark);
  if (!amount || more.length > 1) return false;
  const words = (text.slice(0, amount.index) + text.slice(amount.end)).match(/\p{L}+/gu) ?? [];
  return words.length <= 2 && words.join('').length <= 12 && !/^\p{L}/u.test(text.slice(0, amount.index));
}

/** Text without columns ("Widget 2 10.00 20.00"): the last numbers are those of the last columns. */
function fromTheRight(row: LineItem, columns: Column[], decimalMark: DecimalMark): LineItem {
  const numeric = columns.filter((column) => column.key !== 'other').map((column) => column.key);
  const tail = numeric.slice(numeric.indexOf('description') + 1);
  const words = row.description.split(' ');
  if (tail.length < 2 || words.length <= tail.length) return row;
  const numbers = words.slice(-tail.length);
  if (!numbers.every((number) => /^\p{Sc}?-?[\d.,]+$/u.test(number))) return row;
  const read: LineItem = { ...row, description: words.slice(0, -tail.length).join(' ') };
  tail.forEach((key, i) => {
    if (key === 'quantity') read.quantity = numberIn(numbers[i]!, decimalMark);
    if (key === 'unit_price' || key === 'amount') read[key] = amountIn(numbers[i]!, decimalMark);
  });
  return read;
}

/** Columns are aligned left, right or centred, and a cell follows one of the three. */
function columnFor(cell: Cell, columns: Column[]): Column {
  const distance = (column: Column) =>
    Math.min(
      Math.abs(cell.x - column.x),
      Math.abs(cell.right - column.right),
      Math.abs((cell.x + cell.right - column.x - column.right) / 2),
    );
  return columns.reduce((nearest, column) => (distance(column) < distance(nearest) ? column : nearest));
}

function amountIn(text: string, decimalMark: DecimalMark): string {
  return findAmounts(text, decimalMark)[0]?.value ?? '';
}

/** Quantities keep the decimals that matter: `2`, `1.5`. */
function numberIn(text: string, decimalMark: DecimalMark): string {
  return amountIn(text, decimalMark).replace(/\.?0+$/, '');
}

function onlyDescription(row: LineItem): boolean {
  return (
    /[\p{L}\d]/u.test(row.description) && row.quantity === '' && row.unit_price === '' && row.amount === ''
  );
}

/** A further line of a description begins where descriptions begin, or a little further in. */
function standsBelow(line: Line, columns: Column[]): boolean {
  const description = columns.find((column) => column.key === 'description')!;
  const cells = cellsOf(line);
  const indent = cells[0]!.x - description.x;
  return cells.length === 1 && indent > -line.height && indent < 3 * line.height;
}
