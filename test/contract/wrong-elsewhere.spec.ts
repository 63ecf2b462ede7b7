import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';

const read = (path: string): Promise<string> => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');
const ROW = /^\| (?<failure>.+?) +\| `(?<file>[^`]+)` +\| (?<title>.+?) +\|$/;

describe('The list of what went wrong elsewhere, in docs/delivery.md,', () => {
  it('names tests that exist', async () => {
    const page = await read('docs/delivery.md');
    const section = /^## What went wrong elsewhere$([^]*?)(?=^## |$(?![^]))/m.exec(page)?.[1] ?? '';
    const lines = section.split('\n').filter((line) => line.startsWith('|'));
    const rows = lines.slice(2).map((line) => ROW.exec(line)?.groups ?? { file: line, title: 'not a row' });
    expect(rows.length).toBeGreaterThanOrEqual(24);
    const missing: string[] = [];
    for (const { file, title } of rows) {
      const source = await read(file!).catch(() => '');
      if (!source.includes(`'${title}'`)) missing.push(`${file}: ${title}`);
    }
    expect(missing).toEqual([]);
  });
});
