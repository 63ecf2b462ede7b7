import { describe, expect, it } from '@jest/globals';
import { reasonInWords } from './reason-in-words.js';

describe('Why something did not become a document', () => {
  it.each([
    ['The file is empty.', 'The file is empty. Put a whole file in its place, then try again.'],
    ['The disk is full', 'The disk is full.'],
    [null, 'It has not been tried yet.'],
  ])('%j is told as %j', (reason, told) => {
    expect(reasonInWords(reason)).toBe(told);
  });
});
