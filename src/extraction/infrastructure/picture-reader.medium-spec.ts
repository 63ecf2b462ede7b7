import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { jest } from '@jest/globals';
import sharp, { type Sharp } from 'sharp';
import { STANDARD_INVOICE } from '../../../test/support/a-profile.js';
import { corpus } from '../../../test/support/extraction-corpus.js';
import { OCR_LANGUAGES } from '../../../test/support/ocr-languages.js';
import { picturePdf } from '../../../test/support/picture-pdf.js';
import { until } from '../../../test/support/until.js';
import { UnreadableContent } from '../application/unreadable-content.js';
import type { DocumentText } from '../domain/document-text.js';
import { ChildProcessTextReader, type TextReaderOptions } from './child-process-text-reader.js';
import { DeterministicExtractionEngine } from './deterministic-extraction-engine.js';
import { linesRunDown } from './lines-run-down.js';
import type { PagePicture } from './page-picture.js';
import { PdfPictures } from './pdf-pictures.js';
import type { RecognitionOptions } from './recognition-options.js';

jest.setTimeout(120_000); // a page takes a second of a core, and the machine may have others to serve

const worker = new URL('../../../dist/src/extraction/infrastructure/text-worker.js', import.meta.url);
const example = (name: string) => fileURLToPath(new URL(`../../../examples/${name}`, import.meta.url));

