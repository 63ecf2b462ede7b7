import { describe, expect, it } from '@jest/globals';
import type { LedgerItemResponse } from '../../../clients/typescript/src/generated/types.gen.js';
import { ledgerWords, missingOf } from './ledger-words.js';

const ROW: LedgerItemResponse = {
  endpoint_id: 3,
  url: 'https://crm.example/',
  deleted: false,
  accepted: 12,
  delivered: 7,
  pending: 1,
  delivering: 1,
  parked: 1,
  superseded: 1,
  cancelled: 1,
  oldest_unfinished_seconds: 1,
};

describe('The words for the ledger', () => {
  it('say that nothing is lost', () => {
    expect(missingOf(ROW)).toBe(0);
    expect(ledgerWords({ balanced: true, events_without_endpoint: 0, items: [ROW] })).toMatch(
      /balances: of 12 to deliver, 7 arrived, 3 still wait or are parked, and 2 were/,
    );
  });

  it('say where something is lost', () => {
    const row = { ...ROW, endpoint_id: 9, delivered: 6 };
    expect(missingOf(row)).toBe(1);
    expect(ledgerWords({ balanced: false, events_without_endpoint: 0, items: [ROW, row] })).toMatch(
      /does not balance.*\(endpoint 9\)/,
    );
  });
});
