// Measures how well invoices are understood: makes the corpus, has each document read as the service does, compares
// field by field, and writes the tables into docs/extraction.md. The same documents go through the protocol of models,
// to a stand-in for one. `--check` fails when the committed tables differ, whatever time they state; `--details` prints
// every difference, `--keep` leaves the documents where they were made. `--scans` measures PDFs of the corpus as scans
// instead, and the time that a page takes; nobody checks that, since it depends on the processor.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HttpService } from '@nestjs/axios';
import sharp from 'sharp';
import { ensureBuilt } from './build.mjs';
import { corpus } from './extraction-corpus/corpus.mjs';
import { ModelProtocol } from './extraction-corpus/model-protocol.mjs';
import { tableOf } from './table-of.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const page = join(root, 'docs', 'extraction.md');
const asScans = process.argv.includes('--scans');
const FIELDS = [
  ...['vendor', 'invoice_number', 'invoice_date', 'due_date', 'po_number', 'currency', 'subtotal', 'tax'],
  ...['total_amount', 'payment_terms'],
];

/** @typedef {import('./extraction-corpus/corpus.mjs').Sample} Sample */
/**
 * @typedef {object} Reading
 * @property {Sample} sample
 * @property {Record<string, string | null>} fields
 * @property {Record<string, string>[]} lineItems
 * @property {number} score
 */

await ensureBuilt();
const built = join(root, 'dist', 'src', 'extraction', 'infrastructure');
const { ChildProcessTextReader } = await import(join(built, 'child-process-text-reader.js'));
const { DeterministicExtractionEngine } = await import(join(built, 'deterministic-extraction-engine.js'));
const { Config } = await import(join(root, 'dist', 'src', 'shared', 'config', 'config.js'));
const { ChatModel } = await import(join(built, 'chat-model.js'));
const { ModelExtractionEngine } = await import(
  join(built, '..', 'application', 'model-extraction-engine.js')
);

const only = process.argv.find((each) => each.startsWith('--only='))?.slice(7);
const samples = corpus().filter(
  ({ name, part }) =>
    (!only || name.includes(only)) && (!asScans || (part === 'first' && name.endsWith('-1.pdf'))),
);
const folder = await mkdtemp(join(tmpdir(), 'extraction-corpus-'));
const reader = new ChildProcessTextReader({
  worker: new URL('text-worker.js', `file://${built}/`),
  recognition: {
    workers: asScans ? 1 : 0,
    languages: Config.read({}).ocrLanguages,
    budgetMs: 600_000,
    pageLimitMs: 120_000,
  },
});
const { PdfPictures } = await import(join(built, 'pdf-pictures.js'));
const pdfs = new PdfPictures();
/** @type {number[]} */
const pageTimes = [];
const engine = new DeterministicExtractionEngine();
const asInvoice = { id: 2, name: 'Standard Invoice', reading: 'invoice', fields: [], lineItemColumns: [] };
const http = new HttpService();
const protocol = await ModelProtocol.start(
  (rules, url) =>
    new ModelExtractionEngine(
      new ChatModel(
        http,
        Config.read({ EXTRACTION_ENGINE: 'model', MODEL_URL: url.href, MODEL_NAME: 'stand-in' }).model,
      ),
      rules,
      { of: async () => [] },
      { mostText: 40_000, mostPictures: 0 },
    ),
);
/** @type {Reading[]} */
const readings = [];
try {
  for (const sample of samples) {
    const path = join(folder, sample.name);
    await writeFile(path, await sample.content());
    const text = await (asScans ? readAsScan(path) : reader.read({ path }));
    const began = performance.now();
    const extraction = await engine.extract(text, asInvoice);
    if (!asScans) await protocol.read(sample, text, asInvoice, extraction, performance.now() - began);
    readings.push({
      sample,
      fields: extraction.extractedFields,
      lineItems: extraction.lineItems,
      score: extraction.confidenceScore,
    });
  }
} finally {
  await reader.close();
  await pdfs.close();
  await protocol.close();
  if (process.argv.includes('--keep')) console.log(folder);
  else await rm(folder, { recursive: true, force: true });
}

