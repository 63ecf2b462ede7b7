import { describe, expect, it } from '@jest/globals';
import { deliveriesPath, deliveryQuery } from './delivery-filters.js';

describe('The filters of deliveries', () => {
  it('are in the address, without those that are empty', () => {
    const path = deliveriesPath([
      ['state', 'parked'],
      ['event_id', ' '],
      ['document_id', 7],
    ]);
    expect(path).toBe('/webhooks/deliveries?state=parked&document_id=7');
    expect(deliveriesPath([['state', '']])).toBe('/webhooks/deliveries');
    expect(deliveryQuery(new URL(path, 'http://a').searchParams)).toEqual({
      limit: 50,
      state: 'parked',
      document_id: '7',
    });
  });

  it('take both days whole, in the time of whoever looks', () => {
    expect(deliveryQuery(new URLSearchParams('from=2026-01-30&to=2026-01-31&cursor=c'))).toEqual({
      limit: 50,
      cursor: 'c',
      created_after: new Date(2026, 0, 30).toISOString(),
      created_before: new Date(2026, 1, 1).toISOString(),
    });
    expect(deliveryQuery(new URLSearchParams('from=yesterday'))).toEqual({ limit: 50 });
  });
});
