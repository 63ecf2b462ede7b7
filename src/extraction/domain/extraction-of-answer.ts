import type { ExtractionProfile, FieldType } from '../../shared/kernel/extraction-profile.js';
import { asSureAsItsText } from './as-sure-as-its-text.js';
import { cleanText } from './clean-text.js';
import {
  BEST_WITH_A_CONTRADICTION,
  type Confidence,
  generalConfidence,
  invoiceConfidence,
} from './confidence.js';
import { CURRENCY_CODES } from './currency.js';
import type { DocumentText } from './document-text.js';
import { BILLING_TYPES } from './document-type.js';
import { DOCUMENT_TYPES } from './document-types.js';
import type { Extraction, LineItem } from './extraction.js';
import type { GeneralFields } from './general-reader.js';
import { InvalidAnswer } from './invalid-answer.js';
import type { InvoiceFields, InvoiceReading } from './invoice-reader.js';
import type { DocumentType } from './language.js';
import { PrintedText } from './printed-text.js';
import { profileConfidence } from './profile-confidence.js';
import { INVOICE_FIELDS } from './profile-fields.js';
import { generalSummary, invoiceSummary, profileSummary } from './summary.js';
import { writtenAs } from './written-as.js';

const MOST_LINE_ITEMS = 1000;
const MOST_ADJUSTMENTS = 20;
const LOOKED_AT = 200_000;

/** As the rules write them, in profiles that leave it to them. */
const OWN_TYPES: ReadonlyMap<string, FieldType> = new Map([
  ...['invoice_date', 'due_date', 'date'].map((key) => [key, 'date'] as [string, FieldType]),
  ...['subtotal', 'tax', 'total_amount'].map((key) => [key, 'amount'] as [string, FieldType]),
]);

/**
 * What a model said, as the extraction that it has to be: the keys that the rules gave to the same document (`rules`),
 * values written as their types say, and scored by the same checks. What is not of its type, and what nobody asked for,
 * is dropped; what the document does not say makes it a doubtful one.
 * @throws {InvalidAnswer} it is no answer to the question
 */
export function extractionOfAnswer(
  answer: unknown,
  { text, profile, rules }: { text: DocumentText; profile: ExtractionProfile; rules: Extraction },
): Extraction {
  const said = objectIn(answer, 'The answer');
  const given = objectIn(said['fields'], 'Its member fields');
  if (!Array.isArray(said['line_items'])) throw new InvalidAnswer('Its member line_items is no array.');
  const keys = Object.keys(rules.extractedFields);
  const types = new Map<string, FieldType>(
    keys.map((key) => {
      const field =
        profile.reading === 'fields' ? profile.fields.find((each) => each.key === key) : undefined;
      return [key, field?.type ?? OWN_TYPES.get(key) ?? 'text'];
    }),
  );
  const values = keys.map((key) => {
    const value = Object.hasOwn(given, key) ? writtenAs(types.get(key)!, given[key]) : null;
    return key === 'currency' && types.get(key) === 'text' ? currencyCode(value) : value;
  });
  const fields = Object.fromEntries(keys.map((key, i) => [key, values[i] ?? null]));
  const readsItems =
    profile.reading === 'fields' ? profile.lineItemColumns.length > 0 : keys.includes('vendor');
  const lineItems = readsItems ? lineItemsIn(said['line_items'], profile) : [];
  const docType = typeIn(said['document_type'], rules, profile);
  const isBill = BILLING_TYPES.has(docType);
  const adjustments = Array.isArray(said['adjustments']) ? said['adjustments'] : [];
  const invoice: InvoiceReading = {
    fields: Object.fromEntries(
      INVOICE_FIELDS.map((key) => [
        key,
        types.get(key) === (OWN_TYPES.get(key) ?? 'text') ? (fields[key] ?? null) : null,
      ]),
    ) as InvoiceFields,
    lineItems: lineItems.filter(({ amount }) => amount !== ''),
    adjustments: adjustments.slice(0, MOST_ADJUSTMENTS).flatMap((each) => writtenAs('amount', each) ?? []),
    earlier: [],
  };

  const date = writtenAs('date', said['document_date']);
  let confidence: Confidence;
  let summary: string;
  let docDate: string | null;
  if (profile.reading === 'fields') {
    confidence = profileConfidence(profile, { values, lineItems, invoice, general: NO_GENERAL });
    summary = profileSummary(docType, profile, values);
    docDate = values.find((value, i) => value !== null && types.get(keys[i]!) === 'date') ?? date;
  } else if (keys.includes('vendor')) {
    confidence = invoiceConfidence(invoice, isBill);
    summary = invoiceSummary(docType, invoice.fields, lineItems);
    docDate = invoice.fields.invoice_date ?? (isBill ? null : date);
  } else {
    const general = fields as GeneralFields;
    confidence = generalConfidence(general, docType, text);
    summary = generalSummary(docType, general);
    docDate = general.date ?? date;
  }
  const printed = new PrintedText(text.text.slice(0, LOOKED_AT));
  const invented = keys.filter(
    (key, i) => values[i] && !printed.says(values[i], types.get(key)!) && key !== 'currency',
  );
  if (invented.length > 0) {
    confidence = {
      score: Math.min(confidence.score, BEST_WITH_A_CONTRADICTION),
      reasoning: `${confidence.reasoning} Not found in the text of the document: ${invented.join(', ')}.`,
    };
  }
  const { score, reasoning } = asSureAsItsText(confidence, text.recognised);
  return {
    docType,
    docDate,
    summary: cleanText(summary),
    confidenceScore: score,
    confidenceReasoning: cleanText(reasoning),
    extractedFields: fields,
    lineItems,
  };
}

/** A sign alone ("$") may be one of several currencies. */
function currencyCode(given: string | null): string | null {
  const code = given?.toUpperCase() ?? '';
  return CURRENCY_CODES.has(code) ? code : null;
}

const NO_GENERAL: GeneralFields = { title: null, date: null, parties: null, key_amounts: null };

function objectIn(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new InvalidAnswer(`${what} is no JSON object.`);
}

/** Under an `automatic` profile the rules have decided whether it is a bill, and so which keys there are. */
function typeIn(given: unknown, rules: Extraction, { reading }: ExtractionProfile): DocumentType {
  const byRules = (rules.docType ?? 'Document') as DocumentType;
  const type = DOCUMENT_TYPES.find((each) => each === given);
  if (!type) return byRules;
  return reading === 'automatic' && BILLING_TYPES.has(type) !== BILLING_TYPES.has(byRules) ? byRules : type;
}

function lineItemsIn(given: unknown[], { reading, lineItemColumns }: ExtractionProfile): LineItem[] {
  const asked = new Set<string>(lineItemColumns.map(({ key }) => key));
  const is = (member: keyof LineItem) => reading !== 'fields' || asked.has(member);
  return given.slice(0, MOST_LINE_ITEMS).flatMap((each) => {
    if (typeof each !== 'object' || each === null) return [];
    const row = each as Record<string, unknown>;
    const item: LineItem = {
      description: (is('description') && writtenAs('text', row['description'])) || '',
      quantity: (is('quantity') && writtenAs('number', row['quantity'])) || '',
      unit_price: (is('unit_price') && writtenAs('amount', row['unit_price'])) || '',
      amount: (is('amount') && writtenAs('amount', row['amount'])) || '',
    };
    return Object.values(item).some((value) => value !== '') ? [item] : [];
  });
}
