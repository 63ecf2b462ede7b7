import { describe, expect, it } from '@jest/globals';
import { parseSearch } from './parse-search.js';

const prefix = (word: string): object => ({ words: [word], exact: false });
const exact = (...words: string[]): object => ({ words, exact: true });

describe('a search', () => {
  it.each([
    ['Müller inv-2024', [prefix('muller'), prefix('inv'), prefix('2024')]],
    ['"Copy  Paper, A4" acme', [exact('copy', 'paper', 'a4'), prefix('acme')]],
    ['acme"total"xyz', [prefix('acme'), exact('total'), prefix('xyz')]],
    ['1,190.00 番', [exact('1'), prefix('190'), exact('00'), prefix('番')]],
    ['"never closed', [prefix('never'), prefix('closed')]],
    ['"a" "b" "c', [exact('a'), exact('b'), exact('c')]],
    ['"" " " -- "', []],
    ['', []],
  ])('for %j looks for %j', (text, terms) => {
    expect(parseSearch(text)).toEqual(terms);
  });
});
