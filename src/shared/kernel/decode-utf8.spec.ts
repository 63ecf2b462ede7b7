import { decodeUtf8 } from './decode-utf8.js';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe('decodeUtf8', () => {
  it('gives the text, byte order mark and U+FFFD of the sender included', () => {
    const text = '\ufeffÄ漢😀\u0000\ufffd';
    expect(decodeUtf8(new TextEncoder().encode(text))).toBe(text);
  });

  it.each([
    ['a byte that UTF-8 never uses', bytes(0x61, 0xff)],
    ['Latin-1', bytes(0xe9)],
    ['an overlong form', bytes(0xc0, 0x80)],
    ['half a surrogate pair', bytes(0xed, 0xa0, 0x80)],
    ['a cut character', bytes(0xe6, 0xbc)],
    ['UTF-16', bytes(0xff, 0xfe, 0x7b, 0x00)],
  ])('refuses %s', (_, input) => {
    expect(() => decodeUtf8(input)).toThrow(expect.objectContaining({ kind: 'malformed', code: 'not_utf8' }));
  });
});
