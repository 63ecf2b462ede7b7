import { performance } from 'node:perf_hooks';
import { tableOf } from '../table-of.mjs';
import { MISTAKES, ModelStandIn } from './model-stand-in.mjs';

/** @typedef {import('./corpus.mjs').Sample} Sample */
/**
 * @typedef {object} Extraction
 * @property {Record<string, string | null>} extractedFields
 * @property {Record<string, string>[]} lineItems
 * @property {string} confidenceReasoning
 */
/** @typedef {{ extract: (text: unknown, profile: unknown) => Promise<Extraction> }} Engine */
/** @typedef {'right' | 'null' | 'named' | 'unnoticed'} Outcome */
/** @typedef {{ field: string, mistake: string | null, became: Outcome, isNamed: boolean }} Value */

/** Has the corpus read through the protocol of models, by a stand-in for one, and tells what became of its answers. */
export class ModelProtocol {
  /** @type {Value[]} */
  #values = [];
  /** @type {{ mistake: string | null, requests: number, itemsAreRight: boolean, bytes: number }[]} */
  #documents = [];
  /** In milliseconds. @type {{ rules: number, protocol: number }[]} */
  #times = [];

  /** @param {ModelStandIn} server @param {(rules: Engine, server: URL) => Engine} engineOf */
  constructor(server, engineOf) {
    this.server = server;
    this.engineOf = engineOf;
  }

  /** @param {(rules: Engine, server: URL) => Engine} engineOf */
  static async start(engineOf) {
    return new ModelProtocol(await ModelStandIn.start(), engineOf);
  }

  /**
   * @param {Sample} sample
   * @param {unknown} text
   * @param {unknown} profile
   * @param {Extraction} rules
   * @param {number} rulesTook
   */
  async read(sample, text, profile, rules, rulesTook) {
    this.server.expect(sample);
    const began = performance.now();
    const read = await this.engineOf({ extract: async () => rules }, this.server.url).extract(text, profile);
    this.#times.push({ rules: rulesTook, protocol: performance.now() - began });
    const { mistakes, ofTheWhole, requests, bytes } = this.server;
    const named =
      /Not found in the text of the document: ([a-z_, ]+)\./
        .exec(read.confidenceReasoning)?.[1]
        ?.split(', ') ?? [];
    for (const [field, truth] of Object.entries(sample.fields)) {
      if (truth === null) continue;
      const value = read.extractedFields[field] ?? null;
      const wrong = named.includes(field) ? 'named' : 'unnoticed';
      const became = value === truth ? 'right' : value === null ? 'null' : wrong;
      this.#values.push({
        field,
        mistake: mistakes.get(field) ?? null,
        became,
        isNamed: named.includes(field),
      });
    }
    const itemsAreRight = JSON.stringify(read.lineItems) === JSON.stringify(sample.lineItems);
    this.#documents.push({ mistake: ofTheWhole, requests, itemsAreRight, bytes });
  }

  /** @param {readonly string[]} fields */
  tables(fields) {
    const of = (/** @type {(value: Value) => boolean} */ isMeant) => {
      const some = this.#values.filter(isMeant);
      const count = (/** @type {Outcome} */ became) =>
        String(some.filter((value) => value.became === became).length);
      return [String(some.length), count('right'), count('null'), count('named'), count('unnoticed')];
    };
    const heads = ['values', 'right', '`null`', 'wrong, named', 'wrong, unnoticed'];
    const faulty = fields.map((field) => [
      `\`${field}\``,
      ...of((value) => value.field === field && value.mistake !== null),
    ]);
    const kinds = [null, ...MISTAKES.map(({ name }) => name)].map((name) => [
      name ?? 'none',
      ...of(({ mistake }) => mistake === name),
    ]);
    const wholes = [...new Set(this.#documents.map(({ mistake }) => mistake))].map((name) => {
      const some = this.#documents.filter(({ mistake }) => mistake === name);
      const requests = some.reduce((sum, each) => sum + each.requests, 0);
      return [
        name ?? 'none',
        String(some.length),
        String(requests),
        String(some.filter(({ itemsAreRight }) => itemsAreRight).length),
      ];
    });
    const right = this.#values.filter(({ became }) => became === 'right');
    const doubted = right.filter(({ isNamed }) => isNamed).length;
    return [
      `### Answers through the protocol of models: ${this.#documents.length} documents`,
      '',
      tableOf(['What was wrong with a value', ...heads], kinds),
      '',
      `Of the ${right.length} right values ${doubted} were named, too.`,
      '',
      tableOf(['Values with a mistake, by field', ...heads], faulty),
      '',
      tableOf(['What was wrong with an answer', 'documents', 'requests', 'line items right'], wholes),
    ].join('\n');
  }

  times() {
    const median = (/** @type {number[]} */ numbers) =>
      numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
    const rules = median(this.#times.map((each) => each.rules)).toFixed(1);
    const protocol = median(this.#times.map((each) => each.protocol)).toFixed(1);
    const kilobytes = (median(this.#documents.map(({ bytes }) => bytes)) / 1024).toFixed(1);
    return `A document took the rules ${rules} ms (median), and the protocol ${protocol} ms more, beside the time that a model thinks; a request had ${kilobytes} KB.`;
  }

  async close() {
    await this.server.close();
  }
}
