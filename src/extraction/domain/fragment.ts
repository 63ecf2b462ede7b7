import { type Cell, cellOf, cellsOf } from './cell.js';
import type { Line, Page, Word } from './document-text.js';
import { BILLING_TYPES } from './document-type.js';
import { fold } from './fold.js';
import type { LabelKey, Language, OwnLabelKey } from './language.js';
import { PhraseTable, tokenOf } from './phrase-table.js';

/** A piece of a cell: either a label or what is not one. */
export interface Fragment extends Cell {
  /** null: a value. */
  label: { key: LabelKey; rank: number; inline: boolean } | null;
  /** Stands in the same cell as the fragment before it. */
  attached: boolean;
  /** Begins with a colon, so what stands before it is a label. */
  afterColon: boolean;
}

export interface FragmentLine {
  page: number;
  y: number;
  fragments: Fragment[];
}

/** Splits lines into labels and values, by the phrases of one language. */
export class LabelFinder {
  readonly #labels: PhraseTable<LabelKey>;
  readonly #inline: PhraseTable<LabelKey>;
  readonly #qualifiers: ReadonlySet<string>;
  readonly #terms: RegExp[];

  constructor(private readonly language: Language) {
    this.#labels = new PhraseTable(Object.entries(language.labels) as [LabelKey, string[]][]);
    const titles = language.titles
      .filter(({ type }) => BILLING_TYPES.has(type))
      .flatMap(({ phrases }) => phrases);
    this.#inline = new PhraseTable([
      ...(Object.entries(language.inlineLabels) as [LabelKey, string[]][]),
      ['invoice_number', titles],
    ]);
    this.#qualifiers = new Set(language.qualifiers.map(fold));
    this.#terms = language.terms.map((each) => new RegExp(`^(?:${each.source})$`, each.flags));
  }

  linesOf(page: Page, number: number): FragmentLine[] {
    return page.lines.map((line) => ({ page: number, y: line.y, fragments: this.fragmentsOf(line) }));
  }

  fragmentsOf(line: Line): Fragment[] {
    let afterVendor = false;
    return cellsOf(line).flatMap((cell) => {
      const fragments = this.#split(cell);
      const name = afterVendor && fragments.length > 1 && isOneWord(fragments[0]!);
      afterVendor = fragments.length === 1 && fragments[0]!.label?.key === 'vendor';
      return name ? [{ ...cell, label: null, attached: false, afterColon: false }] : fragments;
    });
  }

  /** What a cell says that is a label and nothing else; null when it is none. */
  labelOf(cell: Cell): LabelKey | null {
    const [fragment, ...more] = this.#split(cell);
    return more.length === 0 ? (fragment?.label?.key ?? null) : null;
  }

  #split(cell: Cell): Fragment[] {
    // "Net 30" is no net amount, and "Due on receipt" no due date.
    if (cell.words.length <= 4 && this.#terms.some((each) => each.test(cell.text)))
      return [{ ...cell, label: null, attached: false, afterColon: false }];
    const words = withColons(cell.words.flatMap(splitWord));
    const tokens = words.map((word) => tokenOf(word.text, this.language.numberWords));
    const fragments: Fragment[] = [];
    let value: Word[] = [];
    const add = (part: Word[], label: Fragment['label']) => {
      if (part.length > 0)
        fragments.push({
          ...cellOf(part),
          label,
          attached: fragments.length > 0,
          afterColon: fragments.length === 0 && cell.text.startsWith(':'),
        });
    };
    for (let i = 0; i < words.length;) {
      const afterLabel = fragments.some((each) => each.label) && value.length > 0;
      const match = this.#labelAt(words, tokens, i, afterLabel);
      if (!match) {
        value.push(words[i++]!);
        continue;
      }
      add(value, null);
      value = [];
      add(words.slice(i, i + match.length), match.label);
      i += match.length;
    }
    add(value, null);
    return fragments;
  }

  /**
   * In mid-cell only a colon makes a phrase a label ("… the total of …" is none), or two words of it after
   * another label and its value ("Invoice no. 77 Invoice date 2026-11-03").
   */
  #labelAt(words: Word[], tokens: string[], at: number, afterLabel: boolean) {
    const inline = at === 0 ? this.#inline.match(tokens, at) : null;
    const found = this.#labels.match(tokens, at);
    const direct = inline && found && inline.length > found.length ? null : found;
    const lead = at === 0 && !direct ? this.#rateBefore(tokens) : 0;
    const match = lead > 0 ? this.#labels.match(tokens, at + lead) : direct;
    if (match && (lead === 0 || match.key === 'tax')) {
      const end = at + lead + match.length;
      const colon = words[end - 1]!.text.endsWith(':');
      const next =
        afterLabel &&
        end < words.length &&
        !/^\p{Ll}/u.test(words[at]!.text) && // "30 jours à compter de la date de facture, par virement"
        isTelling(tokens.slice(at + lead, end)) &&
        !OF_AMOUNTS.has(match.key) &&
        !ALONE.has(match.key);
      if (colon || next || (at === 0 && this.#standsAlone(match.key, words.slice(end), tokens.slice(end)))) {
        const length = lead + match.length + this.#translation(words, tokens, end);
        const rank = match.rank + (isOwnLabel(match.key) && !colon && end < words.length ? UNSURE : 0);
        return { length, label: { key: match.key, rank, inline: false } };
      }
    }
    return (
      inline && { length: inline.length, label: { key: inline.key, rank: 50 + inline.rank, inline: true } }
    );
  }

  /** How many words say the label again in another language: "Rechnungsnummer / Invoice no.: 77". */
  #translation(words: Word[], tokens: string[], from: number): number {
    if (tokens[from] !== '/') return 0;
    let to = from + 1;
    while (to < words.length && to < from + 6 && !/\d/.test(words[to]!.text)) {
      if (words[to++]!.text.endsWith(':')) break;
    }
    return to - from;
  }

  /** How many words before the name of a tax state its rate: "19% VAT", "plus 19 % VAT", "+ 19% VAT". */
  #rateBefore(tokens: string[]): number {
    const from = tokens[0] === '+' || this.#qualifiers.has(tokens[0] ?? '') ? 1 : 0;
    if (/^\d+%$/.test(tokens[from] ?? '')) return from + 1;
    return /^\d+$/.test(tokens[from] ?? '') && tokens[from + 1] === '%' ? from + 2 : 0;
  }

  /** Whether what follows a phrase at the start of a cell leaves it a label: not in "Tax consulting". */
  #standsAlone(key: LabelKey, words: Word[], tokens: string[]): boolean {
    if (ALONE.has(key)) return words.length === 0;
    if (isOwnLabel(key)) return words.length === 0 || !/^\p{Ll}/u.test(words[0]!.text); // not "Tenant shall pay"
    if (!OF_AMOUNTS.has(key)) return true;
    if (key === 'tax' && words.some((word) => word.text.includes('%'))) return true; // "VAT - Germany (19 %)"
    return words.every((word, i) => NO_WORD.test(word.text) || this.#qualifiers.has(tokens[i]!));
  }
}

