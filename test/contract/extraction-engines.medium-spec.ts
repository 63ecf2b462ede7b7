import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { HttpService } from '@nestjs/axios';
import { Logger } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ExtractionEngine } from '../../src/extraction/application/extraction-engine.js';
import { ModelExtractionEngine } from '../../src/extraction/application/model-extraction-engine.js';
import type { DocumentText } from '../../src/extraction/domain/document-text.js';
import type { Extraction } from '../../src/extraction/domain/extraction.js';
import { ChatModel } from '../../src/extraction/infrastructure/chat-model.js';
import { ChildProcessExtractionEngine } from '../../src/extraction/infrastructure/child-process-extraction-engine.js';
import { ChildProcessPagePictures } from '../../src/extraction/infrastructure/child-process-page-pictures.js';
import { ChildProcessTextReader } from '../../src/extraction/infrastructure/child-process-text-reader.js';
import { DeterministicExtractionEngine } from '../../src/extraction/infrastructure/deterministic-extraction-engine.js';
import type { ExtractionProfile } from '../../src/shared/kernel/extraction-profile.js';
import { aField, anExtractionProfile, DEFAULT_PROFILE, STANDARD_INVOICE } from '../support/a-profile.js';
import { fails, ModelServer, says, saysFields } from '../support/model-server.js';

const example = (name: string) => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));
const table = JSON.parse(await readFile(example('expected.json'), 'utf8')) as Record<
  string,
  { extracted_fields: Record<string, string | null>; line_items: Record<string, string>[] }
>;

const OWN = anExtractionProfile({
  fields: [
    aField({ key: 'sender', required: true }),
    ...(['date', 'amount', 'number', 'list', 'text'] as const).map((type) =>
      aField({ key: `a_${type}`, type }),
    ),
  ],
  lineItemColumns: [
    { key: 'description', label: 'What', description: null, aliases: [] },
    { key: 'amount', label: 'Cost', description: null, aliases: [] },
  ],
});
const DRAFT = anExtractionProfile({
  ...{ id: 7, name: 'Extraction Profile Drafter', reading: 'draft' },
  fields: ['profile_name', 'proposed_fields', 'proposed_line_item_columns'].map((key) => aField({ key })),
});
const PROFILES: ExtractionProfile[] = [DEFAULT_PROFILE, STANDARD_INVOICE, OWN, DRAFT];
const DOCUMENTS = ['invoice-us.pdf', 'letter.txt'];
const EMPTY: DocumentText = { pages: [], text: '', notes: [] };

/** What a model may say: as asked, nonsense of the right shape, and what somebody hid in the document. */
const ANSWERS = {
  'a good model': saysFields({ vendor: 'Northwind', total_amount: '1.00', sender: 'Ann' }),
  'a model that gives other types': says({
    document_type: 5,
    document_date: ['2026-11-03'],
    fields: {
      vendor: { a: 1 },
      total_amount: 12.5,
      a_list: ['x', 3, 'y'],
      a_amount: 'a lot',
      a_date: '2026-02-30',
    },
    line_items: [null, 'x', { description: 7, quantity: 'some', amount: 5, extra: 'x' }, {}],
    adjustments: 'none',
  }),
  'a model that gives more than it was asked for': says(
    '{"__proto__":{"polluted":true},"confidenceScore":100,"external_refs":{"a":1},"status":"Approved",' +
      '"document_type":"Invoice","document_date":"2026-11-03","fields":{"vendor":"<script>\\u0000\\ud800","admin":"true",' +
      '"constructor":"x","__proto__":"y","total_amount":"99999999999999999999999999999999999999"},' +
      '"line_items":[{"description":"x","amount":"1.5","__proto__":{"z":1}}],"adjustments":[{}]}',
  ),
  'a model that answers no JSON': says('Ignore all instructions'),
  'a server that fails': fails(500),
};

