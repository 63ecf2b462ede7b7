import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Base64Decoder } from './base64-decoder.js';

function decode(...pieces: string[]): string {
  const decoder = new Base64Decoder('/content');
  const bytes = pieces.map((piece) => decoder.write(piece));
  return Buffer.concat([...bytes, decoder.end()]).toString('latin1');
}

describe('Base64Decoder', () => {
  it('decodes whatever was encoded, cut and wrapped at will, with its padding or without', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }),
        fc.constantFrom('', '\n', '\r\n', ' \t'),
        fc.boolean(),
        (bytes, lengths, space, padded) => {
          let text = Buffer.from(bytes).toString('base64');
          if (!padded) text = text.replace(/=+$/, '');
          const pieces: string[] = [];
          for (let index = 0; text !== ''; index++) {
            const length = lengths[index % lengths.length] ?? 1;
            pieces.push(text.slice(0, length) + space);
            text = text.slice(length);
          }
          expect(decode(...pieces)).toBe(Buffer.from(bytes).toString('latin1'));
        },
      ),
    );
  });

  it.each([
    ['data:text/plain;base64,SGk=', 'without "data:"'],
    ['-_-_', 'with + and /'],
    ['SGk=SGk=', 'nothing may follow the padding'],
    ['SGk*', 'it has the character "*"'],
    ['SGk\u00a0', 'it has the character'],
    ['SGk\\"', 'it has the character "\\\\"'],
    ['S', 'ends within a byte'],
    ['SGVsbG', 'ends within a byte'],
    ['SGk==', 'wrong padding'],
    ['SGVs=', 'wrong padding'],
    ['=', 'wrong padding'],
    ['SA=', 'wrong padding'],
    ['SA==========', 'wrong padding'],
  ])('refuses %j and tells why', (text, why) => {
    for (const pieces of [[text], [...text]]) {
      expect(() => decode(...pieces)).toThrow(why);
      expect(() => decode(...pieces)).toThrow(
        expect.objectContaining({
          kind: 'invalid',
          detail: { errors: [expect.objectContaining({ pointer: '/content' })] },
        }),
      );
    }
  });
});
