// Measures what documents cost, and prints the table in docs/extraction.md, "Bounds". Each file is read and understood
// by a warm process of its own, three times; the smallest numbers count. How long the service is held up is the longest
// delay of its event loop; the memory is the most that the process ever held (Linux only).
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Document, Packer, Paragraph } from 'docx';
import writeExcel from 'write-excel-file/node';
import { ensureBuilt } from './build.mjs';
import { pdf } from './samples/page.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
await ensureBuilt();
const built = join(root, 'dist', 'src', 'extraction', 'infrastructure');
const { ChildProcessTextReader } = await import(join(built, 'child-process-text-reader.js'));
const { ChildProcessExtractionEngine } = await import(join(built, 'child-process-extraction-engine.js'));

const example = (/** @type {string} */ name) => readFile(join(root, 'examples', name));
const rows = Array.from({ length: 5000 }, (_, i) => [`Widget number ${i}`, '2', '10.50', '21.00']);
const tableOf = (/** @type {string[][]} */ cells) =>
  `<!doctype html><table>${cells.map((row) => `<tr>${row.map((cell) => `<td>${cell}`).join('')}`).join('\n')}</table>`;
const heads = Array.from({ length: 198 }, (_, i) => ['Qty', 'Total', 'Description'][i % 3] ?? '');

const asItComes = { id: 1, name: 'Default', reading: 'automatic', fields: [], lineItemColumns: [] };

/** @type {[string, string, () => string | Buffer | Promise<Buffer>][]} */
const files = [
  ['Invoice, PDF of one page', 'a.pdf', () => example('invoice-us.pdf')],
  ['Invoice, Word', 'a.docx', () => example('invoice-au.docx')],
  ['Invoice, Excel', 'a.xlsx', () => example('invoice-ca.xlsx')],
  ['Invoice, CSV', 'a.csv', () => example('invoice-nz.csv')],
  ['Invoice, HTML', 'a.html', () => example('invoice-jp.html')],
  ['Word, 430,000 characters', 'b.docx', longWord],
  ['Excel, 5,000 rows of 4 cells', 'b.xlsx', longExcel],
  ['CSV, the same', 'b.csv', () => rows.map((row) => row.join(',')).join('\n')],
  ['HTML, the same', 'b.html', () => tableOf(rows)],
  ['HTML, 100 rows of 198 column heads', 'c.html', () => tableOf(Array.from({ length: 100 }, () => heads))],
  [
    'Plain text, 5,000,000 characters',
    'b.txt',
    () => 'the quick brown fox jumps over a dog\n'.repeat(136_000),
  ],
  ['PDF, 500 pages of one line', 'b.pdf', longPdf],
];

const folder = await mkdtemp(join(tmpdir(), 'measure-reading-'));
const table = [['File', 'Read', 'Understood', 'Service held up', 'Memory']];
try {
  for (const [title, name, content] of files) {
    await writeFile(join(folder, name), await content());
    /** @type {number[][]} */
    const tries = [];
    for (let i = 0; i < 3; i++) tries.push(await measured(join(folder, name), name));
    const [read, understood, heldUp, memory] = [0, 1, 2, 3].map((column) =>
      Math.round(Math.min(...tries.map((each) => each[column] ?? NaN))),
    );
    table.push([title, `${read} ms`, `${understood} ms`, `${heldUp} ms`, `${memory} MB`]);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
for (const [i, row] of table.entries()) {
  console.log(`| ${row.join(' | ')} |`);
  if (i === 0) console.log(`| --- ${'| --: '.repeat(row.length - 1)}|`);
}

/** @param {string} path @param {string} filename */
async function measured(path, filename) {
  const reader = new ChildProcessTextReader({ size: 1 });
  const engine = new ChildProcessExtractionEngine(reader.pool);
  try {
    const warm = await reader.read({ path: join(root, 'examples', 'invoice-gb-two-pages.pdf') });
    await engine.extract(warm, asItComes);
    const delay = monitorEventLoopDelay({ resolution: 2 });
    delay.enable();
    await sleep(20);
    delay.reset();
    const began = performance.now();
    const text = await reader.read({ path, filename });
    const read = performance.now();
    await engine.extract(text, asItComes);
    const end = performance.now();
    await sleep(20); // the last delay is seen when it is over
    delay.disable();
    return [read - began, end - read, delay.max / 1e6, await memoryOf(reader.pool.pids[0])];
  } finally {
    reader.close();
  }
}

/** In MB. @param {number} pid */
async function memoryOf(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmHWM:\s*(\d+)/.exec(status)?.[1]) / 1024;
}

function longWord() {
  const text = 'The quick brown fox jumps over the lazy dog, and then it rests for a while. ';
  const children = Array.from({ length: 1000 }, () => new Paragraph(text.repeat(6).slice(0, 430)));
  return Packer.toBuffer(new Document({ sections: [{ children }] }));
}

function longExcel() {
  return writeExcel(rows.map((row) => row.map((value) => ({ value })))).toBuffer();
}

function longPdf() {
  return pdf({ autoFirstPage: false }, (document) => {
    for (let i = 1; i <= 500; i++) document.addPage().text(`This is page ${i}`);
  });
}
