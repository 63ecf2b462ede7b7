import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { STANDARD_INVOICE } from '../../test/support/a-profile.js';
import { corpus } from '../../test/support/extraction-corpus.js';
import { ChildProcessTextReader } from './infrastructure/child-process-text-reader.js';
import { DeterministicExtractionEngine } from './infrastructure/deterministic-extraction-engine.js';

const reader = new ChildProcessTextReader({
  worker: new URL('../../dist/src/extraction/infrastructure/text-worker.js', import.meta.url),
});
const engine = new DeterministicExtractionEngine();
const folder = await mkdtemp(join(tmpdir(), 'extraction-corpus-'));
const samples = corpus({ perLanguage: 2 }).filter((sample) => sample.part === 'first');

afterAll(async () => {
  reader.close();
  await rm(folder, { recursive: true, force: true });
});

it('has every layout in every language, and several currencies', () => {
  expect(new Set(samples.map((sample) => `${sample.layout} ${sample.language}`)).size).toBe(40);
  expect(new Set(samples.map((sample) => sample.currency)).size).toBeGreaterThanOrEqual(6);
});

it.each(samples.map((sample) => [sample.layout, sample.language, sample] as const))(
  '%s, %s',
  async (_layout, _language, sample) => {
    const path = join(folder, sample.name);
    await writeFile(path, await sample.content());
    const read = await engine.extract(await reader.read({ path }), STANDARD_INVOICE);
    expect(read.extractedFields).toEqual(sample.fields);
    expect(read.lineItems).toEqual(sample.lineItems);
    expect(read.confidenceScore).toBeGreaterThanOrEqual(90);
  },
);
