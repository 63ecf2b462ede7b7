import { parse } from 'csv-parse/sync';
import type { DocumentText } from '../domain/document-text.js';
import { decodeText } from './decode-text.js';
import { TextOfRows } from './text-of-rows.js';
import type { TextLimits } from './text-limits.js';

/** Where they do equally well, the first: a comma may be one of numbers. */
const DELIMITERS = ['\t', ';', '|', ','];
/** The delimiter shows in so much of the beginning. */
const SAMPLE = 16_384;

/** Reads bytes as delimited columns; null when they are no text, or are text but no table. */
export function readCsv(content: Uint8Array, limits: TextLimits): DocumentText | null {
  const most = limits.characters * 4;
  const decoded = decodeText(content, most);
  if (decoded === null) return null;
  const cut = content.length > most || decoded.length > limits.characters;
  let table = decoded.slice(0, limits.characters);
  const told = /^sep=(.)\r?\n/.exec(table); // a hint for Excel
  if (told) table = table.slice(told[0].length);
  const delimiter = told?.[1] ?? delimiterOf(table.slice(0, SAMPLE));
  if (delimiter === null) return null;

  const text = new TextOfRows(limits);
  let records = recordsOf(table, delimiter, true);
  if (records.broken && !cut) {
    records = recordsOf(table, delimiter, false);
    text.addNote('A quotation mark is never closed, so all were read as they stand.');
  }
  text.add(
    records.rows.map((fields) => ({
      size: 1,
      cells: fields
        .map((field, column) => ({ column, text: field.trim().replace(/\r\n?/g, '\n') }))
        .filter((cell) => cell.text !== ''),
    })),
  );
  if (cut) text.addNote(`Only the first ${limits.characters} characters were kept.`);
  return text.finish();
}

/** The one that makes the most rows of equal length; null when none makes columns of at least half the rows. */
function delimiterOf(sample: string): string | null {
  let best: { delimiter: string; share: number; columns: number } | null = null;
  for (const delimiter of DELIMITERS) {
    const lengths = recordsOf(sample, delimiter, true)
      .rows.map((row) => row.length)
      .filter((length, i, all) => i < all.length - 1 || i === 0 || length > 1); // the sample may cut the last row
    const share = lengths.filter((length) => length > 1).length / Math.max(1, lengths.length);
    const columns = commonest(lengths.filter((length) => length > 1));
    if (share < 0.5 || (best && (share < best.share || (share === best.share && columns <= best.columns))))
      continue;
    best = { delimiter, share, columns };
  }
  return best?.delimiter ?? null;
}

function commonest(numbers: number[]): number {
  const counts = new Map<number, number>();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
}

/** `broken`: a quoted field does not end; the rows are those before it. */
function recordsOf(table: string, delimiter: string, quotes: boolean): { rows: string[][]; broken: boolean } {
  const rows: string[][] = [];
  try {
    parse(table, {
      bom: true,
      delimiter,
      quote: quotes ? '"' : false,
      record_delimiter: ['\r\n', '\n', '\r'], // looking for it takes most of the time in long lines
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (record: string[]) => {
        rows.push(record);
        return null;
      },
    });
    return { rows, broken: false };
  } catch {
    return { rows, broken: true };
  }
}