describe('Pictures of pages', () => {
  let folder: string;
  let scan: PagePicture;
  let reader: ChildProcessTextReader;

  const open = (recognition: Partial<RecognitionOptions> = {}, options: Partial<TextReaderOptions> = {}) => {
    reader?.close();
    reader = new ChildProcessTextReader({
      worker,
      size: 1,
      ...options,
      recognition: {
        workers: 1,
        languages: OCR_LANGUAGES,
        budgetMs: 120_000,
        pageLimitMs: 60_000,
        ...recognition,
      },
    });
  };
  const file = async (name: string, content: string | Uint8Array) => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };
  const picture = (): Sharp =>
    sharp(scan.grey, { raw: { width: scan.width, height: scan.height, channels: 1 } });
  const outcome = (path: string): Promise<DocumentText | string> =>
    reader.read({ path }).catch((error: unknown) => {
      if (error instanceof UnreadableContent) return error.message;
      throw error;
    });
  const understood = async (path: string) =>
    new DeterministicExtractionEngine().extract(await reader.read({ path }), STANDARD_INVOICE);
  const right = { extractedFields: { invoice_number: 'PG-2077', total_amount: '1663.80' } };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 're-pictures-'));
    scan = await new PdfPictures().pictureOf(example('scan.pdf'), 1);
  });
  beforeEach(() => open());
  afterAll(async () => {
    reader.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('are read: the scan, as PDF, PNG, JPEG and TIFF', async () => {
    const read = await understood(example('scan.pdf'));
    expect(read).toMatchObject(right);
    expect(read.confidenceReasoning).toMatch(/The text of 1 page was recognised in a picture, .* \d\d %/);
    for (const [name, content] of [
      ['scan.png', await picture().png().toBuffer()],
      ['scan.jpg', await picture().jpeg({ quality: 70 }).toBuffer()],
      ['scan.tiff', await picture().tiff({ compression: 'lzw' }).toBuffer()],
    ] as const) {
      expect({ name, ...(await understood(await file(name, content))) }).toMatchObject({ name, ...right });
    }
  });

  it('are turned by what the camera noted', async () => {
    const photo = await picture().rotate(270).jpeg().withMetadata({ orientation: 6 }).toBuffer();
    expect(await understood(await file('photo.jpg', photo))).toMatchObject(right);
  });

  it.each([90, 270])('are turned when they lie at %i degrees', async (turn) => {
    const lying = await picture().rotate(turn).jpeg({ quality: 70 }).toBuffer();
    const read = await understood(await file(`lying-${turn}.jpg`, lying));
    expect(read).toMatchObject(right);
    expect(read.lineItems).toHaveLength(3);
  });

  it('are turned back when it is something else that runs from above to below', async () => {
    const bar = Buffer.from('<svg width="20" height="500"><rect width="20" height="500"/></svg>');
    const lefts = Array.from({ length: 34 }, (_, i) => 60 + 45 * i);
    const barred = picture().composite(lefts.map((left) => ({ input: bar, left, top: scan.height - 520 })));
    const grey = await barred.clone().greyscale().raw().toBuffer();
    expect(linesRunDown({ ...scan, grey })).toBe(true);
    expect(await understood(await file('barred.png', await barred.png().toBuffer()))).toMatchObject(right);
  });

  it('have their columns of short numbers read', async () => {
    const invoice = corpus().find(({ name }) => name === 'first-3-de-1.pdf')!;
    const path = await file(invoice.name, await invoice.content());
    const { width, height, grey } = await new PdfPictures().pictureOf(path, 1);
    const page = sharp(grey, { raw: { width, height, channels: 1 } });
    const { lineItems } = await understood(await file('table.png', await page.png().toBuffer()));
    expect(lineItems.map(({ quantity }) => quantity)).toEqual(['7', '30', '20']);
  });

  it('stand between pages of text in their order', async () => {
    const path = await file(
      'mixed.pdf',
      picturePdf(scan, ['First comes a cover', null, 'Last come the terms']),
    );
    const read = await reader.read({ path });
    expect(read.text).toMatch(/^First comes a cover\n\nPemberton[^]*PG-2077[^]*\n\nLast come the terms$/);
    expect(read.pages).toHaveLength(3);
    expect(read).toMatchObject({ recognised: { pages: 1 }, notes: [] });
  });

  it('make what is understood no surer than their words are', async () => {
    const text = await reader.read({ path: example('scan.pdf') });
    const doubtful = { ...text, recognised: { pages: 1, confidence: 61 } };
    const engine = new DeterministicExtractionEngine();
    expect((await engine.extract(doubtful, STANDARD_INVOICE)).confidenceScore).toBe(61);
    expect((await engine.extract(text, STANDARD_INVOICE)).confidenceScore).toBeGreaterThanOrEqual(90);
  });

  it('that cannot be read are refused with a reason, and the next one is read', async () => {
    const png = await picture().png().toBuffer();
    const jpeg = await picture().jpeg().toBuffer();
    const huge = Buffer.from(png);
    huge.writeUInt32BE(60_000, 16); // the width and height that its head declares
    huge.writeUInt32BE(60_000, 20);
    const bomb = sharp({ create: { width: 12_000, height: 12_000, channels: 3, background: 'white' } });
    const damaged = 'The picture could not be read: it is damaged.';
    const tooLarge = /^The picture is too large to be read: it has (\d+) x \1 dots, and at most 100 million/;
    expect(await outcome(await file('huge.png', huge))).toMatch(tooLarge);
    expect(await outcome(await file('bomb.png', await bomb.png().toBuffer()))).toMatch(tooLarge);
    expect(await outcome(await file('head.png', png.subarray(0, 40)))).toBe(damaged);
    expect(await outcome(await file('half.png', png.subarray(0, png.length / 2)))).toBe(damaged);
    expect(await outcome(await file('half.jpg', jpeg.subarray(0, jpeg.length / 2)))).toBe(damaged);
    const blank = await sharp({ create: { width: 800, height: 900, channels: 3, background: 'white' } })
      .webp()
      .toBuffer();
    expect(await outcome(await file('blank.webp', blank))).toBe('No text was recognised in the picture.');
    expect(await outcome(await file('blank.pdf', picturePdf(scan, [''])))).toBe(
      'The PDF holds no text, and none was recognised in its pictures.',
    );
    expect(await understood(example('scan.pdf'))).toMatchObject(right);
  });

  it('in a PDF that are bombs are left out before they are unpacked', async () => {
    const dots = { width: 20_000, height: 20_000, grey: Buffer.alloc(400_000_000, 255) };
    const path = await file('bomb.pdf', picturePdf(dots, ['A page of text', null]));
    expect(await outcome(path)).toMatchObject({ text: 'A page of text\n\n' });
  });

  it('of 500 pages end within the time allowed, with what was read, and do not hold the service up', async () => {
    open({ budgetMs: 20_000 });
    await outcome(example('scan.pdf')); // started
    const path = await file('long.pdf', picturePdf(scan, Array<null>(500).fill(null)));
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const began = performance.now();
    const read = await reader.read({ path });
    const took = performance.now() - began;
    delay.disable();
    const { pages } = read.recognised!;
    expect(pages).toBeGreaterThanOrEqual(1);
    expect(pages).toBeLessThan(500);
    expect(took).toBeLessThan(60_000);
    expect(delay.max / 1e6).toBeLessThan(1000);
    expect(read.text).toContain('PG-2077');
    expect(read.notes).toEqual([
      expect.stringMatching(
        /^Pages that are pictures were left out: \d+-500\. Recognising (text|the text of a page) took/,
      ),
    ]);
  });

  it('that take too long or too much memory are given up, each with its reason', async () => {
    const path = await file('three.pdf', picturePdf(scan, ['Text that stays', null, null, null, null, null]));
    open({ pageLimitMs: 30 });
    const tries = jest.spyOn(reader.pictures.pool, 'use');
    expect(await outcome(path)).toMatchObject({
      text: 'Text that stays\n\n\n\n\n\n\n\n\n\n',
      notes: [
        'Pages that are pictures were left out: 2-6. Recognising the text of a page took longer than 0.1 s.',
      ],
    });
    expect(tries).toHaveBeenCalledTimes(3); // each costs a process
    expect(await outcome(example('scan.pdf'))).toBe('Recognising the text of a page took longer than 0.1 s.');
    open({}, { memoryLimitMb: 190 });
    expect(await outcome(example('scan.pdf'))).toBe(
      'Recognising the text of a page took more memory than the 190 MB allowed.',
    );
    expect(await outcome(example('letter.txt'))).toMatchObject({ notes: [] });
  });

  it('are not read when that is turned off, and the rest is', async () => {
    open({ workers: 0 });
    expect(await outcome(example('scan.pdf'))).toBe('Reading pictures is turned off (OCR_WORKERS=0).');
    const path = await file('off.pdf', picturePdf(scan, ['Text', null]));
    expect(await outcome(path)).toMatchObject({
      notes: ['Pages that are pictures were left out: 2. Reading pictures is turned off (OCR_WORKERS=0).'],
    });
  });

  it('are tried again later when their process was killed from outside', async () => {
    const path = await file('killed.pdf', picturePdf(scan, Array<null>(20).fill(null)));
    const reading = reader.read({ path });
    const [pid] = await until(
      'a process recognises',
      () => reader.pictures.pool.pids.length > 0 && reader.pictures.pool.pids,
    );
    setTimeout(() => process.kill(pid!, 'SIGKILL'), 1500);
    await expect(reading).rejects.not.toBeInstanceOf(UnreadableContent);
  });

  it('are read in a process of lower priority, without the settings of the service', async () => {
    await outcome(example('scan.pdf'));
    const [pid] = reader.pictures.pool.pids;
    const [, after = ''] = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ');
    expect(after.split(' ')[16]).toBe('5'); // nice
    expect(await readFile(`/proc/${pid}/environ`, 'utf8')).toMatch(/^(NODE_CHANNEL_\w+=\w+\0)*$/);
  });
});
