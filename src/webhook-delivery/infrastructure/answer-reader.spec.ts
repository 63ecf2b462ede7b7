import fc from 'fast-check';
import { AnswerMalformed, AnswerReader, type AnswerHead } from './answer-reader.js';

interface Read {
  heads: AnswerHead[];
  body: string;
  isComplete: boolean;
  keepAliveSeconds: number;
}

function readAll(pieces: Buffer[], reader = new AnswerReader()): Read {
  const heads: AnswerHead[] = [];
  let body = '';
  reader.begin({
    onHead: (head) => void heads.push(head),
    onBody: (bytes) => void (body += bytes.toString('latin1')),
  });
  let isComplete = false;
  for (const piece of pieces) isComplete = reader.read(piece);
  return { heads, body, isComplete, keepAliveSeconds: reader.keepAliveSeconds };
}

const read = (...pieces: string[]): Read => readAll(pieces.map((piece) => Buffer.from(piece, 'latin1')));
const answer = (lines: string[], body = ''): string => `${lines.join('\r\n')}\r\n\r\n${body}`;

describe('AnswerReader', () => {
  it.each<[string, string, Partial<Read>]>([
    ['a length', answer(['HTTP/1.1 200 OK', 'Content-Length: 2'], 'ok'), { body: 'ok', keepAliveSeconds: 4 }],
    ['no body', answer(['HTTP/1.1 204 No Content']), { body: '', keepAliveSeconds: 4 }],
    ['no reason', answer(['HTTP/1.1 200', 'Content-Length: 0']), { body: '', keepAliveSeconds: 4 }],
    ['a body that 304 cannot have', answer(['HTTP/1.1 304 X', 'content-length: 5']), { body: '' }],
    [
      'chunks with extensions and trailers',
      answer(
        ['HTTP/1.1 200 OK', 'Transfer-Encoding: chunked'],
        '3;a=b\r\nab\r\r\n00A \r\n0123456789\r\n0\r\nX: 1\r\nY: 2\r\n\r\n',
      ),
      { body: 'ab\r0123456789', keepAliveSeconds: 4 },
    ],
    ['the same length twice', answer(['HTTP/1.1 200 OK', 'Content-Length: 1', 'content-length:1'], 'x'), {}],
  ])('reads %s to its end', (_, text, expected) => {
    expect(read(text)).toMatchObject({ heads: [{ retryAfter: null }], isComplete: true, ...expected });
  });

  it.each([
    [['Connection: close']],
    [['Connection: x, Close']],
    [['Keep-Alive: timeout=1']],
    [['Keep-Alive: timeout=0, max=5']],
    [['Transfer-Encoding: chunked']],
  ])('does not use the connection again after %j', (lines) => {
    const text = answer(['HTTP/1.1 200 OK', 'Content-Length: 5', ...lines], '0\r\n\r\n');
    expect(read(text)).toMatchObject({ isComplete: true, keepAliveSeconds: 0 });
  });

  it('does not use the connection again after more than was asked for, nor with HTTP/1.0', () => {
    const text = answer(['HTTP/1.1 200 OK', 'Content-Length: 2'], 'ok');
    expect(read(`${text}H`)).toMatchObject({ body: 'ok', isComplete: true, keepAliveSeconds: 0 });
    expect(read(text.replace('1.1', '1.0'))).toMatchObject({ isComplete: true, keepAliveSeconds: 0 });
  });

  it.each([
    [204, 'Content-Length: 2'],
    [204, 'Transfer-Encoding: chunked'],
    [304, 'Content-Length: 5'],
  ])('does not use the connection again after a %i that speaks of a body: %s', (statusCode, line) => {
    const bodiless = read(answer([`HTTP/1.1 ${statusCode} X`, line]));
    expect(bodiless).toMatchObject({ heads: [{ statusCode }], isComplete: true, keepAliveSeconds: 0 });
    expect(read(answer([`HTTP/1.1 ${statusCode} X`, 'Content-Length: 0'])).keepAliveSeconds).toBe(4);
  });

  it('takes no other byte for white space in what says where an answer ends', () => {
    expect(read(answer(['HTTP/1.1 200 OK', 'Content-Length: \t2 \t'], 'ok'))).toMatchObject({ body: 'ok' });
    for (const byte of ['\xa0', '\x0b', '\x0c']) {
      expect(() => read(answer(['HTTP/1.1 200 OK', `Content-Length: ${byte}2`], 'ok'))).toThrow(
        AnswerMalformed,
      );
      const coded = read(answer(['HTTP/1.1 200 OK', `Transfer-Encoding: ${byte}chunked`], '0\r\n\r\n'));
      expect(coded).toMatchObject({ isComplete: false, keepAliveSeconds: 0 });
    }
  });

  it('gives up on informational answers without end, and counts them for each answer anew', () => {
    const hints = answer(['HTTP/1.1 103 Early Hints', `Link: ${'x'.repeat(10_000)}`]);
    const text = hints.repeat(6) + answer(['HTTP/1.1 200 OK', 'Content-Length: 0']);
    const reader = new AnswerReader();
    for (let turn = 0; turn < 2; turn++) {
      expect(readAll([Buffer.from(text)], reader)).toMatchObject({ isComplete: true });
    }
    expect(() => read(hints.repeat(7))).toThrow(AnswerMalformed);
    expect(() => read(answer(['HTTP/1.1 100 Continue']).repeat(3000))).toThrow(AnswerMalformed);
  });

  it('keeps a second away from what the receiver says of its patience', () => {
    const text = answer(['HTTP/1.1 200 OK', 'Content-Length: 0', 'Keep-Alive: timeout=30, max=100']);
    expect(read(text).keepAliveSeconds).toBe(29);
    expect(read(text.replace('30', '99999')).keepAliveSeconds).toBe(600);
  });

  it('reads what says neither length nor chunks, or another coding, until the connection ends', () => {
    for (const line of ['X: 1', 'Transfer-Encoding: gzip', 'Transfer-Encoding: chunked, gzip']) {
      const reader = new AnswerReader();
      const text = answer(['HTTP/1.1 200 OK', line], 'until the end');
      expect(readAll([Buffer.from(text)], reader)).toMatchObject({
        body: 'until the end',
        isComplete: false,
      });
      expect(reader.end()).toBe(true);
      expect(reader.keepAliveSeconds).toBe(0);
    }
  });

  it('is not complete when the connection ends too early', () => {
    const texts = ['', 'HTTP/1.1 200', answer(['HTTP/1.1 200 OK', 'Content-Length: 2'], 'o')];
    texts.push(answer(['HTTP/1.1 200 OK', 'Transfer-Encoding: chunked'], '2\r\nok\r\n'));
    for (const text of texts) {
      const reader = new AnswerReader();
      expect(readAll([Buffer.from(text)], reader).isComplete).toBe(false);
      expect(reader.end()).toBe(false);
    }
  });

  it('skips informational answers, and takes the first Retry-After', () => {
    const hints = answer(['HTTP/1.1 103 Early Hints', 'Content-Length: 7', 'Retry-After: 1']);
    const text = answer(['HTTP/1.1 503 Later', 'Retry-After:  120 ', 'retry-after: 7', 'Content-Length: 0']);
    expect(read(hints + hints + text)).toMatchObject({
      heads: [{ statusCode: 503, retryAfter: '120' }],
      isComplete: true,
    });
  });

  it.each([
    ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['the first byte of one', 'S'],
    ['HTTP/2', 'HTTP/2 200\r\n'],
    ['no status', answer(['HTTP/1.1 OK'])],
    ['a status of four digits', answer(['HTTP/1.1 2000 OK'])],
    ['lines that end otherwise', 'HTTP/1.1 200 OK\nContent-Length: 0\n\n'],
    ['a return within a line', answer(['HTTP/1.1 200 OK', 'X: a\rb'])],
    ['a line without a name', answer(['HTTP/1.1 200 OK', ': x'])],
    ['white space before the colon', answer(['HTTP/1.1 200 OK', 'Content-Length : 2'], 'ok')],
    ['a folded line', answer(['HTTP/1.1 200 OK', 'X: 1', ' 2'])],
    ['two lengths', answer(['HTTP/1.1 200 OK', 'Content-Length: 1', 'Content-Length: 2'], 'ab')],
    ['a list of lengths', answer(['HTTP/1.1 200 OK', 'Content-Length: 1, 1'], 'a')],
    ['a length that is none', answer(['HTTP/1.1 200 OK', 'Content-Length: +1'], 'a')],
    ['a chunk without size', answer(['HTTP/1.1 200 OK', 'Transfer-Encoding: chunked'], '\r\n')],
    ['a chunk of a negative size', answer(['HTTP/1.1 200 OK', 'Transfer-Encoding: chunked'], '-1\r\n')],
    ['a chunk that is longer', answer(['HTTP/1.1 200 OK', 'Transfer-Encoding: chunked'], '1\r\nabc\r\n')],
    ['an upgrade', answer(['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket'])],
    ['a head without end', `HTTP/1.1 200 OK\r\n${'X-A: 1\r\n'.repeat(3000)}`],
    ['a head that is too large', answer(['HTTP/1.1 200 OK', `X: ${'x'.repeat(17_000)}`])],
    [
      'a chunk line without end',
      answer(['HTTP/1.1 200 OK', 'Transfer-Encoding: chunked'], `1;${'x'.repeat(2000)}`),
    ],
  ])('refuses %s', (_, text) => {
    expect(() => read(text)).toThrow(AnswerMalformed);
    expect(() => read(...text)).toThrow(AnswerMalformed);
  });

  it('reads the same from whatever pieces, one answer after the other', () => {
    const line = fc.constantFrom('X-A: 1', 'Retry-After: 5', 'Date: now', 'Keep-Alive: timeout=9', 'a:');
    const text = fc
      .record({
        hints: fc.integer({ min: 0, max: 2 }),
        lines: fc.array(line, { maxLength: 3 }),
        body: fc.string({ maxLength: 40 }),
        cuts: fc.option(fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 5 })),
      })
      .map(({ hints, lines, body, cuts }) => {
        const before = answer(['HTTP/1.1 103 Early Hints']).repeat(hints);
        const bytes = Buffer.from(body).toString('latin1');
        if (!cuts) {
          const length = `Content-Length: ${bytes.length}`;
          return before + answer(['HTTP/1.1 200 OK', ...lines, length], bytes);
        }
        const chunks: string[] = [];
        let at = 0;
        for (const cut of cuts) if (at < bytes.length) chunks.push(bytes.slice(at, (at += cut)));
        if (at < bytes.length) chunks.push(bytes.slice(at));
        const coded = chunks.map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`).join('');
        return (
          before + answer(['HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', ...lines], `${coded}0\r\n\r\n`)
        );
      });
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 3 }),
        fc.infiniteStream(fc.nat(9)),
        (texts, sizes) => {
          const reader = new AnswerReader();
          for (const each of texts) {
            const whole = read(each);
            expect(whole).toMatchObject({ heads: [{ statusCode: 200 }], isComplete: true });
            const pieces: Buffer[] = [];
            for (let at = 0; at < each.length;) {
              const size = 1 + (sizes.next().value as number);
              pieces.push(Buffer.from(each.slice(at, (at += size)), 'latin1'));
            }
            expect(readAll(pieces, reader)).toEqual(whole);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
