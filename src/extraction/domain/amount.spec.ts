import fc from 'fast-check';
import { decimalMarkOf, findAmounts, parseAmount } from './amount.js';
import { fromUnits, sumOf, toUnits } from './decimal.js';

describe('amounts', () => {
  it.each([
    ['1234.5', '.', '1234.50'],
    ['1,234.50', '.', '1234.50'],
    ['1.234,50', '.', '1234.50'],
    ['1.234,50', ',', '1234.50'],
    ['1 234,50', ',', '1234.50'],
    ['1\u202f234,50', '.', '1234.50'],
    ['1’234.50', '.', '1234.50'],
    ["12'345'678.90", '.', '12345678.90'],
    ['1,23,456.78', '.', '123456.78'],
    ['1.234.567', ',', '1234567.00'],
    ['1,234', '.', '1234.00'],
    ['1.234', ',', '1234.00'],
    ['1,234', ',', '1.234'],
    ['0.0125', '.', '0.0125'],
    ['12,5', '.', '12.50'],
    ['$1,200', '.', '1200.00'],
    ['-$12.00', '.', '-12.00'],
    ['$-12.00', '.', '-12.00'],
    ['($12.00)', '.', '-12.00'],
    ['12.00-', '.', '-12.00'],
    ['12.00 CR', '.', '-12.00'],
    ['−5,00 €', ',', '-5.00'],
    ['EUR 5,00', ',', '5.00'],
    ['5.00EUR', '.', '5.00'],
    ['CA$5.00', '.', '5.00'],
    ['1 234,50 kr', ',', '1234.50'],
    ['1\u00a0234,50 zł', ',', '1234.50'],
    ['Fr. 1’234.50', '.', '1234.50'],
    ['-1.234,50 €', ',', '-1234.50'],
    ['-0.00', '.', '0.00'],
    ['0', '.', '0.00'],
  ] as const)('%s with decimal "%s" is %s', (written, mark, value) => {
    expect(parseAmount(written, mark)?.value).toBe(value);
  });

  it.each([
    '',
    'n/a',
    '12%',
    '8.25 %',
    '2026-11-03',
    '03.11.2026',
    '11/03/2026',
    'INV-1001',
    'A4',
    '2x10',
    '10:30',
    'NET 30',
    '1.2.3.4',
  ])('"%s" is none', (text) => {
    expect(parseAmount(text, '.')).toBeNull();
  });

  it('finds them in running text, with their currency', () => {
    const found = findAmounts('VAT 19 % on 6.731,20: 1.278,93 € (USD 1,400.00 at 3 November 2026)', ',');
    expect(found.map(({ value, mark }) => [value, mark])).toEqual([
      ['6731.20', null],
      ['1278.93', '€'],
      ['1400.00', 'USD'],
      ['3.00', null],
      ['2026.00', null],
    ]);
  });

  it('takes the decimal mark that a document mostly uses, dates apart', () => {
    expect(decimalMarkOf('03.11.2026 14.12.2026 1.200,00')).toBe(',');
    expect(decimalMarkOf('1,200.00 and 3,50 and 7.20')).toBe('.');
  });

  it('takes the usual mark of the language where no number shows it', () => {
    expect(decimalMarkOf('1.234 Stück', ',')).toBe(',');
    expect(decimalMarkOf('9.50', ',')).toBe('.');
  });

  it('adds exactly', () => {
    expect(fromUnits(sumOf(['0.10', '0.20', '-0.005']))).toBe('0.295');
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), (units) => {
        expect(toUnits(fromUnits(units))).toBe(units);
      }),
    );
  });
});
