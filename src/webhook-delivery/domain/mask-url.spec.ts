import { maskUrl } from './mask-url.js';

describe('maskUrl', () => {
  it.each([
    ['https://crm.example/hooks/T0/secret?token=abc#x', 'https://crm.example/***'],
    ['https://crm.example/?token=abc', 'https://crm.example/***'],
    ['https://user:pass@crm.example:8443/', 'https://crm.example:8443'],
    ['http://127.0.0.1:9000', 'http://127.0.0.1:9000'],
    ['not a url with a secret', '***'],
  ])('%s becomes %s', (url, masked) => {
    expect(maskUrl(url)).toBe(masked);
  });
});
