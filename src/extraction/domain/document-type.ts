import { cellsOf } from './cell.js';
import type { DocumentText, Page } from './document-text.js';
import { fold } from './fold.js';
import type { DocumentType, Language } from './language.js';
import { partiesIn } from './parties.js';
import { PhraseTable, tokenOf } from './phrase-table.js';

/** The documents that have invoice fields. */
export const BILLING_TYPES: ReadonlySet<DocumentType> = new Set(['Invoice', 'Credit Note', 'Receipt']);

/** What a document is, by its heading; without a telling one, by what it says. */
export function documentTypeOf(text: DocumentText, language: Language): DocumentType {
  const heading = typeByHeading(text, language);
  if (heading) return heading;
  return isTillReceipt(text.pages, language)
    ? 'Receipt'
    : typeByContent(text.text.slice(0, 20_000), language);
}

/** The largest text on the upper half of the first page that names a type; of equal ones the first. */
function typeByHeading(text: DocumentText, language: Language): DocumentType | null {
  const page = text.pages[0];
  if (!page) return null;
  let best: { type: DocumentType; points: number } | null = null;
  page.lines.forEach((line, i) => {
    if (line.y > page.height / 2 && i > 12) return;
    for (const cell of cellsOf(line)) {
      const heading = fold(joinSpacedLetters(cell.text));
      for (const { type, phrases } of language.titles) {
        const points =
          Math.max(...phrases.map((phrase) => headingPoints(heading, fold(phrase), language))) * cell.height;
        if (points > 0 && (!best || points > best.points)) best = { type, points };
      }
    }
  });
  return (best as { type: DocumentType } | null)?.type ?? null;
}

/**
 * A heading is the phrase itself, or begins with it and a number: "Invoice 1001", "Rechnung Nr. 7 vom 3. Mai 2026".
 */
function headingPoints(heading: string, phrase: string, language: Language): number {
  if (!heading.startsWith(phrase))
    return heading.endsWith(` ${phrase}`) && heading.length < phrase.length + 30 ? 0.8 : 0;
  const rest = heading.slice(phrase.length);
  if (/^[\s:.*-]*$/.test(rest)) return 1;
  const [first = '', ...words] = rest
    .trim()
    .split(/\s+/)
    .filter((word) => word !== ':');
  const [number = '', ...more] = language.numberWords.includes(first.replace(/[.:]/g, ''))
    ? words
    : [first, ...words];
  const dated = more.length === 0 || (more.length <= 6 && /\d{2}$/.test(heading));
  return dated && /^\s/.test(rest) && /^[#\p{L}\d/.-]{0,30}\d[\p{L}\d/-]{0,30}$/u.test(number) ? 0.9 : 0;
}

function typeByContent(text: string, language: Language): DocumentType {
  const said = (phrases: readonly string[]) =>
    language.saysType(phrases.map((phrase) => phrase.replace(/[^\p{L}\s'-]/gu, '')).join('|')).test(text);
  if (language.salutation.test(text) && language.closing.test(text)) return 'Letter';
  if (language.agreement.test(text) && partiesIn(text, language)) return 'Contract';
  return language.titles.find(({ phrases }) => said(phrases.slice(0, 2)))?.type ?? 'Document';
}

/** A till prints no heading, but how it was paid: "Cash 20.00", "Change 4.50". */
function isTillReceipt(pages: Page[], language: Language): boolean {
  const phrases = new PhraseTable([
    ['total', language.labels.total],
    ['total', language.labels.amount_due],
    ['tender', language.labels.tender],
  ]);
  const said = new Set<string>();
  for (const { words } of pages.slice(0, 2).flatMap((page) => page.lines)) {
    if (
      words.length > 8 ||
      !/\d[.,]\d{2}(?!\d)/.test(
        words
          .slice(1)
          .map((word) => word.text)
          .join(' '),
      )
    )
      continue;
    const match = phrases.match(
      words.map((word) => tokenOf(word.text, language.numberWords)),
      0,
    );
    if (match) said.add(match.key);
  }
  return said.size === 2;
}

/** "I N V O I C E" */
function joinSpacedLetters(text: string): string {
  return /^(?:\p{L} ){3,}\p{L}$/u.test(text) ? text.replace(/ /g, '') : text;
}
