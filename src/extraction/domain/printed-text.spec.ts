import { PrintedText } from './printed-text.js';

describe('What stands in a document', () => {
  const says = (text: string, value: string, type: 'text' | 'date' | 'amount') =>
    new PrintedText(text).says(value, type);

  it.each([
    'Date: 03.11.2026',
    '3rd of November 2026',
    '11/3/26',
    'Nov 3, 2026',
    '2026年11月3日',
    'D:20261103',
  ])('is the third of November, written as %s', (text) => {
    expect(says(`No. 4711\n${text}\nTotal 8.00`, '2026-11-03', 'date')).toBe(true);
  });

  it.each(['2026-11-04', '2025-11-03', '2026-11-30', '2019-11-03'])('is not the date %s', (date) => {
    expect(says('No. 4711\nDate: 03.11.2026\nTotal 8.00', date, 'date')).toBe(false);
  });

  it('is an amount with any marks, and a name in any letters', () => {
    expect(says('Total: 1.234,50 EUR', '1234.50', 'amount')).toBe(true);
    expect(says('Total: 1.234,50 EUR', '1234.60', 'amount')).toBe(false);
    expect(says('CAFÉ  Crème & Co.', 'Café Crème & Co', 'text')).toBe(true);
    expect(says('CAFÉ  Crème & Co.', 'Café Noir', 'text')).toBe(false);
  });
});
