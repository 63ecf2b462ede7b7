import { decodeField } from './decode-field.js';

describe('decodeField', () => {
  it('gives the text exactly', () => {
    expect(decodeField(Buffer.from('\ufeffa\r\nb\nÄ😀'), 'notes')).toBe('\ufeffa\r\nb\nÄ😀');
    expect(decodeField(Buffer.alloc(0), 'notes')).toBe('');
  });

  it('refuses what is no UTF-8, and U+0000', () => {
    expect(() => decodeField(Buffer.from([0x61, 0xff]), 'notes')).toThrow(
      expect.objectContaining({ kind: 'malformed', code: 'not_utf8' }),
    );
    expect(() => decodeField(Buffer.from('a\0b'), 'notes')).toThrow(
      expect.objectContaining({
        kind: 'invalid',
        code: 'nul_character',
        detail: { errors: [{ pointer: '/notes', message: 'must not hold U+0000' }] },
      }),
    );
  });
});
