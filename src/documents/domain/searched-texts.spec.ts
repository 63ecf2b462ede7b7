import { describe, expect, it } from '@jest/globals';
import { aFullDocument, aNewDocument } from '../../../test/support/a-document.js';
import { searchedTexts } from './searched-texts.js';

describe('what a document is found by', () => {
  it('is its name, type, notes, summary and the values of its fields', () => {
    expect(searchedTexts(aFullDocument())).toEqual([
      ...['März „2026“.pdf', 'scan 0001.pdf', 'Invoice', 'two\nlines\tand 😀', 'An invoice.'],
      ...['Müller & Söhne', '1190.00', '\u2028'],
      ...['nine', 'ten', '1', '1.5', 'kept'],
      ...['Paper', '2', '500.00', '1000.00'],
    ]);
  });

  it('is its name alone, while nothing else is known', () => {
    expect(searchedTexts(aNewDocument())).toEqual(['invoice.pdf', 'invoice.pdf']);
  });

  it('reaches into nested fields, and takes no words from true, false or null', () => {
    const customFields = { a: { b: [[{ c: 'deep' }], true, null, 42] } };
    expect(searchedTexts(aNewDocument({ customFields }))).toContain('deep');
    expect(searchedTexts(aNewDocument({ customFields })).slice(2)).toEqual(['deep', '42']);
  });
});
