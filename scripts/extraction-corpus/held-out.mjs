// Invoices that were written without looking at the rules, to measure these (docs/extraction.md says how and when).
// The set is not changed when rules are: what is learnt from it would make it one of the known ones.
import { DOCUMENTS } from './held-out-documents.mjs';
import { HELD_OUT_LAYOUTS } from './held-out-layouts.mjs';
import { date, number } from './formats.mjs';

/**
 * How a country writes, and its paper.
 * @typedef {object} Country
 * @property {'en' | 'de' | 'fr' | 'es'} language
 * @property {string} currency
 * @property {import('./formats.mjs').NumberStyle} numbers
 * @property {string} money `#` is the number
 * @property {string} date unless a document has its own
 * @property {boolean} [letter] the paper
 */

/** @type {Readonly<Record<string, Country>>} */
const COUNTRIES = {
  US: { language: 'en', currency: 'USD', numbers: '1,234.50', money: '$#', date: 'mm/dd/yyyy', letter: true },
  CA: {
    language: 'en',
    currency: 'CAD',
    numbers: '1,234.50',
    money: '$#',
    date: 'Month d, yyyy',
    letter: true,
  },
  GB: { language: 'en', currency: 'GBP', numbers: '1,234.50', money: '£#', date: 'dd/mm/yyyy' },
  AU: { language: 'en', currency: 'AUD', numbers: '1,234.50', money: '$#', date: 'd Month yyyy' },
  DE: { language: 'de', currency: 'EUR', numbers: '1.234,50', money: '# €', date: 'dd.mm.yyyy' },
  AT: { language: 'de', currency: 'EUR', numbers: '1.234,50', money: '€ #', date: 'dd.mm.yyyy' },
  CH: { language: 'de', currency: 'CHF', numbers: '1’234.50', money: 'CHF #', date: 'dd.mm.yyyy' },
  FR: { language: 'fr', currency: 'EUR', numbers: '1 234,50', money: '# €', date: 'dd/mm/yyyy' },
  BE: { language: 'fr', currency: 'EUR', numbers: '1.234,50', money: '# €', date: 'dd/mm/yyyy' },
  Romandie: { language: 'fr', currency: 'CHF', numbers: "1'234.50", money: 'CHF #', date: 'dd.mm.yyyy' },
  ES: { language: 'es', currency: 'EUR', numbers: '1.234,50', money: '# €', date: 'dd/mm/yyyy' },
  MX: { language: 'es', currency: 'MXN', numbers: '1,234.50', money: '$#', date: 'dd/mm/yyyy', letter: true },
};

const MONTHS = {
  en: 'January February March April May June July August September October November December',
  de: 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember',
  fr: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre',
  es: 'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre',
};

/**
 * An item: its description, with further lines behind line breaks; quantity and price as in the truth. One of a bill
 * by period has only an `amount`. Without any of them it is the heading of a group.
 * @typedef {object} Item
 * @property {string} d
 * @property {string} [q]
 * @property {string} [p]
 * @property {string} [amount]
 * @property {string} [unit]
 * @property {string} [article]
 * @property {string} [period]
 * @property {number} [off] discount in percent
 * @property {number} [rate] of tax, unless it is the first of the document
 */
/**
 * A document. In its texts `{number}`, `{date}`, `{due}`, `{po}` and `{terms}` stand for the fields, `{2026-03-01}`
 * for a date, `{net}`, `{discount}`, `{tax}`, `{total}` for amounts, `{tax:20}` and `{base:20}` for those of a rate.
 * A field that is never printed is not in the truth.
 * @typedef {object} Document
 * @property {keyof typeof HELD_OUT_LAYOUTS} layout
 * @property {string} country
 * @property {string} vendor
 * @property {readonly string[]} [trade]
 * @property {readonly string[]} sender
 * @property {readonly string[]} customer
 * @property {readonly string[]} [delivery]
 * @property {string} title
 * @property {readonly (readonly [string, string])[]} [meta]
 * @property {readonly string[]} [intro]
 * @property {readonly string[]} heads
 * @property {readonly Item[]} items
 * @property {readonly number[]} rates of tax; `[]` is none
 * @property {readonly (readonly string[])[]} [taxTable]
 * @property {readonly (readonly [string, string])[]} totals
 * @property {readonly string[]} [notes]
 * @property {readonly (readonly string[])[]} [footer]
 * @property {readonly [string, string]} [carried]
 * @property {string} [pageOf]
 * @property {readonly string[]} [annex]
 * @property {string} number
 * @property {string} date
 * @property {string} [due]
 * @property {string} [po]
 * @property {string} [terms]
 * @property {number} [discount] in percent, of the whole
 * @property {string} [dates] their style
 * @property {string} [money] its style
 */

const cents = (/** @type {number} */ value) =>
  `${value < 0 ? '-' : ''}${Math.floor(Math.abs(value) / 100)}.${String(Math.abs(value) % 100).padStart(2, '0')}`;

const round = (/** @type {number} */ value) => Math.sign(value) * Math.round(Math.abs(value) + 1e-6);

/** @param {Item} item */
function amountOf({ q, p, off = 0, amount }) {
  if (amount !== undefined) return round(Number(amount) * 100);
  return round(Number(q) * Number(p) * (100 - off));
}