if (process.argv.includes('--details')) readings.forEach(printDifferences);
const report = asScans
  ? `${reportOf('first').replace('### The first layouts', '### Scans of the first layouts')}\n\n${timesOf(pageTimes)}`
  : /** @type {const} */ (['first', 'second', 'third', 'held-out']).map(reportOf).join('\n\n');
console.log(report);
if (!only) await settle(asScans ? 'scans' : 'measured', report);
if (!asScans) {
  const [tables, times] = [protocol.tables(FIELDS), protocol.times()];
  console.log(`\n${tables}\n\n${times}`);
  if (!only) await settle('model', tables, times);
}

/**
 * Its pages at 200 dots to the inch, a little askew, soft and noisy, as a TIFF of JPEGs.
 * @param {string} path
 */
async function readAsScan(path) {
  const pages = await pdfs.numberOfPages(path);
  /** @type {import('sharp').SharpInput[]} */
  const scans = [];
  for (let number = 1; number <= pages; number++) {
    const { width, height, grey } = await pdfs.pictureOf(path, number);
    const picture = sharp(grey, { raw: { width, height, channels: 1 } });
    const noise = {
      create: { width, height, channels: 3, noise: { type: 'gaussian', mean: 128, sigma: 20 } },
    };
    const page = picture
      .rotate(0.6, { background: 'white' })
      .resize(width, height, { fit: 'cover' })
      .blur(0.7)
      .composite([{ input: /** @type {any} */ (noise), blend: 'soft-light' }])
      .greyscale();
    scans.push(
      await sharp(await page.png().toBuffer())
        .jpeg({ quality: 60 })
        .toBuffer(),
    );
  }
  const scan = `${path}.tiff`;
  const whole = scans.length === 1 ? sharp(scans[0]) : sharp(scans, { join: { animated: true } });
  await writeFile(scan, await whole.tiff({ compression: 'jpeg', quality: 60 }).toBuffer());
  const began = performance.now();
  const text = await reader.read({ path: scan });
  // The first one also waits for the process to start and to read its languages.
  if (readings.length > 0) pageTimes.push(...Array(pages).fill((performance.now() - began) / pages));
  return text;
}

/** @param {number[]} times in milliseconds, of pages */
function timesOf(times) {
  const inOrder = times.toSorted((a, b) => a - b);
  const at = (/** @type {number} */ part) =>
    `${((inOrder[Math.floor(part * (inOrder.length - 1))] ?? 0) / 1000).toFixed(1)} s`;
  return `A page took ${at(0.5)} (median), ${at(0.9)} (nine of ten) and ${at(1)} at most, over ${times.length} pages.`;
}

/** @param {string} block @param {string} report @param {string} [times] not compared: they are those of the machine */
async function settle(block, report, times) {
  const [start, end] = [`<!-- ${block}: start -->`, `<!-- ${block}: end -->`];
  const text = await readFile(page, 'utf8');
  const [before, rest = ''] = text.split(start);
  const [old = '', after = ''] = rest.split(end);
  if (process.argv.includes('--check')) {
    if (times ? old.startsWith(`\n\n${report}\n\n`) : old === `\n\n${report}\n\n`) return;
    console.error(
      'docs/extraction.md does not state these numbers: run scripts/measure-extraction.mjs and commit it',
    );
    process.exitCode = 1;
  } else {
    await writeFile(
      page,
      `${before}${start}\n\n${[report, times].filter(Boolean).join('\n\n')}\n\n${end}${after}`,
    );
  }
}

