import { describe, expect, it } from '@jest/globals';
import { webhooksPlace } from './webhooks-place.js';

describe('webhooksPlace', () => {
  it('knows the pages and what they are about', () => {
    expect(webhooksPlace('')).toEqual({ page: 'endpoints' });
    expect(webhooksPlace('endpoints')).toEqual({ page: 'endpoints' });
    expect(webhooksPlace('endpoints/7')).toEqual({ page: 'endpoint', id: 7 });
    expect(webhooksPlace('deliveries')).toEqual({ page: 'deliveries' });
    expect(webhooksPlace('deliveries/0f-1')).toEqual({ page: 'delivery', id: '0f-1' });
    expect(webhooksPlace('ledger/')).toEqual({ page: 'ledger' });
  });

  it('has no page for anything else', () => {
    for (const rest of ['x', 'endpoints/x', 'ledger/1', 'endpoints/7/8'])
      expect(webhooksPlace(rest)).toEqual({ page: 'unknown' });
  });
});
