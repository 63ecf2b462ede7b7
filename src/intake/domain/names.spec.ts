import { expect, it } from '@jest/globals';
import { numberedName } from './numbered-name.js';
import { shortenedName } from './shortened-name.js';

it.each([
  ['invoice.pdf', 'invoice (7).pdf'],
  ['a.tar.gz', 'a.tar (7).gz'],
  ['invoice', 'invoice (7)'],
  ['.a', '.a (7)'],
])('%s is numbered as %s', (name, numbered) => expect(numberedName(name, 7)).toBe(numbered));

it('shortens by whole characters and keeps the ending', () => {
  expect(shortenedName('ä'.repeat(10), 20)).toBe('ä'.repeat(10));
  expect(shortenedName(`${'ä'.repeat(120)}😀.pdf`, 243)).toBe(`${'ä'.repeat(119)}.pdf`);
  expect(shortenedName(`${'x'.repeat(300)}.pdf`, 200)).toHaveLength(200);
});
