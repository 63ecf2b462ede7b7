import { type Cell, cellsOf, overlaps } from './cell.js';
import type { DocumentText } from './document-text.js';
import { fold } from './fold.js';
import type { FragmentLine } from './fragment.js';
import { valuesOf } from './label-values.js';
import type { Language } from './language.js';

/** Forms of companies at the end of a name. */
const COMPANY = new RegExp(
  String.raw`(?:^|[\s,])(?:Inc|inc|Incorporated|LLC|L\.L\.C|LLP|Ltd|Limited|Corp|Corporation|Co|Company|PLC|plc|Pty|` +
    String.raw`GmbH|mbH|AG|KG|OHG|OG|UG|GbR|e\.K|e\.U|eG|SE|B\.?V|N\.?V|ltée|Ltée|Oy|Oyj|AB|ApS|A\/S|AS|ASA|Kft|s\.r\.o|` +
    String.raw`S\.?A|S\.?A\.?S|S\.?A\.?S\.?U|S\.?[Aa]\.?R\.?L|Sàrl|EURL|SNC|SCOP|SASU|S\.?R\.?L|S\.?p\.?A|S\.?L|S\.?L\.?U|S\.?L\.?L|` +
    String.raw`S\.A\.U|S\.? ?A\.? de C\.?V|S\.? de R\.?L\.?(?: de C\.?V)?|S\.?C\.?P|C\.?B|S\.? ?Coop|Sp\. z o\.o)\.?$`,
);
/** Where the foot of a page begins, as a part of its height. */
const FOOT = 0.85;
const MOST_DOMAINS = 20;
/** "Content-Type: text/plain; charset=utf-8" is of a mail. */
const NOT_A_NAME = /\d{3}|@|www\.|https?:|^\W*$|:(?=\s|$)|=|^--/i;

/** The company names in a text, such as "Northwind GmbH". */
export function isCompanyName(text: string): boolean {
  return text.length <= 100 && COMPANY.test(text.replace(/[.,]$/, ''));
}

/**
 * Who sends an invoice. A label says it ("From:", "Remit to:"); otherwise the most telling name in the head or
 * foot of the first page: large, first, a company by its form, named again in an address of the web or of mail.
 */
export function findVendor(text: DocumentText, lines: FragmentLine[], language: Language): string | null {
  const [labelled] = valuesOf(lines, 'vendor', nameIn);
  if (labelled && labelled.rank <= 10) return labelled.value;

  const page = text.pages[0];
  if (!page) return null;
  const titles = language.titles.flatMap((title) => title.phrases.map(fold));
  const recipients = recipientBlocks(lines);
  const addresses = text.text.matchAll(/(?:@|www\.|https?:\/\/)([a-z0-9.-]{1,100})\.[a-z]{2,}/gi);
  const domains = [...new Set(Array.from(addresses, (m) => squeeze(m[1]!)))].slice(0, MOST_DOMAINS);
  const bodySize = medianHeight(page.lines.map((line) => line.height));
  const feet = page.lines
    .filter((line) => line.y > page.height * FOOT)
    .flatMap((line) => cellsOf(line).map((cell) => cell.text))
    .slice(0, 20);
  let best: { name: string; points: number } | null = null;
  page.lines.forEach((line, i) => {
    const inHead = line.y < page.height * 0.35 || i < 6;
    const inFoot = line.y > page.height * FOOT;
    if (!inHead && !inFoot) return;
    const plain = lines.find((each) => each.page === 0 && each.y === line.y)?.fragments;
    if (!plain) return; // of the table of items
    for (const cell of cellsOf(line)) {
      // The small sender's line above an address window: "Company · Street · City".
      const [start = '', ...address] = cell.text.split(/\s[·•|–—]\s|,\s(?=.*\d)/);
      const name = nameIn(start);
      if (!name || language.salutation.test(name) || language.closing.test(name)) continue;
      if (titles.some((title) => isHeading(fold(name), title))) continue;
      if (plain.some((each) => each.label && each.x < cell.right && cell.x < each.right)) continue;
      if (recipients.some((block) => isWithin(cell, block))) continue;
      const company = isCompanyName(name);
      if (inFoot && !company) continue;
      const points =
        (company ? 3 : 0) +
        Math.min(3, (cell.height / bodySize - 1) * 2) +
        (domains.some((domain) => isNamedIn(name, domain)) ? 3 : 0) +
        (company && address.length > 0 ? 2 : 0) +
        (inHead && feet.some((foot) => foot.startsWith(name)) ? 2 : 0) +
        (inHead ? 1 - line.y / page.height : 0);
      if (!best || points > best.points) best = { name, points };
    }
  });
  const found = best as { name: string; points: number } | null;
  if (found && found.points >= 1) return found.name;
  return labelled?.value ?? found?.name ?? null;
}

/** "Tax invoice", "Freelance invoice", "Invoice for October" */
function isHeading(text: string, title: string): boolean {
  return text === title || text.endsWith(` ${title}`) || text.startsWith(`${title} `);
}

function nameIn(text: string): string | null {
  const name = text.trim().replace(/[,;]$/, '');
  const isName = name.length >= 2 && name.length <= 100 && /\p{L}{2}/u.test(name) && !NOT_A_NAME.test(name);
  return isName ? name : null;
}

interface Block {
  x: number;
  right: number;
  top: number;
  bottom: number;
}

/** What stands below "Bill to" is the customer. */
function recipientBlocks(lines: FragmentLine[]): Block[] {
  return lines
    .filter((line) => line.page === 0)
    .flatMap((line) => line.fragments)
    .filter((fragment) => fragment.label?.key === 'customer')
    .map(({ x, right, y, height }) => ({
      x,
      right: right + 8 * height,
      top: y - height,
      bottom: y + 9 * height,
    }));
}

function isWithin(cell: Cell, block: Block): boolean {
  return cell.y > block.top && cell.y < block.bottom && overlaps(cell, block) && cell.x < block.right;
}

function squeeze(text: string): string {
  return fold(text).replace(/[^\p{L}\p{N}]/gu, '');
}

/** "Harbor & Pine Supply Co." is named in "harborpine.example". */
function isNamedIn(name: string, domain: string): boolean {
  return [name, name.replace(/[äöü]/gi, (letter) => `${letter}e`)].some((spelt) => {
    const [first = '', second = ''] = spelt
      .split(/\s+/)
      .map(squeeze)
      .filter((word) => word.length > 2);
    return (
      first.length > 2 && (domain.includes(first + second) || (first.length > 4 && domain.includes(first)))
    );
  });
}

function medianHeight(heights: number[]): number {
  const sorted = [...heights].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] || 1;
}
