import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { wordsOf } from './words-of.js';

describe('the words of a text', () => {
  it.each([
    ['Müller & Söhne', ['muller', 'sohne']],
    ['INV-2024/0042', ['inv', '2024', '0042']],
    ['rechnung_2024.pdf', ['rechnung', '2024', 'pdf']],
    ['1,190.00 €', ['1', '190', '00']],
    ["l'été", ['l', 'ete']],
    ['Straße STRASSE', ['strasse', 'strasse']],
    ['ﬁnal ½ x²', ['final', '1', '2', 'x2']],
    ['ΟΔΟΣ οδός', ['οδοσ', 'οδοσ']],
    ['İstanbul ISTANBUL ıstanbul', ['istanbul', 'istanbul', 'istanbul']],
    ['Ёлка', ['елка']],
    ['請求書 番号：00421', ['請求書', '番号', '00421']],
    ['😀 -- \0 \ud800', []],
    ['', []],
  ])('%j has %j', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  it('are the same however a text is composed, and in any case', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const words = wordsOf(text);
        expect(wordsOf(text.normalize('NFD'))).toEqual(words);
        expect(wordsOf(text.normalize('NFC'))).toEqual(words);
        expect(wordsOf(text.toLowerCase())).toEqual(words);
        expect(wordsOf(words.join(' '))).toEqual(words);
      }),
    );
  });

  it('hold nothing but letters and digits, at most 255 of them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        for (const word of wordsOf(text)) expect(word).toMatch(/^[\p{L}\p{N}]{1,255}$/u);
      }),
    );
    expect(wordsOf('x'.repeat(600)).map(({ length }) => length)).toEqual([255, 255, 90]);
  });
});
