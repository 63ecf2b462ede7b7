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
    ['Straße STRASSE STRAẞE', ['strasse', 'strasse', 'strasse']],
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

  it('take a time that grows with the text, whatever it is made of', () => {
    const of = (unit: string): string => unit.repeat(Math.ceil(60_000 / unit.length));
    const plain = fastest(() => wordsOf(of('слово ')));
    for (const unit of [
      ...['\u0301\u0316', 'a\u0301\u0316\u0327', ' \u0316\u0301', '\uff9e\uff9f', '\u0344', 'ệ'],
      ...['\ufdfa', '㌖', '請求書', '각', '각'.normalize('NFD'), "Σ'", 'ä', 'ä ', 'a ', '😀', '\ud800'],
    ]) {
      // Hundreds of times as long when marks are put in order: \u0301\u0316, 2 s.
      const times = fastest(() => wordsOf(of(unit))) / plain;
      if (times >= 40) throw new Error(`${JSON.stringify(unit)} takes ${times} times as long`);
    }
  });

  it('are no more than asked for, with one piece beyond, even when one character stands for many', () => {
    for (const unit of ['\ufdfa', '㌖', 'a ', 'ä ', '請']) {
      const words = wordsOf(unit.repeat(100_000), 100_000);
      expect(words.join(' ').length).toBeGreaterThan(49_000);
      expect(words.join(' ').length).toBeLessThan(100_000 + 2000 * 18 + 1);
    }
    expect(wordsOf('one two three', 7)).toEqual(['one', 'two']);
  });

  it('are cut between words, and pairs of surrogates are kept together', () => {
    const words = Array.from({ length: 3000 }, (_, index) => `größe${index}`);
    expect(wordsOf(words.join(', '))).toEqual(words.map((word) => `grosse${word.slice(5)}`));
    for (const before of ['', 'x']) {
      const letters = wordsOf(`${before}${'𐐨'.repeat(5000)}`).join('');
      expect(letters).toBe(`${before}${'𐐨'.repeat(5000)}`);
    }
  });
});

function fastest(work: () => unknown): number {
  const times = [1, 2, 3].map(() => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.min(...times);
}
