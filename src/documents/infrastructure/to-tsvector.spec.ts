import { describe, expect, it } from '@jest/globals';
import { toTsvector } from './to-tsvector.js';

describe('the text of a tsvector', () => {
  it('has each word once, with its places; no phrase goes from one text into the next', () => {
    expect(toTsvector(['Copy paper copy', 'A4'], 1000)).toBe(`'copy':1,3 'paper':2 'a4':5`);
  });

  it('has no more places than PostgreSQL keeps', () => {
    expect(toTsvector(['a '.repeat(300)], 1000).split(',')).toHaveLength(255);
    const [first, last] = toTsvector([`${'a '.repeat(16_382)} b c`], 100_000)
      .split(' ')
      .slice(-2);
    expect([first, last]).toEqual([`'b':16383`, `'c'`]);
  });

  it.each([
    ['many words', [Array.from({ length: 1200 }, (_, index) => `w${index}`).join(' '), 'end']],
    ['a word again and again', [`${'a '.repeat(5000)} end`]],
    ['many short texts', [...Array.from({ length: 1999 }, () => 'a'), 'end']],
    ['many empty texts', [...Array.from({ length: 2500 }, () => ''), 'end']],
    ['no words at all', ['.'.repeat(10_000), 'end']],
    ['one character that stands for 18', [...Array.from({ length: 999 }, () => '\ufdfa'), 'end']],
  ])('ends when it has read enough: %s', (_, texts) => {
    expect(toTsvector(texts, 1_000_000)).toContain(`'end'`);
    expect(toTsvector(texts, 9_900)).not.toContain(`'end'`);
  });
});
