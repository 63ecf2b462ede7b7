import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { DEFAULT_PROFILE, STANDARD_INVOICE } from '../../test/support/a-profile.js';
import { OCR_LANGUAGES } from '../../test/support/ocr-languages.js';
import { DeterministicExtractionEngine } from './infrastructure/deterministic-extraction-engine.js';
import { ChildProcessTextReader } from './infrastructure/child-process-text-reader.js';

interface Expected {
  status: 'Needs Review' | 'Exception';
  profile: 'default' | 'standard_invoice';
  doc_type: string;
  doc_date: string;
  confidence_label: 'High';
  ai_summary: string;
  extracted_fields: Record<string, string | null>;
  line_items: Record<string, string>[];
  status_reason?: string;
}

const examples = new URL('../../examples/', import.meta.url);
const expected = JSON.parse(await readFile(new URL('expected.json', examples), 'utf8')) as Record<
  string,
  Expected
>;
const readable = Object.entries(expected).filter(([, each]) => each.status !== 'Exception');
const unreadable = Object.entries(expected).filter(([, each]) => each.status === 'Exception');

const reader = new ChildProcessTextReader({
  worker: new URL('../../dist/src/extraction/infrastructure/text-worker.js', import.meta.url),
  recognition: { workers: 1, languages: OCR_LANGUAGES, budgetMs: 120_000, pageLimitMs: 60_000 },
});
const profiles = { default: DEFAULT_PROFILE, standard_invoice: STANDARD_INVOICE };
const engine = new DeterministicExtractionEngine();
const read = (name: string) => reader.read({ path: fileURLToPath(new URL(name, examples)), filename: name });

afterAll(() => reader.close());

it('has every sample in the table', async () => {
  const files = (await readdir(examples, { withFileTypes: true })).filter((entry) => entry.isFile());
  const about = ['.gitattributes', 'README.md', 'expected.json'];
  const samples = files.map(({ name }) => name).filter((name) => !about.includes(name));
  expect(samples.sort()).toEqual(Object.keys(expected).sort());
});

describe.each(readable)('examples/%s', (name, sample) => {
  const extraction = read(name).then((text) => engine.extract(text, profiles[sample.profile]));

  it.each(Object.entries(sample.extracted_fields))('%s is %s', async (key, value) => {
    expect((await extraction).extractedFields[key]).toBe(value);
  });

  sample.line_items.forEach((item, i) => {
    it(`line item ${i + 1}: ${item['description']}`, async () => {
      expect((await extraction).lineItems[i]).toEqual(item);
    });
  });

  it('has nothing else, and is known for what it is', async () => {
    const read = await extraction;
    expect(Object.keys(read.extractedFields)).toEqual(Object.keys(sample.extracted_fields));
    expect(read.lineItems).toHaveLength(sample.line_items.length);
    expect(read).toMatchObject({
      docType: sample.doc_type,
      docDate: sample.doc_date,
      summary: sample.ai_summary,
    });
    expect(read.confidenceScore).toBeGreaterThanOrEqual(90);
  });
});

it.each(unreadable)('examples/%s is refused', async (name, sample) => {
  await expect(read(name)).rejects.toThrow(sample.status_reason);
});
