import { arrangeRows, type Row } from './arrange-rows.js';
import { textOfPage } from './cell.js';

describe('arrangeRows', () => {
  const row = (...texts: string[]): Row => ({
    size: 1,
    cells: texts.map((text, column) => ({ column, text })).filter((cell) => cell.text !== ''),
  });
  const wordsOf = (rows: Row[]) =>
    arrangeRows([rows]).flatMap((page) => page.lines.flatMap((line) => line.words));

  it('puts the cells of a column below each other', () => {
    const words = wordsOf([row('Description', 'Amount'), row('Nails', '5.00'), row('', '7.00')]);
    const xs = ['Amount', '5.00', '7.00'].map((text) => words.find((word) => word.text === text)!.x);
    expect(new Set(xs).size).toBe(1);
    expect(xs[0]).toBeGreaterThan(0);
  });

  it('lets a last cell run on without making its column wider', () => {
    const words = wordsOf([
      row('A title that is far wider than the labels below it'),
      row('Date', '2026-11-03'),
    ]);
    expect(words.find((word) => word.text === '2026-11-03')!.x).toBe(4);
  });

  it('folds what is too wide, so that columns stay near and lines are short', () => {
    const [page] = arrangeRows([[row('word '.repeat(40).trim(), '5.00')]]);
    expect(page!.lines.map((line) => line.words.length)).toEqual([13, 12, 12, 4]);
  });

  it('breaks pages between rows', () => {
    const pages = arrangeRows([Array.from({ length: 100 }, (_, i) => row(`row ${i}`))]);
    expect(pages.map((page) => page.lines.length)).toEqual([59, 41]);
    expect(textOfPage(pages[1]!)).toContain('row 99');
  });
});
