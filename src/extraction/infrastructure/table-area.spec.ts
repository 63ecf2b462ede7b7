import { arrangePage } from '../domain/arrange-page.js';
import { tableArea } from './table-area.js';

describe('The area of a table', () => {
  const row = (y: number, ...xs: number[]) => xs.map((x) => ({ text: 'word', x, y, width: 20, height: 10 }));
  const page = (...rows: ReturnType<typeof row>[]) => arrangePage({ width: 600, height: 800 }, rows.flat());

  it('goes from the first row of columns to the last one', () => {
    const lines = [
      row(50, 40),
      row(80, 40, 300),
      row(200, 40, 200, 300),
      row(220, 60),
      row(240, 40, 200, 300),
    ];
    expect(tableArea(page(...lines, row(300, 40, 300)))).toEqual({ top: 180, bottom: 250 });
  });

  it('is none on a page of text, of labels with their values, or with one row', () => {
    expect(tableArea(page())).toBeNull();
    expect(tableArea(page(row(50, 40, 62, 84), row(80, 40, 62, 300)))).toBeNull();
    expect(tableArea(page(row(50, 40, 200, 300), row(80, 40)))).toBeNull();
  });
});
