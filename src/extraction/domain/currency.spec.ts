import { currencyMeant, currencyOf } from './currency.js';

describe('currencies', () => {
  it.each([
    ['€', 'EUR'],
    ['Kč', 'CZK'],
    ['zł', 'PLN'],
    ['Fr.', 'CHF'],
    ['CHF', 'CHF'],
    ['Euro', 'EUR'],
    ['Schweizer Franken', 'CHF'],
    ['ABC', null],
  ])('%s is %s', (mark, code) => {
    expect(currencyOf(mark)).toBe(code);
  });

  it.each([
    ['$', [], 'Portland, OR 97209', 'USD'],
    ['$', [], 'Toronto, Canada. HST 13 %', 'CAD'],
    ['$', [], 'ABN 11 111 111 138', 'AUD'],
    ['$', ['NZD'], 'Canada', 'NZD'],
    ['$', [], 'Sold to Maple Inc., Canada. Ship from Austin, TX 78701', 'USD'],
    ['$', [], 'Ciudad de México', 'MXN'],
    ['kr', [], 'Stockholm', 'SEK'],
    ['kr', [], 'Oslo, Norge', 'NOK'],
    ['kr', [], 'København', 'DKK'],
    ['¥', [], 'Tokyo', 'JPY'],
    ['¥', [], 'Shanghai', 'CNY'],
  ])('%s with %j in "%s" is %s', (mark, codes, text, code) => {
    expect(currencyMeant(mark, codes, text)).toBe(code);
  });
});