/** @param {Document} document @param {number} index @returns {import('./corpus.mjs').Sample} */
function sampleOf(document, index) {
  const country = /** @type {Country} */ (COUNTRIES[document.country]);
  const { language, currency, numbers } = country;
  const plain = (/** @type {string} */ value) => number(value, numbers);
  const money = (/** @type {number} */ value) =>
    (value < 0 ? '-' : '') +
    (document.money ?? country.money).replace('#', () => plain(cents(Math.abs(value))));
  const day = (/** @type {string} */ iso) =>
    date(iso, document.dates ?? country.date, MONTHS[language].split(' '));

  const real = document.items.filter((item) => item.q !== undefined || item.amount !== undefined);
  const net = real.reduce((sum, item) => sum + amountOf(item), 0);
  const discount = round((net * (document.discount ?? 0)) / 100);
  const ofRates = document.rates.map((rate) => {
    const items = real.filter((item) => (item.rate ?? document.rates[0]) === rate);
    const base = items.reduce((sum, item) => sum + amountOf(item), 0) - discount;
    return { rate, base, tax: round((base * rate) / 100) };
  });
  const tax = ofRates.reduce((sum, each) => sum + each.tax, 0);
  const total = net - discount + tax;

  const printed = new Set();
  /** @param {string} template */
  const text = (template) =>
    template.replace(/\{([^}]+)\}/g, (_, /** @type {string} */ key) => {
      const [name = '', rate] = key.split(':');
      printed.add(name);
      if (/^\d{4}-/.test(key)) return day(key);
      const of = ofRates.find((each) => String(each.rate) === rate);
      /** @type {Record<string, string | undefined>} */
      const values = {
        number: document.number,
        date: day(document.date),
        due: document.due && day(document.due),
        po: document.po,
        terms: document.terms && text(document.terms),
        net: money(net),
        discount: money(-discount),
        tax: money(of ? of.tax : tax),
        base: of && money(of.base),
        total: money(total),
        totalPlain: plain(cents(total)),
      };
      const value = values[name];
      if (value === undefined) throw new Error(`${document.number} has no ${key}`);
      return value;
    });
  const all = (/** @type {readonly string[] | undefined} */ lines) => (lines ?? []).map(text);
  const pairs = (/** @type {Document['meta']} */ list) =>
    (list ?? []).map(([label, value]) => /** @type {const} */ ([text(label), text(value)]));

  let running = 0;
  const lines = document.items.map((item) => {
    if (!real.includes(item)) return { description: item.d, cells: null };
    running += amountOf(item);
    const amount = plain(cents(amountOf(item)));
    const { q = '', p = '', unit = '', article = '', off, period = '', rate = document.rates[0] ?? 0 } = item;
    const cells = {
      utility: [text(period), money(amountOf(item))],
      letter: [plain(q), plain(p), amount],
      subscription: [
        q,
        money(round(Number(p) * 100)),
        ...(document.heads.length === 5 ? [`${plain(String(rate))}%`] : []),
        money(amountOf(item)),
      ],
      craft: [plain(q), unit, plain(p), amount],
      wholesale: [article, plain(q), unit, plain(p), off ? `${off}%` : '', amount, plain(cents(running))],
    }[document.layout];
    return { description: text(item.d), cells };
  });

  const page = {
    width: country.letter ? 612 : 595,
    height: country.letter ? 792 : 842,
    vendor: document.vendor,
    trade: all(document.trade),
    sender: all(document.sender),
    customer: all(document.customer),
    delivery: all(document.delivery),
    title: text(document.title),
    meta: pairs(document.meta),
    intro: all(document.intro),
    heads: document.heads,
    lines,
    taxTable: (document.taxTable ?? []).map(all),
    totals: pairs(document.totals),
    notes: all(document.notes),
    footer: (document.footer ?? []).map(all),
    carried: document.carried ?? /** @type {const} */ (['', '']),
    pageOf: document.pageOf ?? '',
    annex: all(document.annex),
  };
  const when = (/** @type {string} */ key, /** @type {string | undefined} */ value) =>
    printed.has(key) ? (value ?? null) : null;
  return {
    name: `held-out-${String(index + 1).padStart(2, '0')}-${document.layout}-${language}.pdf`,
    layout: document.layout,
    language,
    currency,
    part: /** @type {const} */ ('held-out'),
    fields: {
      vendor: document.vendor,
      invoice_number: document.number,
      invoice_date: document.date,
      due_date: when('due', document.due),
      po_number: when('po', document.po),
      currency,
      subtotal: when('net', cents(net)),
      tax: when('tax', cents(tax)),
      total_amount: cents(total),
      payment_terms: when('terms', document.terms && text(document.terms)),
    },
    lineItems: real.map((item) => ({
      description: text(item.d).replaceAll('\n', ' '),
      quantity: item.q ?? '',
      unit_price: item.p ?? '',
      amount: cents(amountOf(item)),
    })),
    content: () => HELD_OUT_LAYOUTS[document.layout](page),
  };
}

export function heldOut() {
  return DOCUMENTS.map(sampleOf);
}