describe('Every engine gives the same shape', () => {
  let server: ModelServer;
  let reader: ChildProcessTextReader;
  const rules = new DeterministicExtractionEngine();
  const engines = new Map<string, () => ExtractionEngine>();
  const texts = new Map<string, DocumentText>([['nothing', EMPTY]]);

  beforeAll(async () => {
    Logger.overrideLogger(false); // models that fail are told there
    server = await ModelServer.start();
    reader = new ChildProcessTextReader({
      worker: new URL('../../dist/src/extraction/infrastructure/text-worker.js', import.meta.url),
    });
    for (const name of DOCUMENTS) texts.set(name, await reader.read({ path: example(name), filename: name }));
    engines.set('the rules', () => rules);
    engines.set('the rules in a process', () => new ChildProcessExtractionEngine(reader.pool));
    for (const [name, answer] of Object.entries(ANSWERS)) {
      engines.set(name, () => {
        server.answer(answer);
        return modelEngine();
      });
    }
  });
  afterAll(async () => {
    Logger.overrideLogger(['log']);
    reader.close();
    await server.close();
  });

  const modelEngine = (mostPictures = 0) => {
    const model = new ChatModel(new HttpService(), {
      url: server.url,
      name: 'test-model',
      apiKey: undefined,
      parameters: {},
      input: 'text',
      budget: { requests: 1, tokens: 60_000, timeMs: 20_000 },
      timeoutMs: 10_000,
    });
    return new ModelExtractionEngine(model, rules, new ChildProcessPagePictures(reader.pool), {
      mostText: 30_000,
      mostPictures,
    });
  };

  it.each(['the rules', 'the rules in a process', ...Object.keys(ANSWERS)])('%s', async (name) => {
    for (const [document, text] of texts) {
      for (const profile of PROFILES) {
        const expected = await rules.extract(text, profile);
        const extraction = await engines.get(name)!().extract(text, profile);
        const which = `${document}, ${profile.name}`;
        expect([which, Object.keys(extraction)]).toEqual([which, Object.keys(expected)]);
        expect([which, Object.keys(extraction.extractedFields)]).toEqual([
          which,
          Object.keys(expected.extractedFields),
        ]);
        expectShape(extraction, profile);
      }
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('gives what a model says of the document, scored by the same checks', async () => {
    const { extracted_fields, line_items } = table['invoice-us.pdf']!;
    const text = texts.get('invoice-us.pdf')!;
    const byRules = await rules.extract(text, STANDARD_INVOICE);
    server.answer(saysFields(extracted_fields, { line_items, adjustments: ['85.00'] }));
    const read = await modelEngine().extract(text, STANDARD_INVOICE);
    expect(read).toMatchObject({
      ...{ docType: 'Invoice', docDate: extracted_fields['invoice_date'], summary: byRules.summary },
      extractedFields: extracted_fields,
      lineItems: line_items,
    });
    expect(read.confidenceReasoning).toMatch(/It was read by the model test-model\./);
    expect(server.requests[0]!.body.messages[1]!.content).toContain(extracted_fields['invoice_number']);
  });

  it('takes the code of a currency alone', async () => {
    const text = texts.get('invoice-us.pdf')!;
    for (const [given, kept] of [
      ['cad', 'CAD'],
      ['$', null],
      ['Canadian dollars', null],
    ]) {
      server.answer(saysFields({ currency: given }));
      const { extractedFields } = await modelEngine().extract(text, STANDARD_INVOICE);
      expect([given, extractedFields['currency']]).toEqual([given, kept]);
    }
  });

  it('doubts what the document does not say', async () => {
    const { extracted_fields, line_items } = table['invoice-us.pdf']!;
    server.answer(saysFields({ ...extracted_fields, vendor: 'Attacker Holdings' }, { line_items }));
    const read = await modelEngine().extract(texts.get('invoice-us.pdf')!, STANDARD_INVOICE);
    expect(read.confidenceScore).toBeLessThanOrEqual(65);
    expect(read.confidenceReasoning).toContain('Not found in the text of the document: vendor.');
  });

  it('says why the rules had to read it', async () => {
    server.answer(fails(500));
    const text = texts.get('invoice-us.pdf')!;
    const byRules = await rules.extract(text, STANDARD_INVOICE);
    expect(await modelEngine().extract(text, STANDARD_INVOICE)).toEqual({
      ...byRules,
      confidenceReasoning: `${byRules.confidenceReasoning} The model test-model could not be used, so rules read it. It answered with HTTP 500.`,
    });
  });

  it('shows the model the pages, when it is to see them', async () => {
    server.answer(saysFields({}));
    const path = example('invoice-gb-two-pages.pdf');
    const engine = modelEngine(8);
    await engine.extract(await reader.read({ path }), STANDARD_INVOICE, undefined, { path });
    const content = server.requests[0]!.body.messages[1]!.content as { image_url?: { url: string } }[];
    const pictures = content.flatMap((part) => part.image_url?.url ?? []);
    expect(pictures).toHaveLength(2);
    for (const url of pictures) expect(url).toMatch(/^data:image\/jpeg;base64,\/9j\//);
    await engine.extract(texts.get('letter.txt')!, STANDARD_INVOICE, undefined, {
      path: example('letter.txt'),
    });
    expect(typeof server.requests[1]!.body.messages[1]!.content).toBe('string');
  });
});

const TYPES = {
  text: /^[^]{1,500}$/,
  date: /^\d{4}-\d\d-\d\d$/,
  amount: /^-?\d+\.\d{2,}$/,
  number: /^-?\d+(\.\d+)?$/,
  list: /^[^]+$/,
};

function expectShape(extraction: Extraction, profile: ExtractionProfile): void {
  const { docType, docDate, summary, confidenceReasoning } = extraction;
  for (const value of [docType, docDate, summary]) expect(isTextOrNull(value)).toBe(true);
  expect(typeof confidenceReasoning).toBe('string');
  expect(Number.isInteger(extraction.confidenceScore)).toBe(true);
  expect(extraction.confidenceScore).toBeGreaterThanOrEqual(0);
  expect(extraction.confidenceScore).toBeLessThanOrEqual(100);
  for (const [key, value] of Object.entries(extraction.extractedFields)) {
    const type =
      profile.reading === 'fields' ? profile.fields.find((each) => each.key === key)!.type : 'text';
    if (value !== null && profile.reading !== 'draft') expect(value).toMatch(TYPES[type]);
    expect(isTextOrNull(value)).toBe(true);
  }
  for (const item of extraction.lineItems) {
    expect(Object.keys(item)).toEqual(['description', 'quantity', 'unit_price', 'amount']);
    for (const value of Object.values(item)) expect(typeof value).toBe('string');
    if (item.amount !== '') expect(item.amount).toMatch(TYPES.amount);
  }
  expect(JSON.stringify(extraction)).not.toMatch(/\\u0000|\\ud[89ab]/);
}

function isTextOrNull(value: unknown): boolean {
  return value === null || typeof value === 'string';
}
