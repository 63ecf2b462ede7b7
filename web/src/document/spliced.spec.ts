import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shownText, spliced } from './spliced.js';

describe('An edited text', () => {
  it('keeps what was not touched, with its ends of lines', () => {
    const stored = '{\r\n  "n": 1.0,\r\n  "n": 12345678901234567890,\r\n  "x": "a"\r}';
    const shown = shownText(stored);
    expect(spliced(stored, shown.replace('"a"', '"b"'))).toBe(stored.replace('"a"', '"b"'));
    expect(spliced(stored, shown.replace('1.0', '2.0'))).toBe(stored.replace('1.0', '2.0'));
    expect(spliced(stored, shown.replace('\n  "x"', ' "x"'))).toBe(stored.replace('\r\n  "x"', ' "x"'));
  });

  it('is what it was when nothing was edited, and shows what was edited', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '\r', '\n', '"', 'é') });
    fc.assert(
      fc.property(text, text, (stored, edited) => {
        expect(spliced(stored, shownText(stored))).toBe(stored);
        const plain = shownText(edited);
        expect(shownText(spliced(stored, plain))).toBe(plain);
      }),
    );
  });
});