/** What a label without a colon says about a field of a profile counts after what the others say. */
export const UNSURE = 1000;

export function isOwnLabel(key: LabelKey): key is OwnLabelKey {
  return key.startsWith('own:');
}

const OF_AMOUNTS: ReadonlySet<LabelKey> = new Set([
  'subtotal',
  'tax',
  'total',
  'amount_due',
  'shipping',
  'discount',
  'tender',
]);
const ALONE: ReadonlySet<LabelKey> = new Set(['vendor', 'customer', 'subject']);

/** Written like a value: an amount, a percentage, a currency, something in brackets. */
const NO_WORD = /^[^\p{L}]*$|^\p{Lu}{0,3}\p{Sc}|^\(|\)$|^\p{Lu}{3}$|\d/u;

/** Two words, or one that is no everyday word: "Rechnungsdatum". */
function isTelling(tokens: string[]): boolean {
  return tokens.length > 1 || tokens[0]!.length >= 12;
}

/** "Vendor  Web Shop Ltd": the first word is the label of something else only elsewhere. */
function isOneWord({ label, words, text }: Fragment): boolean {
  return label?.key === 'other' && words.length === 1 && !text.endsWith(':');
}

/** A colon that stands apart ("Date : 3 mai 2026") belongs to the word before it; at the start it says nothing. */
function withColons(words: Word[]): Word[] {
  const joined: Word[] = [];
  for (const word of words) {
    const last = joined.at(-1);
    if (word.text !== ':') joined.push(word);
    else if (last)
      joined[joined.length - 1] = { ...last, text: `${last.text}:`, width: word.x + word.width - last.x };
  }
  return joined;
}

/** "No:1001", "Invoice#1001" and "#1001" are two words each. */
function splitWord(word: Word): Word[] {
  const parts = /^([\p{L}./]+[:#]|#)(?!\/\/)([^:#].*)$/u.exec(word.text);
  if (!parts) return /^[\p{L}]+#$/u.test(word.text) ? cut(word, word.text.length - 1) : [word];
  const [first, rest] = cut(word, parts[1]!.length) as [Word, Word];
  return [...splitWord(first), rest];
}

function cut(word: Word, at: number): Word[] {
  const perCharacter = word.width / word.text.length;
  return [
    { ...word, text: word.text.slice(0, at), width: at * perCharacter },
    {
      ...word,
      text: word.text.slice(at),
      x: word.x + at * perCharacter,
      width: (word.text.length - at) * perCharacter,
    },
  ];
}
