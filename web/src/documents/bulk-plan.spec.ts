import { describe, expect, it } from '@jest/globals';
import type { DocumentResponse } from '../../../clients/typescript/src/generated/types.gen.js';
import { bulkPlan } from './bulk-plan.js';
import { inSets } from './in-sets.js';

const documents = (['Needs Review', 'Approved', 'Archived'] as const).map((status) => ({
  status,
})) as DocumentResponse[];
const all = { write: true, export: true };
const statuses = (of: readonly DocumentResponse[]) => of.map(({ status }) => status);

describe('What is done with many', () => {
  it('is done with those whose status allows it', () => {
    const approve = bulkPlan('approve', documents, all, false);
    expect(statuses(approve.possible)).toEqual(['Needs Review']);
    expect(statuses(approve.refused)).toEqual(['Approved', 'Archived']);
    expect(statuses(bulkPlan('export', documents, all, false).possible)).toEqual([
      'Needs Review',
      'Approved',
    ]);
    expect(statuses(bulkPlan('export', documents, all, true).possible)).toEqual(['Approved']);
  });

  it('is nothing for who may not', () => {
    expect(bulkPlan('approve', documents, { write: false, export: true }, false).possible).toEqual([]);
    expect(bulkPlan('export', documents, { write: true, export: false }, false).possible).toEqual([]);
  });

  it('goes in sets', () => {
    expect(inSets([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
    expect(inSets([], 2)).toEqual([]);
  });
});
