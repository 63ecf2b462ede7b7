import { fork } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';
import { until } from '../../../test/support/until.js';
import { UnreadableContent } from '../application/unreadable-content.js';
import { ChildProcessTextReader, type TextReaderOptions } from './child-process-text-reader.js';

const worker = new URL('../../../dist/src/extraction/infrastructure/text-worker.js', import.meta.url);
const example = (name: string) => fileURLToPath(new URL(`../../../examples/${name}`, import.meta.url));

describe('ChildProcessTextReader', () => {
  let folder: string;
  let reader: ChildProcessTextReader;
  const open = (options: Partial<TextReaderOptions> = {}) => {
    reader = new ChildProcessTextReader({ worker, size: 1, ...options });
    return reader;
  };
  const file = async (name: string, content: string | Uint8Array) => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };
  const outcome = (path: string) =>
    reader.read({ path }).then(
      (text) => text,
      (error: unknown) => {
        if (error instanceof UnreadableContent) return error.message;
        throw error;
      },
    );

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 're-reader-'));
  });
  afterEach(() => reader.close());
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('reads the text and the places of words of a PDF', async () => {
    const text = await open().read({ path: example('invoice-gb-two-pages.pdf') });
    expect(text.pages).toHaveLength(2);
    expect(text.text).toContain('VAT @ 20%  £1,083.38');
    const words = text.pages[0]!.lines.flatMap((line) => line.words);
    const number = words.find((word) => word.text === 'BW/1102')!;
    expect(number.x).toBeCloseTo(440, 0);
    expect(number.height).toBeCloseTo(9.5, 1);
  });

  it('reads plain text in the encodings that it comes in', async () => {
    open();
    const expected = 'Total £5 for Zoë';
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(expected, 'utf16le')]);
    expect(await outcome(await file('utf8', `\ufeff${expected}`))).toMatchObject({ text: expected });
    expect(await outcome(await file('utf16', utf16))).toMatchObject({ text: expected });
    expect(await outcome(await file('latin', Buffer.from(expected, 'latin1')))).toMatchObject({
      text: expected,
    });
  });

  it('says in plain words why content cannot be read, and goes on with the next', async () => {
    open();
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=',
      'base64',
    );
    const [pid] = [await outcome(example('receipt.txt')), ...reader.pool.pids].slice(1);
    expect(await outcome(example('encrypted.pdf'))).toBe(
      'The PDF is encrypted and cannot be opened without its password.',
    );
    expect(await outcome(example('damaged.pdf'))).toBe('The PDF could not be read: it is damaged.');
    expect(await outcome(await file('header.pdf', '%PDF-1.7\n'))).toBe(
      'The PDF could not be read: it is damaged.',
    );
    expect(await outcome(await file('empty.pdf', ''))).toBe('The file is empty.');
    expect(await outcome(await file('blank.txt', ' \n\t\n'))).toBe('The file holds no text.');
    expect(await outcome(await file('invoice.pdf', png))).toBe(
      'Reading pictures is turned off (OCR_WORKERS=0).',
    );
    expect(await outcome(await file('photo.heic', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic')))).toBe(
      'Pictures of this kind (image/heic) are not read; save it as PNG, JPEG, TIFF or a PDF.',
    );
    expect(await outcome(await file('winmail.dat', Buffer.from('789f3e2201010101', 'hex')))).toContain(
      'TNEF',
    );
    expect(await outcome(await file('noise.txt', Buffer.from([1, 2, 3, 0, 0, 255])))).toBe(
      'The content is none that is read: PDF, Word (.docx), Excel (.xlsx), CSV, HTML, plain text or a picture.',
    );
    expect(await outcome(await file('no-text.pdf', pdfOf('')))).toContain('Reading pictures is turned off');
    expect(await outcome(example('invoice-us.pdf'))).toMatchObject({ notes: [] });
    expect(reader.pool.pids).toEqual([pid]); // one process read them all
  });

  it('decides by the bytes, not by the name', async () => {
    open();
    const content = await readFile(example('invoice-eu.pdf'));
    expect(await outcome(await file('letter.txt', content))).toMatchObject({ pages: [{ width: 595.28 }] });
  });

  it('keeps what its limits allow of a huge text, and says so', async () => {
    open();
    const text = await outcome(await file('huge.txt', 'line of text\n'.repeat(600_000)));
    if (typeof text === 'string') throw new Error(text);
    expect(text.text).toHaveLength(5_000_000);
    expect(text.notes).toEqual(['Only the first 5000000 characters were kept.']);
  });

  it('kills a reader that takes too long, and reads the next file', async () => {
    open({ timeLimitMs: 1500 });
    expect(await outcome(example('letter.txt'))).toMatchObject({ notes: [] }); // started and warm
    const [pid] = reader.pool.pids as [number];
    expect(await outcome(await file('slow.pdf', hangingPdf()))).toBe('Reading took longer than 1.5 s.');
    await until('the process is gone', () => !isAlive(pid));
    expect(await outcome(example('letter.txt'))).toMatchObject({ notes: [] });
  });

  it('contains a file that unpacks to more memory than allowed', async () => {
    open({ memoryLimitMb: 220 });
    const bomb = await file('bomb.pdf', pdfOf(Buffer.alloc(400 * 1024 * 1024, ' ')));
    expect(await outcome(bomb)).toBe('Reading took more memory than the 220 MB allowed.');
    expect(await outcome(example('letter.txt'))).toMatchObject({ notes: [] });
  });

  it('takes a reader killed from outside for trouble of the machine, not of the file', async () => {
    open();
    await outcome(example('letter.txt'));
    const reading = reader.read({ path: await file('slow.pdf', hangingPdf()) });
    const [pid] = reader.pool.pids as [number];
    setTimeout(() => process.kill(pid, 'SIGKILL'), 300);
    await expect(reading).rejects.not.toBeInstanceOf(UnreadableContent);
    expect(await outcome(example('letter.txt'))).toMatchObject({ notes: [] });
  });

  it('stops reading when it is told to', async () => {
    open();
    await outcome(example('letter.txt'));
    const stop = new AbortController();
    const path = await file('slow.pdf', hangingPdf());
    const reading = reader.read({ path }, stop.signal);
    const waiting = reader.read({ path }, stop.signal); // the pool has one process
    stop.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
    await expect(waiting).rejects.toThrow('enough');
    expect(await outcome(example('letter.txt'))).toMatchObject({ notes: [] });
  });

  it('reads as many files at once as it has processes, and replaces them in time', async () => {
    open({ size: 2, requestsPerProcess: 3 });
    const seen = new Set<number>();
    await Promise.all(
      Array.from({ length: 12 }, async () => {
        await reader.read({ path: example('invoice-us.pdf') });
        reader.pool.pids.forEach((pid) => seen.add(pid));
        expect(reader.pool.pids.length).toBeLessThanOrEqual(2);
      }),
    );
    expect(seen.size).toBeGreaterThanOrEqual(4);
  });

  it('leaves no process behind when the service is killed, even while one is busy', async () => {
    open();
    const module = new URL('child-process-text-reader.js', worker).href;
    const script = await file(
      'service.mjs',
      `import { ChildProcessTextReader } from ${JSON.stringify(module)};
       const reader = new ChildProcessTextReader({ size: 2 });
       await reader.read({ path: ${JSON.stringify(example('letter.txt'))} });
       reader.read({ path: ${JSON.stringify(await file('slow.pdf', hangingPdf()))} });
       reader.read({ path: ${JSON.stringify(example('letter.txt'))} }).then(() => process.send(reader.pool.pids));`,
    );
    const service = fork(script, { execArgv: [], stdio: 'ignore' });
    const pids = await new Promise<number[]>((resolve) =>
      service.on('message', (each) => resolve(each as number[])),
    );
    expect(pids).toHaveLength(2);
    expect(pids.every(isAlive)).toBe(true);
    service.kill('SIGKILL');
    await until('the readers are gone', () => !pids.some(isAlive), 3);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A PDF of one page with this content stream, compressed. */
function pdfOf(stream: string | Uint8Array): Buffer {
  const packed = deflateSync(stream, { level: 1 });
  return Buffer.concat([
    Buffer.from(
      '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n' +
        '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R' +
        '/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n' +
        `4 0 obj<</Filter/FlateDecode/Length ${packed.length}>>stream\n`,
    ),
    packed,
    Buffer.from('\nendstream endobj\ntrailer<</Root 1 0 R/Size 5>>\n%%EOF\n'),
  ]);
}

/** Millions of operators that draw nothing. */
function hangingPdf(): Buffer {
  return pdfOf('BT 1 0 0 1 0 0 Tm ET\n'.repeat(4_000_000));
}
