import { overlaps } from './cell.js';
import { type Fragment, type FragmentLine, isOwnLabel } from './fragment.js';
import type { LabelKey } from './language.js';

export interface LabelledValue {
  value: string;
  /** How telling the label is, 0 the most. */
  rank: number;
}

/** In font sizes of the label: how far below its baseline a value may stand. */
const FURTHEST_BELOW = 3.5;

/**
 * What the labels of one meaning say, the most telling label first. `read` turns the text of a fragment into a
 * value or null. A value stands behind its label in the same cell, or to the right of it, or below it.
 */
export function valuesOf(
  lines: FragmentLine[],
  key: LabelKey,
  read: (text: string) => string | null,
): LabelledValue[] {
  const found: LabelledValue[] = [];
  lines.forEach((line, at) => {
    line.fragments.forEach((fragment, i) => {
      if (fragment.label?.key !== key) return;
      const value = valueBeside(lines, at, i, read);
      if (value !== null) found.push({ value, rank: fragment.label.rank });
    });
  });
  return found.sort((a, b) => a.rank - b.rank);
}

/**
 * The same for amounts: a row of totals may state a base before the amount itself ("VAT 19 % of 100.00  19.00"),
 * so the last one of the fragments to the right counts.
 */
export function amountsOf(
  lines: FragmentLine[],
  key: LabelKey,
  read: (text: string) => string | null,
): LabelledValue[] {
  const found: LabelledValue[] = [];
  lines.forEach((line, at) => {
    line.fragments.forEach((fragment, i) => {
      if (fragment.label?.key !== key) return;
      const rest = line.fragments.slice(i + 1);
      const end = rest.findIndex((each) => each.label);
      const values = (end < 0 ? rest : rest.slice(0, end))
        .map((each) => read(each.text))
        .filter((each) => each !== null);
      const value = values.at(-1) ?? read(fragmentBelow(lines, at, fragment)?.text ?? '');
      if (value !== null) found.push({ value, rank: fragment.label.rank });
    });
  });
  return found.sort((a, b) => a.rank - b.rank);
}

/** The value nearest below a fragment in its column; null when a label comes first. */
function fragmentBelow(lines: FragmentLine[], at: number, above: Fragment): Fragment | null {
  const from = lines[at]!;
  for (const line of lines.slice(at + 1, at + 12)) {
    if (line.page !== from.page || line.y - from.y > FURTHEST_BELOW * above.height) return null;
    const below = line.fragments.find((each) => overlaps(above, each, above.height / 2));
    if (below) return below.label ? null : below;
  }
  return null;
}

function valueBeside(
  lines: FragmentLine[],
  at: number,
  index: number,
  read: (text: string) => string | null,
): string | null {
  const fragments = lines[at]!.fragments;
  const label = fragments[index]!;
  const right = fragments[index + 1];
  // "Payment terms:  Paid by card"
  if (right?.label?.key === 'tender' && label.label!.key === 'payment_terms') return read(right.text);
  if (right?.attached) return right.label ? null : read(right.text);
  // "INVOICE   1037": a heading as a label, as long as the number stands near.
  if (label.label!.inline) {
    const belongs =
      right &&
      !right.label &&
      (right.afterColon || isNear(label, right) || isInList(lines, at, label, right));
    return belongs ? read(right.text) : null;
  }
  const beside = right && !right.label ? read(right.text) : null;
  const below = fragmentBelow(lines, at, label);
  const under = below && read(below.text);
  if (beside === null || under === null) return beside ?? under;
  // Below it may stand a label that nobody knows: profiles name what they want, not what else there is.
  if (isOwnLabel(label.label!.key) && label.text.endsWith(':')) return beside;
  // Both could be meant: the one below when it is aligned with the label and the other is far away, or one more head.
  if (!isBelow(label, below!) || isInList(lines, at, label, right!)) return beside;
  return isNear(label, right!) && !fragments[index - 1]?.label ? beside : under;
}

/** The line above or below has a label and its value in the same two columns. */
function isInList(lines: FragmentLine[], at: number, label: Fragment, value: Fragment): boolean {
  return [lines[at - 1], lines[at + 1]].some((line) => {
    if (line?.page !== lines[at]!.page || Math.abs(line.y - label.y) > FURTHEST_BELOW * label.height)
      return false;
    const i = line.fragments.findIndex((each) => each.label && !each.attached && isBelow(label, each));
    const other = line.fragments[i + 1];
    if (i < 0 || other === undefined || other.label) return false;
    return isBelow(value, other) || Math.abs(value.right - other.right) < value.height / 2;
  });
}

function isBelow(above: Fragment, below: Fragment): boolean {
  return Math.abs(below.x - above.x) < above.height / 2;
}

function isNear(left: Fragment, right: Fragment): boolean {
  return right.x - left.right <= 6 * left.height;
}
