import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readJsonUpload } from './read-json-upload.js';

const KB = 1024;

/** A request whose body arrives in these chunks. */
function requestOf(chunks: Iterable<Buffer>, headers: Record<string, string> = {}): IncomingMessage {
  return Object.assign(Readable.from(chunks, { objectMode: false }), {
    headers: { 'content-type': 'application/json', ...headers },
  }) as unknown as IncomingMessage;
}

function* cut(text: string, lengths: readonly number[]): Generator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0, index = 0; at < bytes.length; index++) {
    const length = lengths[index % lengths.length] ?? 1;
    yield bytes.subarray(at, at + length);
    at += length;
  }
}

interface Received {
  text: string;
  largest: number;
}

async function upload(
  request: IncomingMessage,
  discarded: Received[] = [],
): Promise<{ value: unknown; file: Received | undefined }> {
  const { body, file } = await readJsonUpload<Received>(request, {
    member: 'content',
    maxFileBytes: 100 * KB,
    receiveFile: async (content) => {
      const received: Buffer[] = [];
      for await (const bytes of content) received.push(bytes);
      return {
        text: Buffer.concat(received).toString('latin1'),
        largest: Math.max(...received.map(({ length }) => length)),
      };
    },
    discardFile: async (received) => void discarded.push(received),
  });
  return { value: body.value, file };
}

const read = (text: string, lengths = [text.length]): ReturnType<typeof upload> =>
  upload(requestOf(cut(text, lengths)));

describe('readJsonUpload', () => {
  it('finds the content wherever it is, however the body is cut, and leaves the rest as it is', async () => {
    const json = fc.jsonValue({ maxDepth: 2 }).map((value): unknown => JSON.parse(JSON.stringify(value))); // no -0
    const name = fc
      .string({ maxLength: 8 })
      .filter((key) => !['content', '__proto__', 'external_refs'].includes(key));
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 400 }),
        fc.dictionary(name, json, { maxKeys: 4, noNullPrototype: true }),
        fc.dictionary(name, json, { maxKeys: 4, noNullPrototype: true }),
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 5 }),
        fc.constantFrom('plain', 'slashes', 'unicode', 'wrapped'),
        fc.constantFrom(undefined, 1),
        async (bytes, before, others, lengths, style, indent) => {
          const after = Object.fromEntries(Object.entries(others).filter(([key]) => !(key in before)));
          const text = JSON.stringify(
            { ...before, nested: { content: '*' }, content: '(the content)', ...after },
            null,
            indent,
          );
          let content = Buffer.from(bytes).toString('base64');
          if (style === 'slashes') content = content.replaceAll('/', '\\/');
          if (style === 'unicode') content = content.replaceAll('+', '\\u002B').replaceAll('A', '\\u0041');
          if (style === 'wrapped') content = content.replace(/.{20}/g, '$&\\r\\n');
          const { value, file } = await read(text.replace('"(the content)"', `"${content}"`), lengths);
          expect(file?.text).toBe(Buffer.from(bytes).toString('latin1'));
          expect(value).toEqual({ ...before, nested: { content: '*' }, content: '', ...after });
        },
      ),
    );
  });

  it('hands the content on as it arrives', async () => {
    const content = Buffer.alloc(90 * KB, 'x');
    const { file } = await read(`{"content":"${content.toString('base64')}","a":1}`, [4 * KB]);
    expect(file?.text).toBe(content.toString());
    expect(file?.largest).toBeLessThanOrEqual(3 * KB + 3);
  });

  it('knows the name however it is written', async () => {
    expect((await read('{"\\u0063ontent":"SGk="}')).file?.text).toBe('Hi');
    expect((await read('\ufeff { "content" \n:\t "" } ')).file?.text).toBe('');
  });

  it.each([
    ['{"a":{"content":"SGk="},"b":["content","SGk="]}', undefined],
    ['{"content":null}', undefined],
    ['{"content":17,"a":"SGk="}', undefined],
    ['{"content":{"content":"SGk="},"a":"SGk="}', undefined],
    ['["content","SGk="]', undefined],
    ['"content"', undefined],
  ])('finds none in %s', async (text, file) => {
    const read = await upload(requestOf(cut(text, [1])));
    expect(read).toEqual({ value: JSON.parse(text), file });
  });

  it.each([
    ['', 'body_required'],
    ['{"content":"SGk=', 'malformed_json'],
    ['{"content":"SGk=\n"}', 'malformed_json'],
    ['{"content":"SGk="', 'malformed_json'],
    ['{"content":"SGk="}}', 'malformed_json'],
    ['["content":"SGk="]', 'malformed_json'],
    ['{"content":1 "SGk="}', 'malformed_json'],
    ['{"content":"SGk=","content":"SGk="}', 'duplicate_member'],
    ['{"content":"SGk=","content":null}', 'duplicate_member'],
    ['{"content":"SGk=","a":1,"a":1}', 'duplicate_member'],
    ['{"content":"SG\\"k="}', 'invalid_base64'],
    ['{"content":"SG\\\\k="}', 'invalid_base64'],
    ['{"content":"SG\\u00"}', 'invalid_base64'],
    ['{"content":"\u00e4"}', 'invalid_base64'],
    ['{"content":"data:text/plain;base64,SGk="}', 'invalid_base64'],
    [`{"content":"${'A'.repeat(140_000)}"}`, 'file_too_large'],
    [`{"content":"SGk=","a":"${'x'.repeat(2048 * KB)}"}`, 'body_too_large'],
    [`{"content":"${' '.repeat(2300 * KB)}"}`, 'body_too_large'],
  ])('refuses %.60s', async (text, code) => {
    await expect(read(text, [64 * KB])).rejects.toMatchObject({ code });
    if (text.length < 100) await expect(read(text, [1])).rejects.toMatchObject({ code });
  });

  it('takes exactly as much as the limit says', async () => {
    const most = Buffer.alloc(100 * KB, 'x').toString('base64');
    expect((await read(`{"content":"${most}"}`, [64 * KB])).file?.text).toHaveLength(100 * KB);
    const more = Buffer.alloc(100 * KB + 1, 'x').toString('base64');
    await expect(read(`{"content":"${more}"}`, [64 * KB])).rejects.toMatchObject({ code: 'file_too_large' });
  });

  it('looks at the headers first', async () => {
    for (const [headers, code] of [
      [{ 'content-length': '9999999' }, 'body_too_large'],
      [{ 'content-encoding': 'gzip' }, 'unsupported_content_encoding'],
      [{ 'content-type': 'application/json; charset=utf-16' }, 'unsupported_charset'],
    ] as const) {
      await expect(upload(requestOf([Buffer.from('{}')], headers))).rejects.toMatchObject({ code });
    }
  });

  it('discards the content when the connection breaks behind it, and reads on to the end of what is refused', async () => {
    const broken = function* (): Generator<Buffer> {
      yield Buffer.from('{"content":"SGk=",');
      throw new Error('ECONNRESET');
    };
    const discarded: Received[] = [];
    await expect(upload(requestOf(broken()), discarded)).rejects.toMatchObject({ code: 'body_incomplete' });
    expect(discarded).toMatchObject([{ text: 'Hi' }]);

    const refused = requestOf(cut(`{"content":"*${'A'.repeat(300 * KB)}"}`, [KB]));
    const ended = new Promise((resolve) => refused.once('end', resolve));
    await expect(upload(refused)).rejects.toMatchObject({ code: 'invalid_base64' });
    await ended;
  });
});
