import { describe, expect, it } from '@jest/globals';
import type { Request } from 'express';
import { Config } from '../../shared/config/config.js';
import { refuseForgery } from './request-forgery.js';

const config = Config.read({ PUBLIC_BASE_URL: 'https://records.example/re' });

function attempt(
  headers: Record<string, string>,
  given: string | null = 'right',
  expected: string | undefined = 'right',
) {
  const request = { get: (name: string) => headers[name] } as unknown as Request;
  return () => refuseForgery(request, config, { expected, given });
}

describe('forged requests', () => {
  it.each<Record<string, string>>([
    { 'sec-fetch-site': 'same-origin' },
    { origin: 'https://records.example', host: 'backend:3000' },
    { origin: 'http://127.0.0.1:3000', host: '127.0.0.1:3000' },
    {},
  ])('lets pass what comes from here: %j', (headers) => {
    expect(attempt(headers)).not.toThrow();
  });

  it.each<Record<string, string>>([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: 'https://records.example' },
    { 'sec-fetch-site': 'none' },
    { origin: 'https://evil.example', host: 'records.example' },
    { origin: 'https://records.example.evil.example', host: 'records.example' },
    { origin: 'null', host: 'records.example' },
  ])('refuses what comes from elsewhere, even with the right token: %j', (headers) => {
    expect(attempt(headers)).toThrow(expect.objectContaining({ kind: 'forbidden', code: 'csrf_refused' }));
  });

  it('refuses a missing or wrong token, also when none is expected', () => {
    for (const [given, expected] of [
      ['wrong', 'right'],
      ['', 'right'],
      [null, 'right'],
      ['ríght', 'right'],
    ] as const) {
      expect(attempt({}, given, expected)).toThrow(expect.objectContaining({ code: 'csrf_refused' }));
    }
    const request = { get: () => undefined } as unknown as Request;
    expect(() => refuseForgery(request, config, { expected: undefined, given: '' })).toThrow('too old');
  });
});
