import { describe, expect, it } from '@jest/globals';
import type { WebhookEndpointResponse } from '../../../clients/typescript/src/generated/types.gen.js';
import { badHeaderLines, endpointDraft, endpointRequest, NEW_ENDPOINT } from './endpoint-draft.js';

const ENDPOINT: WebhookEndpointResponse = {
  id: 3,
  url: 'https://crm.example/hook',
  events: ['document.exported'],
  description: 'The CRM',
  enabled: true,
  auth: { type: 'bearer', token: '***', name: null, value: null },
  headers: { 'X-Tenant': '***' },
  max_in_flight: 16,
  state: 'healthy',
  state_reason: null,
  consecutive_failures: 0,
  next_probe_at: null,
  backlog: 0,
  oldest_pending_at: null,
  created_at: '2026-01-15T09:30:00.000Z',
  updated_at: '2026-01-15T09:30:00.000Z',
};

describe('The form of an endpoint', () => {
  it('sends what was changed and nothing else', () => {
    const draft = endpointDraft(ENDPOINT);
    expect(endpointRequest(draft, draft)).toEqual({});
    expect(endpointRequest({ ...draft, description: ' ' }, draft)).toEqual({ description: null });
    expect(endpointRequest({ ...draft, authType: 'none' }, draft)).toEqual({ auth: { type: 'none' } });
  });

  it('leaves stored secrets as they are', () => {
    const draft = endpointDraft(ENDPOINT);
    expect(endpointRequest({ ...draft, headers: `${draft.headers}\nX-New: a: b\n` }, draft)).toEqual({
      headers: { 'X-Tenant': '***', 'X-New': 'a: b' },
    });
    expect(endpointRequest(draft).auth).toEqual({ type: 'bearer', token: '***' });
  });

  it('makes a whole request for a new one', () => {
    expect(endpointRequest({ ...NEW_ENDPOINT, url: ' https://a.example ' })).toEqual({
      url: 'https://a.example',
      description: null,
      events: ['document.exported'],
      auth: { type: 'none' },
      headers: {},
      max_in_flight: 16,
    });
  });

  it('finds lines that are no headers', () => {
    expect(badHeaderLines({ ...NEW_ENDPOINT, headers: 'X-A: 1\nno header\n: x' })).toEqual([
      'no header',
      ': x',
    ]);
  });
});
