import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { DEFAULT_PROFILE, STANDARD_INVOICE } from '../../../test/support/a-profile.js';
import { until } from '../../../test/support/until.js';
import { arrangeRows } from '../domain/arrange-rows.js';
import type { DocumentText } from '../domain/document-text.js';
import { ChildProcessExtractionEngine } from './child-process-extraction-engine.js';
import { ChildProcessTextReader } from './child-process-text-reader.js';
import { DeterministicExtractionEngine } from './deterministic-extraction-engine.js';
import { ReadingPool, type ReadingPoolOptions } from './reading-pool.js';

const worker = new URL('../../../dist/src/extraction/infrastructure/text-worker.js', import.meta.url);
const example = (name: string) => fileURLToPath(new URL(`../../../examples/${name}`, import.meta.url));

describe('ChildProcessExtractionEngine', () => {
  const rules = new DeterministicExtractionEngine();
  const letter: DocumentText = { pages: [], text: 'Dear Zoë', notes: ['A note.'] };
  let folder: string;
  let pool: ReadingPool;
  const open = (options: Partial<ReadingPoolOptions> = {}) => {
    pool = new ReadingPool({ worker, size: 1, ...options });
    return new ChildProcessExtractionEngine(pool);
  };
  /** A process that does this with every request. */
  const failing = async (how: string) => {
    const path = join(folder, 'failing-worker.mjs');
    const begun = `process.send({ kind: 'begun' }, () => { ${how} })`;
    await writeFile(path, `process.on('message', () => ${begun}); process.send({ kind: 'ready' });`);
    return { worker: pathToFileURL(path) };
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 're-engine-'));
  });
  afterEach(() => pool.close());
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(['invoice-gb-two-pages.pdf', 'letter.txt', 'invoice-us.pdf'])(
    'understands %s as the rules do, in the process that read it',
    async (name) => {
      const reader = new ChildProcessTextReader({ worker, size: 1 });
      pool = reader.pool;
      const text = await reader.read({ path: example(name), filename: name });
      const { pids } = pool;
      const engine = new ChildProcessExtractionEngine(pool);
      for (const profile of [DEFAULT_PROFILE, STANDARD_INVOICE]) {
        expect(await engine.extract(text, profile)).toEqual(await rules.extract(text, profile));
      }
      expect(pool.pids).toEqual(pids);
    },
  );

  it('hands over odd characters and numbers as they are', async () => {
    const word = { text: 'Total\ud800', x: -0, y: NaN, width: Infinity, height: 1 };
    const text = {
      pages: [{ width: 1, height: 1, lines: [{ y: 0, height: 1, words: [word] }] }],
      text: 'Total\ud800 \u2028 💶',
      notes: [],
    };
    expect(await open().extract(text, DEFAULT_PROFILE)).toEqual(await rules.extract(text, DEFAULT_PROFILE));
  });

  it('leaves the service free while a hostile text is understood', async () => {
    const engine = open();
    await engine.extract(letter, DEFAULT_PROFILE); // started and warm
    let ticks = 0;
    const timer = setInterval(() => ticks++, 5);
    const read = await engine.extract(hostile(), STANDARD_INVOICE);
    clearInterval(timer);
    expect(read.confidenceReasoning).toContain('It was read as English.');
    expect(ticks).toBeGreaterThan(10); // in the service: none
  });

  it('keeps a text whose understanding takes too long for review, and understands the next', async () => {
    const engine = open({ timeLimitMs: 1000 });
    const [pid] = [await engine.extract(letter, DEFAULT_PROFILE), ...pool.pids].slice(1) as [number];
    expect(await engine.extract({ ...hostile(15), notes: ['A note.'] }, DEFAULT_PROFILE)).toEqual({
      docType: null,
      docDate: null,
      summary: null,
      confidenceScore: 0,
      confidenceReasoning:
        'Understanding took longer than 1 s. The text was kept; no fields were read. A note.',
      extractedFields: { title: null, date: null, parties: null, key_amounts: null },
      lineItems: [],
    });
    await until('the process is gone', () => !isAlive(pid));
    expect(await engine.extract(letter, DEFAULT_PROFILE)).toMatchObject({
      confidenceReasoning: expect.stringContaining('It was read as English.') as string,
    });
  });

  it.each([
    ['crashes', 'process.abort()', 'The text could not be understood: it made its reader crash.'],
    [
      'takes too much memory',
      `process.stderr.write('FATAL ERROR: JavaScript heap out of memory', () => process.abort())`,
      'Understanding took more memory than the 1024 MB allowed.',
    ],
  ])('keeps a text whose understanding %s', async (_, how, reason) => {
    const engine = open(await failing(how));
    const read = await engine.extract(letter, STANDARD_INVOICE);
    expect(read).toMatchObject({
      confidenceScore: 0,
      confidenceReasoning: `${reason} The text was kept; no fields were read. A note.`,
    });
    expect(Object.values(read.extractedFields)).toEqual(Array.from({ length: 10 }, () => null));
  });

  it('keeps a text that the rules fail on: they would fail again', async () => {
    const { confidenceReasoning } = await open().extract(
      { ...letter, pages: null as never },
      DEFAULT_PROFILE,
    );
    expect(confidenceReasoning).toMatch(
      /^The rules failed on the text \(TypeError: .+\)\. The text was kept;/,
    );
  });

  it('takes a process killed from outside for trouble of the machine, not of the text', async () => {
    const engine = open(await failing(`process.kill(process.pid, 'SIGKILL')`));
    await expect(engine.extract(letter, DEFAULT_PROFILE)).rejects.toThrow('ended from outside');
  });

  it('stops when it is told to, also while it waits for its turn', async () => {
    const engine = open(await failing(''));
    const stop = new AbortController();
    const understanding = engine.extract(letter, DEFAULT_PROFILE, stop.signal);
    const waiting = engine.extract(letter, DEFAULT_PROFILE, stop.signal); // the pool has one process
    const [pid] = pool.pids as [number];
    stop.abort(new Error('enough'));
    await expect(understanding).rejects.toThrow('enough');
    await expect(waiting).rejects.toThrow('enough');
    await expect(engine.extract(letter, DEFAULT_PROFILE, stop.signal)).rejects.toThrow('enough');
    pool.close();
    await until('the process is gone', () => !isAlive(pid));
  });
});

/** A wide table of nothing but column heads, as many as are given places: half a second of work, so many times. */
function hostile(times = 1): DocumentText {
  const cells = Array.from({ length: 200 }, (_, column) => ({
    column,
    text: ['Qty', 'Total', 'Description'][column % 3]!,
  }));
  const pages = arrangeRows([Array.from({ length: 100 * times }, () => ({ cells, size: 1 }))]);
  return { pages, text: 'Invoice 7', notes: [] };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
