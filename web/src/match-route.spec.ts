import { describe, expect, it } from '@jest/globals';
import { matchRoute } from './match-route.js';

describe('matchRoute', () => {
  it('gives what stands for the names', () => {
    expect(matchRoute('/documents/:id', '/documents/7')).toEqual({ id: '7' });
    expect(matchRoute('/documents/:id', '/documents/a%2Fb/')).toEqual({ id: 'a/b' });
    expect(matchRoute('/documents/:id', '/documents/%')).toEqual({ id: '%' });
    expect(matchRoute('/', '/')).toEqual({});
  });

  it('takes everything below a section', () => {
    expect(matchRoute('/webhooks/*', '/webhooks')).toEqual({});
    expect(matchRoute('/webhooks/*', '/webhooks/3/deliveries')).toEqual({ rest: '3/deliveries' });
  });

  it('knows other paths apart', () => {
    expect(matchRoute('/documents/:id', '/documents')).toBeUndefined();
    expect(matchRoute('/documents/:id', '/documents/7/x')).toBeUndefined();
    expect(matchRoute('/webhooks/*', '/webhooksx')).toBeUndefined();
  });
});
