import { type DecimalMark, findAmounts } from './amount.js';
import { cellsOf } from './cell.js';
import { fromUnits, multiply, toUnits } from './decimal.js';
import type { Line, Page } from './document-text.js';
import type { LineItem } from './extraction.js';
import type { LabelFinder } from './fragment.js';
import type { LabelKey } from './language.js';

const AFTER_THE_ITEMS: ReadonlySet<LabelKey> = new Set(['subtotal', 'total', 'tax', 'amount_due', 'tender']);

/** A price has decimals, and may be followed by a letter or digit for its rate of tax: "2,80 A", "4.50*". */
const PRICE = /^(.*?\d[.,]\d{2}-?)(?:\s?\p{Sc}|\s?\p{Lu}{3})?(?:\s?[A-Z0-9*]{1,2})?$/u;
/** "2 x 1,40", "3 Stk à 2,00", "0,482 kg x 3,99 EUR/kg" */
const TIMES =
  /^(\d{1,4}(?:[.,]\d{1,3})?)\s?(?:\p{L}{1,5}\.?\s)?(?:[x×*@]|à|a)\s?(\p{Sc}?\s?\d[\d.,]*)(?:\s?(?:\p{Sc}|\p{Lu}{3}))?(?:\s?\/\s?\p{L}{1,5})?$/iu;

/** The items of a till receipt: a table without heads, a name on the left and a price on the right of each line. */
export function receiptItems(pages: Page[], labels: LabelFinder, decimalMark: DecimalMark): LineItem[] {
  const items: LineItem[] = [];
  let pending: { quantity: string; unit_price: string } | null = null;
  const read = (text: string) => findAmounts(text, decimalMark)[0]?.value ?? '';
  for (const line of pages.flatMap((page) => page.lines)) {
    const label = labels.fragmentsOf(line)[0]?.label?.key;
    if (label && AFTER_THE_ITEMS.has(label) && /\d/.test(textOf(line))) {
      if (items.length > 0) break;
      continue;
    }
    if (label) continue;
    const texts = cellsOf(line).map((cell) => cell.text);
    const times = TIMES.exec(texts[0]!);
    if (times && texts.length <= 2) {
      const each = { quantity: quantityOf(read(times[1]!)), unit_price: read(times[2]!) };
      const last = items.at(-1);
      if (texts.length === 1 && last?.quantity === '' && isProduct(each, last.amount))
        Object.assign(last, each);
      else pending = each;
      continue;
    }
    const price = PRICE.exec(texts.at(-1)!)?.[1];
    const amount = texts.length > 1 && price ? read(price) : '';
    if (amount === '') continue;
    const item = itemOf(texts.slice(0, -1), amount, read);
    if (item && pending && isProduct(pending, amount)) Object.assign(item, pending);
    pending = null;
    if (item) items.push(item);
  }
  return items;
}

/** "2 x Espresso" and "Espresso  2 x 1,40" state a quantity. */
function itemOf(texts: string[], amount: string, read: (text: string) => string): LineItem | null {
  const item: LineItem = { description: '', quantity: '', unit_price: '', amount };
  const words: string[] = [];
  for (const text of texts) {
    const times = TIMES.exec(text);
    const counted = /^(\d{1,3})\s?[x×]\s(?=\p{L})(.*)$/iu.exec(text);
    if (times) Object.assign(item, { quantity: quantityOf(read(times[1]!)), unit_price: read(times[2]!) });
    else if (counted) {
      item.quantity = counted[1]!;
      words.push(counted[2]!);
    } else if (/^\d{1,3}$/.test(text) && words.length === 0) item.quantity = text;
    else words.push(text);
  }
  item.description = words.join(' ');
  return /\p{L}{2}/u.test(item.description) ? item : null;
}

function isProduct(each: { quantity: string; unit_price: string }, amount: string): boolean {
  if (each.quantity === '' || each.unit_price === '') return false;
  const product = multiply(toUnits(each.quantity), toUnits(each.unit_price));
  return Math.abs(Number(fromUnits(product - toUnits(amount)))) <= 0.01;
}

function quantityOf(amount: string): string {
  return amount.replace(/\.?0+$/, '');
}

function textOf(line: Line): string {
  return line.words.map((word) => word.text).join(' ');
}
