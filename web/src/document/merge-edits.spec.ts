import { describe, expect, it } from '@jest/globals';
import type { DocumentResponse } from '../../../clients/typescript/src/generated/types.gen.js';
import { changesOf, draftOf, mergeEdits, type Draft } from './merge-edits.js';

const document = {
  filename: 'a.pdf',
  doc_type: null,
  doc_date: '2026-01-15',
  notes: null,
  extracted_fields: { vendor: 'Acme', total: '10.00', due: null },
  custom_fields: {},
  line_items: [{ description: 'Paper', quantity: '1', unit_price: '10.00', amount: '10.00' }],
} as unknown as DocumentResponse;

const before = draftOf(document);
const edited = (change: Partial<Draft>): Draft => ({ ...structuredClone(before), ...change });

describe('Edits of two people at one time', () => {
  it('go together when they do not touch the same', () => {
    const mine = edited({
      notes: 'mine',
      extracted_fields: { ...before.extracted_fields, vendor: 'Acme Ltd' },
    });
    const theirs = edited({
      doc_type: 'Invoice',
      extracted_fields: { ...before.extracted_fields, total: '11.00', tax: '1.00' },
    });
    const { merged, conflicts } = mergeEdits(before, mine, theirs);
    expect(conflicts).toEqual([]);
    expect(merged).toEqual({
      ...before,
      notes: 'mine',
      doc_type: 'Invoice',
      extracted_fields: { vendor: 'Acme Ltd', total: '11.00', due: '', tax: '1.00' },
    });
  });

  it('are a conflict when they do, and the choice decides', () => {
    const mine = edited({ notes: 'mine', line_items: [] });
    const theirs = edited({ notes: 'theirs' });
    const first = mergeEdits(before, mine, theirs);
    expect(first.conflicts).toEqual([{ member: 'notes', before: '', mine: 'mine', theirs: 'theirs' }]);
    expect(first.merged).toMatchObject({ notes: 'theirs', line_items: [] });
    expect(mergeEdits(before, mine, theirs, new Map([['notes', true]]))).toMatchObject({
      conflicts: [],
      merged: { notes: 'mine' },
    });
  });

  it('are no conflict when both say the same', () => {
    const same = edited({ notes: 'same' });
    expect(mergeEdits(before, same, same)).toEqual({ merged: same, conflicts: [] });
  });
});

describe('What is sent for an edit', () => {
  it('is nothing for nothing', () => {
    expect(changesOf(document, draftOf(document))).toBeUndefined();
  });

  it('is only what changed; fields are sent whole, empty ones as null', () => {
    const draft = edited({
      doc_date: '',
      extracted_fields: { ...before.extracted_fields, total: '', note: 'new' },
      custom_fields: '{"a": 1}',
    });
    expect(changesOf(document, draft)).toEqual({
      doc_date: null,
      extracted_fields: { vendor: 'Acme', total: null, due: null, note: 'new' },
      custom_fields: { a: 1 },
    });
  });

  it('is refused for custom fields that are no JSON', () => {
    expect(() => changesOf(document, edited({ custom_fields: '{' }))).toThrow(SyntaxError);
  });
});
