import { date, money, number } from './formats.mjs';
import { WORDING } from './wording.mjs';

/**
 * @typedef {object} Item
 * @property {string} description
 * @property {string | null} more a second line of it
 * @property {string} quantity
 * @property {string} price
 * @property {string} amount
 * @property {number} rate of its tax, in percent
 *
 * @typedef {{ name: string, street: string, place: string, country: string, email: string }} Party
 */

/**
 * What a layout prints of an invoice: where it says when and how to pay, and which lines it has.
 * @typedef {object} Contents
 * @property {'invoice' | 'credit' | 'receipt'} [kind]
 * @property {readonly [number, number]} [lines] fewest and most items
 * @property {'label' | 'text' | 'none'} [due]
 * @property {'label' | 'text' | 'none'} [terms]
 * @property {boolean} [order]
 * @property {boolean} [second] second lines of descriptions
 * @property {'one' | 'two' | 'reverse' | 'included'} [taxes]
 * @property {boolean} [adjusted] a discount, and perhaps shipping
 */

const cents = (/** @type {number} */ value) =>
  `${value < 0 ? '-' : ''}${Math.floor(Math.abs(value) / 100)}.${String(Math.abs(value) % 100).padStart(2, '0')}`;

/**
 * @param {ReturnType<typeof import('./random.mjs').random>} random
 * @param {import('./locales.mjs').Locale} locale
 * @param {Contents} contents
 * @param {import('./wording.mjs').Wording} [wording]
 */
export function makeInvoice(random, locale, contents, wording = WORDING[locale.language]) {
  const {
    kind = 'invoice',
    lines = [1, 6],
    due = 'label',
    terms = 'label',
    order = true,
    taxes = 'one',
  } = contents;
  const sign = kind === 'credit' ? -1 : 1;
  /** @param {readonly string[]} names @returns {Party} */
  const party = (names) => {
    const name = random.pick(names);
    return {
      name: `${name} ${random.pick(locale.forms)}`,
      street: random.pick(wording.streets),
      place: random.pick(locale.places),
      country: locale.country,
      email: `office@${name
        .toLowerCase()
        .normalize('NFD')
        .replace(/[^a-z]+/g, '')}.example`,
    };
  };
  const vendor = kind === 'receipt' ? { ...party(wording.shops) } : party(wording.names);
  if (kind === 'receipt') vendor.name = random.pick(wording.shops);
  const customer = party(wording.names.filter((name) => !vendor.name.startsWith(name)));

  const rates = taxes === 'two' ? locale.taxes : locale.taxes.slice(0, 1);
  /** @type {Item[]} */
  const items = Array.from({ length: random.integer(...lines) }, (_, i) => {
    const quantity = kind === 'receipt' ? random.integer(1, 3) : random.integer(1, 40);
    const price = kind === 'receipt' ? random.integer(60, 999) : random.integer(150, 180_000);
    return {
      description: random.pick(kind === 'receipt' ? wording.groceries : wording.items),
      more: contents.second && random.chance(0.5) ? random.pick(wording.more) : null,
      quantity: String(quantity),
      price: cents(price),
      amount: cents(sign * quantity * price),
      rate: rates[i % rates.length] ?? 0,
    };
  });
  const toCents = (/** @type {string} */ amount) => Math.round(Number(amount) * 100);
  const net = items.reduce((sum, item) => sum + toCents(item.amount), 0);
  const discount = contents.adjusted ? Math.round(net / 20) : 0;
  const shipping = contents.adjusted && random.chance(0.5) ? random.integer(5, 90) * 100 : 0;
  const base = net - discount + shipping;
  const included = taxes === 'included';
  const taxLines = rates.map((rate) => {
    const part = items
      .filter((item) => item.rate === rate)
      .reduce((sum, item) => sum + toCents(item.amount), 0);
    const taxed = rates.length > 1 ? part : base;
    const amount = included ? taxed - Math.round(taxed / (1 + rate / 100)) : Math.round((taxed * rate) / 100);
    return { rate, base: cents(taxed), amount: cents(taxes === 'reverse' ? 0 : amount) };
  });
  const tax = taxLines.reduce((sum, line) => sum + toCents(line.amount), 0);
  const total = included ? base : base + tax;

  const issued = new Date(Date.UTC(2026, random.integer(0, 11), random.integer(1, 28)));
  const days = random.pick([14, 30, 45]);
  const iso = (/** @type {Date} */ day) => day.toISOString().slice(0, 10);
  const dueDate = iso(new Date(issued.getTime() + days * 86_400_000));
  const dateStyle = random.pick(locale.dates);
  const termsText = random
    .pick(terms === 'text' ? wording.termsInText : wording.terms)
    .replace('#', String(days));
  const label = (/** @type {string} */ key) => random.pick(wording.labels[key] ?? [key]);
  const numberText = random.pick([
    `INV-2026-${random.integer(1000, 9999)}`,
    `${random.integer(100000, 999999)}`,
    `2026/${random.integer(100, 999)}`,
    `RE-${random.integer(10, 99)}-${random.integer(1000, 9999)}`,
  ]);
  const orderText = random.pick([
    `45${random.integer(10000000, 99999999)}`,
    `PO-${random.integer(100, 9999)}`,
    `HB/${random.integer(1000, 9999)}`,
  ]);

  return {
    locale,
    wording,
    kind,
    vendor,
    customer,
    items,
    taxLines,
    title: random.pick(wording.titles[kind] ?? ['']),
    number: numberText,
    order: orderText,
    termsText: termsText.replace(/[[\]]/g, ''),
    dueIn: due,
    termsIn: terms,
    customerNumber: String(random.integer(10000, 99999)),
    time: `${random.integer(10, 19)}:${random.integer(10, 59)}`,
    taxLabel: random.pick(wording.tax),
    shipping: shipping ? cents(shipping) : null,
    discount: discount ? cents(-discount) : null,
    cents,
    label,
    columns: Object.fromEntries(
      Object.entries(wording.columns).map(([key, heads]) => [key, random.pick(heads)]),
    ),
    money: (/** @type {string} */ amount) => money(amount, locale),
    plainNumber: (/** @type {string} */ amount) => number(amount, locale.numbers),
    date: (/** @type {string} */ day) => date(day, dateStyle, wording.months),
    reverseCharge: taxes === 'reverse' ? wording.reverseCharge : null,
    fields: {
      vendor: vendor.name,
      invoice_number: numberText,
      invoice_date: iso(issued),
      due_date: due === 'none' ? null : dueDate,
      po_number: order ? orderText : null,
      currency: locale.currency,
      subtotal: included ? null : cents(net),
      tax: taxes === 'reverse' ? null : cents(tax),
      total_amount: cents(total),
      payment_terms:
        terms === 'none' ? null : (/\[(.+)\]/.exec(termsText)?.[1] ?? termsText).replace(/\.$/, ''),
    },
    /** Of the items, as they are to be read. */
    lineItems: items.map((item) => ({
      description: item.more ? `${item.description} ${item.more}` : item.description,
      // A till prints quantity and price of an item only when there is more than one.
      quantity: kind === 'receipt' && item.quantity === '1' ? '' : item.quantity,
      unit_price: kind === 'receipt' && item.quantity === '1' ? '' : item.price,
      amount: item.amount,
    })),
  };
}

/** @typedef {ReturnType<typeof makeInvoice>} Invoice */
