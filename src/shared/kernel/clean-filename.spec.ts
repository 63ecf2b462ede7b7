import { expect, it } from '@jest/globals';
import { cleanFilename } from './clean-filename.js';

it.each([
  ['invoice.pdf', 'invoice.pdf'],
  ['  März „2026“ 漢字 😀.pdf ', 'März „2026“ 漢字 😀.pdf'],
  ['C:\\Users\\ann\\scan.pdf', 'scan.pdf'],
  ['../../etc/passwd', 'passwd'],
  ['/tmp/a b.txt', 'a b.txt'],
  ['a\r\nSet-Cookie: x\u0000\u007f\u0085.pdf', 'aSet-Cookie: x.pdf'],
  ['\u202efdp.exe', 'fdp.exe'],
  ['a\ud800b.pdf', 'a\ufffdb.pdf'],
  ['', 'document'],
  [' ', 'document'],
  ['folder/', 'document'],
  ['.', 'document'],
  ['..', 'document'],
  ['...', '...'],
  ['.htaccess', '.htaccess'],
])('%j becomes %j', (given, name) => {
  expect(cleanFilename(given)).toBe(name);
});

it('shortens to 255 characters and keeps the ending', () => {
  const name = cleanFilename(`${'n'.repeat(300)}.pdf`);
  expect(name).toHaveLength(255);
  expect(name).toMatch(/^n+\.pdf$/);
  expect(cleanFilename(`${'n'.repeat(254)}😀`).isWellFormed()).toBe(true);
  expect(cleanFilename(`a.${'n'.repeat(300)}`)).toHaveLength(255);
});
