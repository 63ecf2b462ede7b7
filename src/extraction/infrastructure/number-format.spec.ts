import { numberFormatsOf, shownNumber } from './number-format.js';

describe('shownNumber', () => {
  it.each([
    [1234.5, '#,##0.00', '1234.50'],
    [1234.5, '0', '1235'],
    [1234.5, '"€" #,##0.00', '€ 1234.50'],
    [1234.5, '#,##0.00\\ [$€-407]', '1234.50 €'],
    [1234.5, '[$$-409]#,##0.00', '$ 1234.50'],
    [-1234.5, '_("$"* #,##0.00_);_("$"* (#,##0.00)', '-$ 1234.50'],
    [-5, '0.00;[Red]-0.00', '-5.00'],
    [0.19, '0%', '19%'],
    [7, '0" pcs"', '7 pcs'],
    [59.99, 'General', null],
    [45000, 'yyyy-mm-dd', null],
    [45000, '[$-409]d-mmm-yy', null],
    [1234567, '#,##0,', null],
    [0.5, '# ?/?', null],
    [1, '', null],
    [1, '#'.repeat(10_000), null],
  ])('%s as %s is %s', (value, format, shown) => {
    expect(shownNumber(value, format)).toBe(shown);
  });

  it('finds the formats of cell styles, whether spelled out or built in', () => {
    const styles =
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="&quot;€&quot; 0.00"/></numFmts>' +
      '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="4"/><xf numFmtId="164"/></cellXfs></styleSheet>';
    expect(numberFormatsOf(styles)).toEqual(['', '0.00', '"€" 0.00']);
  });
});
