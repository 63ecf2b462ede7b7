import { cellsOf } from './cell.js';
import type { DocumentText } from './document-text.js';
import type { DocumentType, Language } from './language.js';
import { partiesIn } from './parties.js';

/** The documents that have invoice fields. */
export const BILLING_TYPES: ReadonlySet<DocumentType> = new Set(['Invoice', 'Credit Note', 'Receipt']);

/** What a document is, by its heading; without a telling one, by what it says. */
export function documentTypeOf(text: DocumentText, language: Language): DocumentType {
  return typeByHeading(text, language) ?? typeByContent(text.text.slice(0, 20_000), language);
}

/** The largest text on the upper half of the first page that names a type; of equal ones the first. */
function typeByHeading(text: DocumentText, language: Language): DocumentType | null {
  const page = text.pages[0];
  if (!page) return null;
  let best: { type: DocumentType; points: number } | null = null;
  page.lines.forEach((line, i) => {
    if (line.y > page.height / 2 && i > 12) return;
    for (const cell of cellsOf(line)) {
      const heading = joinSpacedLetters(cell.text).toLowerCase();
      for (const { type, phrases } of language.titles) {
        const points = Math.max(...phrases.map((phrase) => headingPoints(heading, phrase))) * cell.height;
        if (points > 0 && (!best || points > best.points)) best = { type, points };
      }
    }
  });
  return (best as { type: DocumentType } | null)?.type ?? null;
}

/** A heading is the phrase itself, or begins with it and a number: "Invoice 1001", "Invoice No. 1001". */
function headingPoints(heading: string, phrase: string): number {
  if (!heading.startsWith(phrase))
    return heading.endsWith(` ${phrase}`) && heading.length < phrase.length + 30 ? 0.8 : 0;
  const rest = heading.slice(phrase.length);
  if (/^[\s:.*-]*$/.test(rest)) return 1;
  return /^\s*(?:(?:no|nr|number|#)[\s.:]*)?[#\p{L}\d/-]*\d[\p{L}\d/-]*$/u.test(rest) ? 0.9 : 0;
}

function typeByContent(text: string, language: Language): DocumentType {
  const said = (phrases: readonly string[]) => {
    const numbered = phrases.map((phrase) => phrase.replace(/[^\p{L}\s-]/gu, '')).join('|');
    return new RegExp(String.raw`\b(?:${numbered})\s+(?:no|nr|number|date|#)(?!\p{L})`, 'iu').test(text);
  };
  if (language.salutation.test(text) && language.closing.test(text)) return 'Letter';
  if (language.agreement.test(text) && partiesIn(text, language)) return 'Contract';
  return language.titles.find(({ phrases }) => said(phrases.slice(0, 2)))?.type ?? 'Document';
}

/** "I N V O I C E" */
function joinSpacedLetters(text: string): string {
  return /^(?:\p{L} ){3,}\p{L}$/u.test(text) ? text.replace(/ /g, '') : text;
}
