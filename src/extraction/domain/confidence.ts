import { fromUnits, multiply, sumOf, toUnits } from './decimal.js';
import type { DocumentText } from './document-text.js';
import type { GeneralFields } from './general-reader.js';
import type { InvoiceReading } from './invoice-reader.js';
import type { DocumentType } from './language.js';
import { INVOICE_FIELDS } from './profile-fields.js';

export interface Confidence {
  /** An integer, 0 to 100. */
  score: number;
  reasoning: string;
}

/** Arithmetic that does not come out means that something was misread: never better than "Low". */
export const BEST_WITH_A_CONTRADICTION = 65;
const BEST_FOR_ANOTHER_TYPE = 49;

/** Out of 100: 70 for the fields, by how much depends on them, and 30 for sums and dates that agree. */
const POINTS: Readonly<Record<(typeof INVOICE_FIELDS)[number], number>> = {
  vendor: 12,
  invoice_number: 14,
  invoice_date: 12,
  total_amount: 16,
  currency: 6,
  subtotal: 3,
  tax: 3,
  due_date: 2,
  payment_terms: 1,
  po_number: 1,
};

/** With what does not come out, each a sentence. */
export function invoiceConfidence(
  reading: InvoiceReading,
  isBill: boolean,
): Confidence & { contradictions: string[] } {
  const { fields, lineItems, adjustments } = reading;
  const found = INVOICE_FIELDS.filter((key) => fields[key] !== null);
  const missing = INVOICE_FIELDS.filter((key) => fields[key] === null);
  let score = found.reduce((sum, key) => sum + POINTS[key], 0);
  const contradictions: string[] = [];
  const reasons = [`${found.length} of ${INVOICE_FIELDS.length} fields were found.`];
  if (missing.length > 0) reasons.push(`Not found: ${missing.join(', ')}.`);
  const check = (holds: boolean, points: number, yes: string, no: string) => {
    if (holds) score += points;
    else contradictions.push(no);
    reasons.push(holds ? yes : no);
  };

  const { subtotal, tax, total_amount: total } = fields;
  if (subtotal && total) {
    const sum = sumOf([subtotal, ...adjustments, ...(tax ? [tax] : [])]);
    const parts =
      adjustments.length > 0
        ? 'Subtotal, tax, shipping and discounts'
        : tax
          ? 'Subtotal and tax'
          : 'The subtotal';
    const stated = `${parts} ${adjustments.length > 0 || tax ? 'add up to' : 'equals'} the total`;
    const included = tax !== null && toUnits(tax) !== 0n && sum - toUnits(tax) === toUnits(total);
    check(
      sum === toUnits(total) || included,
      12,
      included ? `The total (${total}) has the tax in it.` : `${stated} (${total}).`,
      `${parts}: ${fromUnits(sum)}, but the total is ${total}.`,
    );
  } else if (!total) {
    reasons.push('The sums could not be checked.');
  }

  if (lineItems.length === 0) {
    reasons.push('No line items were found.');
  } else {
    const sum = sumOf(lineItems.map((item) => item.amount));
    const lines = `The ${lineItems.length} line items`;
    const stated = subtotal ?? total;
    score += 4;
    if (stated) {
      const agreed = amountOfLines(reading, sum);
      const no = `${lines} add up to ${fromUnits(sum)}, not to ${stated}.`;
      // Without a subtotal to be checked, as on a receipt, these sums are the ones that count.
      check(agreed !== null, subtotal ? 8 : 20, `${lines} ${agreed}.`, no);
    }
    const priced = lineItems.filter((item) => item.quantity && item.unit_price);
    const wrong = priced.filter((item) => !isProduct(item));
    if (wrong.length > 0)
      reasons.push(`${wrong.length} of ${priced.length} line items are not quantity times price.`);
    else if (priced.length > 0) score += 2;
  }

  const { invoice_date: date, due_date: due } = fields;
  if (date) {
    const plausible = !due || due >= date;
    check(
      plausible,
      4,
      due ? 'The dates are in order.' : 'The date is valid.',
      `The due date ${due} is before ${date}.`,
    );
  }

  // What an invoice need not have costs nothing where the rest agrees: no tax, no order number, no separate terms.
  if (total && contradictions.length === 0 && (subtotal || lineItems.length > 0))
    score += optionalPoints(fields);
  if (contradictions.length > 0) score = Math.min(score, BEST_WITH_A_CONTRADICTION);
  if (!isBill) {
    score = Math.min(score, BEST_FOR_ANOTHER_TYPE);
    reasons.unshift('The document does not look like an invoice.');
  }
  return { score: Math.min(100, Math.round(score)), reasoning: reasons.join(' '), contradictions };
}

/** What the line items add up to, in words; null when it is stated nowhere. */
function amountOfLines({ fields, adjustments, earlier }: InvoiceReading, sum: bigint): string | null {
  const { subtotal, tax, total_amount: total } = fields;
  const is = (amount: string | null, units: bigint) => amount !== null && toUnits(amount) === units;
  if (is(subtotal, sum)) return `add up to ${subtotal}`;
  if (is(total, sum)) return `add up to ${total}`;
  if (is(subtotal, sum + sumOf(earlier))) return `add up to ${subtotal} with shipping and discounts`;
  if (subtotal === null && is(total, sum + sumOf([...adjustments, ...(tax ? [tax] : [])])))
    return `add up to ${total} with the tax`;
  return null;
}

function optionalPoints(fields: InvoiceReading['fields']): number {
  const optional = ['subtotal', 'tax', 'due_date', 'payment_terms', 'po_number'] as const;
  return optional.reduce((sum, key) => sum + (fields[key] === null ? POINTS[key] / 2 : 0), 0);
}

export function generalConfidence(fields: GeneralFields, type: DocumentType, text: DocumentText): Confidence {
  const checks: [boolean, number, string, string][] = [
    [fields.title !== null, 25, 'A title was found.', 'No title was found.'],
    [fields.date !== null, 20, 'A date was found.', 'No date was found.'],
    [fields.parties !== null, 20, 'Parties were found.', 'No parties were found.'],
    [
      type !== 'Document',
      15,
      `Its form is that of a document of type ${type}.`,
      'Its type was not recognised.',
    ],
    [text.text.trim().length >= 200, 5, 'There is enough text to go by.', 'There is little text.'],
  ];
  if (fields.key_amounts !== null) checks.push([true, 5, 'Amounts were found.', '']);
  return {
    score: checks.reduce((sum, [holds, points]) => sum + (holds ? points : 0), 0),
    reasoning: checks.map(([holds, , yes, no]) => (holds ? yes : no)).join(' '),
  };
}

/** To the cent, since programs round each line. */
function isProduct(item: { quantity: string; unit_price: string; amount: string }): boolean {
  const difference = multiply(toUnits(item.quantity), toUnits(item.unit_price)) - toUnits(item.amount);
  return difference < 10_001n && difference > -10_001n;
}