/** @param {Sample['part']} name */
function reportOf(name) {
  const part = readings.filter(({ sample }) => sample.part === name);
  const languages = [...new Set(part.map(({ sample }) => sample.language))];
  const currencies = new Set(part.map(({ sample }) => sample.currency));
  const layouts = new Set(part.map(({ sample }) => sample.layout));
  const rows = FIELDS.map((field) => {
    const of = (/** @type {Reading[]} */ some) => share(some.map((reading) => fieldCounts(reading, field)));
    const each = languages.map((language) => of(part.filter(({ sample }) => sample.language === language)));
    return [`\`${field}\``, ...cellsOf(of(part)), ...each.map(recallOf)];
  });
  const items = (/** @type {Reading[]} */ some) => share(some.map(itemCounts));
  const itemCells = languages.map((language) =>
    items(part.filter(({ sample }) => sample.language === language)),
  );
  rows.push(['line items', ...cellsOf(items(part)), ...itemCells.map(recallOf)]);
  const whole = part.filter((reading) => differences(reading).length === 0).length;
  return [
    `### The ${name} layouts: ${part.length} documents`,
    '',
    `${layouts.size} layouts × ${languages.length} languages, ${currencies.size} currencies (${[...currencies].sort().join(', ')}). ` +
      `Without any error: ${whole} of ${part.length}.`,
    '',
    tableOf(['', 'precision', 'recall', ...languages.map((language) => `recall ${language}`)], rows),
  ].join('\n');
}

/** @param {Reading} reading @param {string} field @returns {[number, number, number]} right, given, true ones */
function fieldCounts({ sample, fields }, field) {
  const truth = sample.fields[field] ?? null;
  const given = fields[field] ?? null;
  return [Number(given !== null && given === truth), Number(given !== null), Number(truth !== null)];
}

/**
 * A line item is right when all that is printed of it is.
 * @param {Reading} reading
 * @returns {[number, number, number]}
 */
function itemCounts({ sample, lineItems }) {
  const left = sample.lineItems.map(keyOf);
  const right = lineItems.filter((item) => {
    const at = left.indexOf(keyOf(item));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
  return [right.length, lineItems.length, sample.lineItems.length];
}

/** @param {Record<string, string>} item */
function keyOf({ description, quantity, unit_price, amount }) {
  return [description, quantity, unit_price, amount].join('|');
}

/** @param {[number, number, number][]} counts */
function share(counts) {
  const [right, given, truths] = [0, 1, 2].map((i) => counts.reduce((sum, each) => sum + (each[i] ?? 0), 0));
  return { right: right ?? 0, given: given ?? 0, truths: truths ?? 0 };
}

/** @param {{ right: number, given: number, truths: number }} shares */
function cellsOf(shares) {
  return [percent(shares.right, shares.given), recallOf(shares)];
}

/** @param {{ right: number, truths: number }} shares */
function recallOf({ right, truths }) {
  return percent(right, truths);
}

/** Rounded down, so that 100 means all. @param {number} part @param {number} whole */
function percent(part, whole) {
  return whole === 0 ? '–' : `${Math.floor((1000 * part) / whole) / 10} %`;
}

/** @param {Reading} reading @returns {string[]} */
function differences(reading) {
  const { sample, fields, lineItems } = reading;
  const wrong = FIELDS.filter((field) => (fields[field] ?? null) !== (sample.fields[field] ?? null)).map(
    (field) =>
      `${field}: ${JSON.stringify(fields[field])} instead of ${JSON.stringify(sample.fields[field])}`,
  );
  const [right, given, truths] = itemCounts(reading);
  if (right < truths || right < given) {
    const strange = lineItems.map(keyOf).filter((key) => !sample.lineItems.map(keyOf).includes(key));
    const missed = sample.lineItems.map(keyOf).filter((key) => !lineItems.map(keyOf).includes(key));
    wrong.push(
      `line items: ${right} of ${truths} right, ${given} given; ${strange.slice(0, 3).join('; ')} <> ${missed.slice(0, 3).join('; ')}`,
    );
  }
  return wrong;
}

/** @param {Reading} reading */
function printDifferences(reading) {
  for (const each of differences(reading)) console.log(`${reading.sample.name} (${reading.score}) ${each}`);
}
