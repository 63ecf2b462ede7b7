import { dateOrderOf, findDates } from './calendar-date.js';
import { english } from './english.js';
import { french } from './french.js';
import { german } from './german.js';
import { spanish } from './spanish.js';

const dates = (text: string, order: 'day-first' | 'month-first' = 'month-first') =>
  findDates(text, english.months, order).map((date) => date.value);

describe('dates', () => {
  it.each([
    '2026-11-03',
    '2026/11/03',
    '03 Nov 2026',
    '3 November 2026',
    '3rd of November 2026',
    '03-Nov-2026',
    '03-NOV-26',
    'November 3, 2026',
    'Nov. 3 2026',
    'Tuesday, November 3rd, 2026',
    '11/03/2026',
    '11/3/26',
    '03.11.2026',
    '3. 11. 2026',
    '3. November 2026',
  ])('%s is the third of November 2026', (written) => {
    expect(dates(written)).toEqual(['2026-11-03']);
  });

  it('are read in the given order where both are possible, and as they must be where not', () => {
    expect(dates('03/11/2026', 'day-first')).toEqual(['2026-11-03']);
    expect(dates('03/11/2026', 'month-first')).toEqual(['2026-03-11']);
    expect(dates('31/01/2026 and 01/31/2026', 'month-first')).toEqual(['2026-01-31', '2026-01-31']);
  });

  it.each([
    [german, '3. März 2026', '2026-03-03'],
    [german, '03. Mrz. 2026', '2026-03-03'],
    [german, '3. DEZEMBER 26', '2026-12-03'],
    [french, '1er août 2026', '2026-08-01'],
    [french, '3 févr. 2026', '2026-02-03'],
    [french, '3 DÉCEMBRE 2026', '2026-12-03'],
    [spanish, '3 de noviembre de 2026', '2026-11-03'],
    [spanish, '3 de enero del 2026', '2026-01-03'],
    [spanish, '03/ago/2026', '2026-08-03'],
  ])('$0.name: %s', (language, written, value) => {
    expect(findDates(written, language.months, 'day-first').map((date) => date.value)).toEqual([value]);
  });

  it.each(['2026-02-30', '31.04.2026', '00/10/2026', '1.2.3', '10.20.30.40', '4500187733', '12/2026'])(
    '%s is none',
    (text) => {
      expect(dates(text)).toEqual([]);
    },
  );

  it('are in the order that the document shows, else that of its currency', () => {
    expect(dateOrderOf('from 03/11/2026 to 30/11/2026', 'USD')).toBe('day-first');
    expect(dateOrderOf('from 11/03/2026 to 11/30/2026', 'EUR')).toBe('month-first');
    expect(dateOrderOf('03/11/2026', 'GBP')).toBe('day-first');
    expect(dateOrderOf('03/11/2026', 'USD')).toBe('month-first');
    expect(dateOrderOf('03/11/2026', null)).toBe('month-first');
    expect(dateOrderOf('03/11/2026 London, United Kingdom, VAT GB 1', 'USD')).toBe('day-first');
    expect(dateOrderOf('03/11/2026 Austin, TX 78701, VAT', 'USD')).toBe('month-first');
  });
});
