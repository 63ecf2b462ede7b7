import { DomainError, type FieldError } from '../../shared/kernel/domain-error.js';

export type ExtractedFields = Record<string, string | null>;
export type CustomFields = Record<string, unknown>;

export interface LineItem {
  description: string;
  quantity: string;
  unit_price: string;
  amount: string;
}

/** The three members that hold what was read from a document, or corrected by a person. */
export interface DocumentFields {
  extractedFields: ExtractedFields;
  customFields: CustomFields;
  lineItems: LineItem[];
}

const MAX_BYTES = 1024 * 1024;
const LINE_ITEM_MEMBERS = ['description', 'quantity', 'unit_price', 'amount'] as const;

/** `value` as extracted_fields: an object whose values are strings or null. */
export function parseExtractedFields(value: unknown): ExtractedFields {
  const errors: FieldError[] = [];
  if (!isObject(value)) refuse([{ pointer: '/extracted_fields', message: 'must be an object' }]);
  for (const [name, field] of Object.entries(value)) {
    const pointer = `/extracted_fields/${escapePointer(name)}`;
    if (field !== null && typeof field !== 'string')
      errors.push({ pointer, message: 'must be a string or null (amounts too)' });
  }
  checkText(value, '/extracted_fields', errors);
  if (errors.length > 0) refuse(errors);
  return value as ExtractedFields;
}

/** `value` as custom_fields: an object of any JSON values. */
export function parseCustomFields(value: unknown): CustomFields {
  const errors: FieldError[] = [];
  if (!isObject(value)) refuse([{ pointer: '/custom_fields', message: 'must be an object' }]);
  checkText(value, '/custom_fields', errors);
  if (errors.length > 0) refuse(errors);
  return value;
}

/** `value` as line_items: objects of four strings. A missing one is an empty string. */
export function parseLineItems(value: unknown): LineItem[] {
  if (!Array.isArray(value)) refuse([{ pointer: '/line_items', message: 'must be an array' }]);
  const errors: FieldError[] = [];
  const items = value.map((item: unknown, index) => {
    const pointer = `/line_items/${index}`;
    if (!isObject(item)) {
      errors.push({ pointer, message: 'must be an object' });
      return { description: '', quantity: '', unit_price: '', amount: '' };
    }
    for (const [name, member] of Object.entries(item)) {
      if (!(LINE_ITEM_MEMBERS as readonly string[]).includes(name)) {
        errors.push({
          pointer: `${pointer}/${escapePointer(name)}`,
          message: `is not one of ${LINE_ITEM_MEMBERS.join(', ')}`,
        });
      } else if (typeof member !== 'string') {
        errors.push({ pointer: `${pointer}/${name}`, message: 'must be a string' });
      }
    }
    const text = (name: (typeof LINE_ITEM_MEMBERS)[number]): string =>
      typeof item[name] === 'string' ? item[name] : '';
    return {
      description: text('description'),
      quantity: text('quantity'),
      unit_price: text('unit_price'),
      amount: text('amount'),
    };
  });
  checkText(items, '/line_items', errors);
  if (errors.length > 0) refuse(errors);
  return items;
}

/** Together they may not exceed 1 MiB of JSON: they travel in every answer and every webhook. */
export function checkSize(fields: DocumentFields): void {
  const bytes = new TextEncoder().encode(
    JSON.stringify([fields.extractedFields, fields.customFields, fields.lineItems]),
  ).length;
  if (bytes > MAX_BYTES) {
    throw new DomainError(
      'too-large',
      'fields_too_large',
      `extracted_fields, custom_fields and line_items are ${bytes} bytes together; at most ${MAX_BYTES} are kept.`,
    );
  }
}

function checkText(value: unknown, pointer: string, errors: FieldError[]): void {
  if (typeof value === 'number') {
    if (!isKeptExactly(value))
      errors.push({ pointer, message: 'is too large to be kept exactly; send it as a string' });
  } else if (typeof value === 'string') {
    if (value.includes('\0')) errors.push({ pointer, message: 'must not contain U+0000' });
    else if (!value.isWellFormed())
      errors.push({ pointer, message: 'must not contain half of a surrogate pair' });
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => checkText(item, `${pointer}/${index}`, errors));
  } else if (isObject(value)) {
    for (const [name, member] of Object.entries(value)) {
      checkText(name, pointer, errors);
      checkText(member, `${pointer}/${escapePointer(name)}`, errors);
    }
  }
}

/** A whole number above 2^53, or one beyond all doubles, would come back as another one. */
function isKeptExactly(number: number): boolean {
  return Number.isFinite(number) && (!Number.isInteger(number) || Number.isSafeInteger(number));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function refuse(errors: FieldError[]): never {
  const what = errors.map((error) => `${error.pointer}: ${error.message}`).join('; ');
  throw new DomainError('invalid', 'validation_failed', `The request was refused: ${what}.`, { errors });
}
