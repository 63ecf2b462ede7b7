import { type FragmentLine, isOwnLabel } from './fragment.js';
import type { LabelledValue } from './label-values.js';
import type { LabelKey } from './language.js';

const MOST_ITEMS = 50;
const LONGEST_ITEM = 500;
const BULLET = /^\s*(?:[-–—*•·▪◦‣]|\(?(?:\d{1,2}|[a-z])[.)])\s+(?=\S)/u;
/** In font sizes: from one baseline to the next. */
const TO_THE_FIRST = 4;
const TO_THE_NEXT = 1.9;

/** The lists behind or below the labels of one meaning, the most telling label first; items are joined by "; ". */
export function listsOf(lines: FragmentLine[], key: LabelKey): LabelledValue[] {
  const found: LabelledValue[] = [];
  lines.forEach((line, at) => {
    line.fragments.forEach(({ label }, index) => {
      if (label?.key !== key) return;
      const items = itemsBeside(lines, at, index) ?? itemsBelow(lines, at);
      const value = items.slice(0, MOST_ITEMS).map(cleanItem).filter(Boolean).join('; ');
      if (value !== '') found.push({ value, rank: label.rank });
    });
  });
  return found.sort((a, b) => a.rank - b.rank);
}

/** "Ann Lee, Bob Ray" are two, a sentence with a comma is one; null when nothing stands there. */
function itemsBeside(lines: FragmentLine[], at: number, label: number): string[] | null {
  const rest = lines[at]!.fragments.slice(label + 1);
  const end = rest.findIndex((each) => each.label);
  const values = end < 0 ? rest : rest.slice(0, end);
  if (values.length === 0) return null;
  const text = [textOf(values), ...furtherLines(lines, at, values[0]!.x)].join(' ');
  if (text.includes(';')) return text.split(';');
  const names = text.split(',');
  return names.every((name) => name.trim().split(/\s+/).length <= 4) ? names : [text];
}

/** What goes on below a value, in its column. */
function furtherLines(lines: FragmentLine[], at: number, x: number): string[] {
  const further: string[] = [];
  let previous = lines[at]!;
  for (const line of lines.slice(at + 1, at + 1 + MOST_ITEMS)) {
    const first = line.fragments[0];
    if (!first || line.page !== previous.page || startsAnother(line)) break;
    if (first.x < x - first.height / 2 || line.y - previous.y > TO_THE_NEXT * first.height) break;
    further.push(textOf(line.fragments));
    previous = line;
  }
  return further;
}

function itemsBelow(lines: FragmentLine[], at: number): string[] {
  const items: string[] = [];
  let previous = lines[at]!;
  let bulletAt: number | null = null;
  for (const line of lines.slice(at + 1, at + 1 + 2 * MOST_ITEMS)) {
    const first = line.fragments[0];
    if (!first || line.page !== previous.page || startsAnother(line)) break;
    const text = textOf(line.fragments);
    const isBullet = BULLET.test(text);
    const gap = line.y - previous.y;
    const height = Math.max(first.height, previous.fragments[0]?.height ?? 0);
    if (gap > (isBullet || items.length === 0 ? TO_THE_FIRST : TO_THE_NEXT) * height) break;
    if (first.height > 1.15 * (previous.fragments[0]?.height ?? first.height)) break; // the next heading
    if (isBullet) {
      bulletAt ??= first.x;
      items.push(text.replace(BULLET, ''));
    } else if (bulletAt === null) items.push(text);
    else if (first.x > bulletAt) items[items.length - 1] += ` ${text}`;
    else break;
    previous = line;
  }
  return items;
}

/** Another field of the profile, or a label that says so with a colon. */
function startsAnother({ fragments: [first] }: FragmentLine): boolean {
  return first?.label != null && (isOwnLabel(first.label.key) || first.text.endsWith(':'));
}

function textOf(fragments: readonly { text: string }[]): string {
  return fragments.map((each) => each.text).join(' ');
}

function cleanItem(item: string): string {
  return item.replaceAll(';', ',').replace(/\s+/gu, ' ').trim().slice(0, LONGEST_ITEM);
}
