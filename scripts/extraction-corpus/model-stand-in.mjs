import { once } from 'node:events';
import { createServer } from 'node:http';

/** @typedef {import('./corpus.mjs').Sample} Sample */
/** @typedef {'text' | 'date' | 'amount' | 'currency'} Kind */
/** @typedef {{ name: string, kinds: Kind[], make: (truth: string) => unknown }} Mistake */

/** @type {Readonly<Record<string, Kind>>} */
const KINDS = {
  ...{ invoice_date: 'date', due_date: 'date', currency: 'currency' },
  ...{ subtotal: 'amount', tax: 'amount', total_amount: 'amount' },
};

/** One value in seven has one of these, those of its kind in turn. `undefined`: no key. @type {readonly Mistake[]} */
export const MISTAKES = [
  { name: 'a number instead of a text', kinds: ['amount'], make: (truth) => Number(truth) },
  {
    name: 'an amount with groups and a currency',
    kinds: ['amount'],
    make: (truth) => `$${truth.replace(/(?<=\d)(?=(\d{3})+\.)/g, ',')}`,
  },
  { name: 'a digit that was misread', kinds: ['amount'], make: misread },
  { name: 'a date with a time', kinds: ['date'], make: (truth) => `${truth}T00:00:00Z` },
  { name: 'a day that does not exist', kinds: ['date'], make: (truth) => truth.replace(/..$/, '32') },
  { name: 'another year', kinds: ['date'], make: (truth) => truth.replace(/^\d{4}/, '2019') },
  {
    name: 'another day',
    kinds: ['date'],
    make: (truth) => truth.replace(/..$/, (day) => (day === '07' ? '08' : '07')),
  },
  { name: 'a currency in small letters', kinds: ['currency'], make: (truth) => truth.toLowerCase() },
  { name: 'a sign for a currency', kinds: ['currency'], make: () => '$' },
  { name: 'white space and control characters', kinds: ['text'], make: (truth) => `\n ${truth}\u0000\t` },
  { name: 'a text that is not in the document', kinds: ['text'], make: () => 'Quibblesworth & Zanzibar' },
  {
    name: 'an object around it',
    kinds: ['text', 'date', 'amount', 'currency'],
    make: (truth) => ({ value: truth }),
  },
  { name: 'left out', kinds: ['text', 'date', 'amount', 'currency'], make: () => undefined },
];
/** One document in five has one of these, in turn. */
export const OF_THE_WHOLE = /** @type {const} */ ([
  'a fence around the JSON',
  'members that nobody asked for',
  'cut off, so asked again',
  'line items that are no array, so asked again',
]);

/**
 * A server that speaks the protocol of OpenAI's chat completions and answers from the truth, with mistakes that are
 * known: what then arrives tells how answers are checked, and nothing about any model.
 */
export class ModelStandIn {
  /** @type {Sample | null} */
  #sample = null;
  #documents = 0;
  #values = 0;
  /** @type {Map<string, number>} */
  #turns = new Map();
  /** Of the document: the mistake in each field that has one, by its key. @type {Map<string, string>} */
  mistakes = new Map();
  /** What is wrong with the answer as a whole. @type {typeof OF_THE_WHOLE[number] | null} */
  ofTheWhole = null;
  /** Of the document. */
  requests = 0;
  /** Of the last request. */
  bytes = 0;

  /** @param {import('node:http').Server} server */
  constructor(server) {
    this.server = server.on('request', (request, response) => void this.#answer(request, response));
  }

  static async start() {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new ModelStandIn(server);
  }

  get url() {
    const { port } = /** @type {import('node:net').AddressInfo} */ (this.server.address());
    return new URL(`http://127.0.0.1:${port}/v1`);
  }

  /** What it is asked about next. @param {Sample} sample */
  expect(sample) {
    this.#sample = sample;
    this.mistakes = new Map();
    this.ofTheWhole = this.#documents++ % 5 === 4 ? this.#next('whole', OF_THE_WHOLE) : null;
    this.requests = 0;
    for (const [key, truth] of Object.entries(sample.fields)) {
      if (truth === null || this.#values++ % 7 !== 6) continue;
      const kind = kindOf(key);
      const { name } = this.#next(
        kind,
        MISTAKES.filter(({ kinds }) => kinds.includes(kind)),
      );
      this.mistakes.set(key, name);
    }
  }

  async close() {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  /** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
  async #answer(request, response) {
    /** @type {Buffer[]} */
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    this.bytes = body.length;
    this.requests += 1;
    const { schema } = JSON.parse(body.toString()).response_format.json_schema;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(this.#completion(schema.properties.fields.required)));
  }

  /** @param {string[]} keys */
  #completion(keys) {
    const { fields, lineItems } = /** @type {Sample} */ (this.#sample);
    const faulty = this.requests === 1 ? this.ofTheWhole : null;
    const value = (/** @type {string} */ key) => {
      const mistake = MISTAKES.find(({ name }) => name === this.mistakes.get(key));
      const truth = fields[key] ?? null;
      return mistake && truth !== null ? mistake.make(truth) : truth;
    };
    const answer = {
      document_type: 'Invoice',
      document_date: null,
      fields: Object.fromEntries(keys.map((key) => [key, value(key)])),
      line_items: faulty === 'line items that are no array, so asked again' ? {} : lineItems,
      adjustments: [],
      ...(faulty === 'members that nobody asked for' && { status: 'Approved', external_refs: { a: 1 } }),
    };
    const text = JSON.stringify(answer);
    const content = faulty === 'a fence around the JSON' ? `\`\`\`json\n${text}\n\`\`\`` : text;
    const isCut = faulty === 'cut off, so asked again';
    return {
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: isCut ? content.slice(0, 100) : content },
          finish_reason: isCut ? 'length' : 'stop',
        },
      ],
      usage: { total_tokens: Math.ceil((this.bytes + content.length) / 4) },
    };
  }

  /** The next one of these in turn. @template T @param {string} what @param {readonly T[]} of @returns {T} */
  #next(what, of) {
    const turn = this.#turns.get(what) ?? 0;
    this.#turns.set(what, turn + 1);
    return /** @type {T} */ (of[turn % of.length]);
  }
}

/** @param {string} key */
function kindOf(key) {
  return KINDS[key] ?? 'text';
}

/** Its first digit is another one. @param {string} truth */
function misread(truth) {
  return truth.replace(/\d/, (digit) => String((Number(digit) % 9) + 1));
}
