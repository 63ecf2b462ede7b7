import { describe, expect, it } from '@jest/globals';
import { checkSize, parseCustomFields, parseExtractedFields, parseLineItems } from './document-fields.js';

const refuses = (work: () => unknown, ...pointers: string[]): void => {
  expect(work).toThrow(
    expect.objectContaining({
      kind: 'invalid',
      code: 'validation_failed',
      detail: { errors: pointers.map((pointer) => expect.objectContaining({ pointer })) },
    }),
  );
};

describe('extracted_fields', () => {
  it('are strings and nulls under any name', () => {
    const fields = { vendor: 'Müller', total_amount: '1190.00', po_number: null, 'own name/~': '' };
    expect(parseExtractedFields(fields)).toEqual(fields);
    expect(parseExtractedFields({})).toEqual({});
  });

  it('are refused, each with its pointer', () => {
    for (const other of [null, [], 'a', 1]) refuses(() => parseExtractedFields(other), '/extracted_fields');
    refuses(
      () => parseExtractedFields({ total_amount: 1190, vendor: 'ok', 'a/b~c': ['x'], tax: true }),
      '/extracted_fields/total_amount',
      '/extracted_fields/a~1b~0c',
      '/extracted_fields/tax',
    );
  });
});

describe('custom_fields', () => {
  it('are any JSON object, key by key as it came', () => {
    const fields = JSON.parse('{"z":1,"__proto__":{"a":[null,true]},"constructor":"x","":{}}') as object;
    expect(JSON.stringify(parseCustomFields(fields))).toBe(JSON.stringify(fields));
  });

  it('are refused when they are no object', () => {
    for (const other of [null, [], 'a', 1]) refuses(() => parseCustomFields(other), '/custom_fields');
  });
});

describe('text in fields', () => {
  it('cannot hold what the database and UTF-8 cannot', () => {
    refuses(() => parseExtractedFields({ vendor: 'a\0' }), '/extracted_fields/vendor');
    refuses(() => parseCustomFields({ a: [{ b: 'x\ud800' }] }), '/custom_fields/a/0/b');
    refuses(() => parseCustomFields({ 'a\0': 1 }), '/custom_fields');
    refuses(() => parseCustomFields(JSON.parse('{"a":{"id":12345678901234567890}}')), '/custom_fields/a/id');
    refuses(() => parseCustomFields(JSON.parse('{"a":1e400}')), '/custom_fields/a');
    refuses(() => parseLineItems([{ description: 'a\0' }]), '/line_items/0/description');
  });
});

describe('line_items', () => {
  it('have four strings each; a missing one is empty', () => {
    expect(parseLineItems([{ amount: '10.00', description: 'Paper' }, {}])).toEqual([
      { description: 'Paper', quantity: '', unit_price: '', amount: '10.00' },
      { description: '', quantity: '', unit_price: '', amount: '' },
    ]);
    expect(parseLineItems([])).toEqual([]);
  });

  it('are refused, each with its pointer', () => {
    for (const other of [null, {}, 'a', 1]) refuses(() => parseLineItems(other), '/line_items');
    refuses(
      () => parseLineItems([{ quantity: 2 }, 'Paper', { price: '1' }, { amount: null }]),
      '/line_items/0/quantity',
      '/line_items/1',
      '/line_items/2/price',
      '/line_items/3/amount',
    );
  });
});

it('takes 1 MiB of fields in UTF-8, and not one byte more', () => {
  const frame = '[{"a":""},{},[]]'.length;
  const fields = (bytes: number) => ({
    extractedFields: { a: 'é'.repeat((bytes - frame) / 2) },
    customFields: {},
    lineItems: [],
  });
  checkSize(fields(1024 * 1024));
  expect(() => checkSize(fields(1024 * 1024 + 2))).toThrow(
    expect.objectContaining({ kind: 'too-large', code: 'fields_too_large' }),
  );
});
