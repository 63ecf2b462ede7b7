import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { localPath } from './local-path.js';

describe('where a login may lead back to', () => {
  it.each([
    ['/documents/847', '/documents/847'],
    ['/documents/847?tab=refs&x=%2F%2Fevil#top', '/documents/847?tab=refs&x=%2F%2Fevil#top'],
    ['/a/../documents/1', '/documents/1'],
    ['/%2f%2fevil.example', '/%2f%2fevil.example'],
    ['/@evil.example', '/@evil.example'],
    ['/naïve path', '/na%C3%AFve%20path'],
  ])('keeps %s', (given, expected) => {
    expect(localPath(given)).toBe(expected);
  });

  it.each([
    '',
    'documents',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/documents\\..\\..',
    'https://evil.example',
    'https:evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
    '/\n/evil.example',
    '\t//evil.example',
    ' //evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    '/%2e//evil.example',
    '/%2e%2e//evil.example',
    '/documents\r\nSet-Cookie: x=y',
    '/documents\0',
    `/${'a'.repeat(2000)}`,
  ])('refuses %j', (given) => {
    expect(localPath(given)).toBeUndefined();
  });

  it('never leads to another host, whatever it is given', () => {
    const parts = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '%2e',
      '%2f',
      '%5c',
      '\t',
      ':',
      '@',
      '?',
      '#',
      'evil.example',
      'https:',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 8 }), (pieces) => {
        const path = localPath(pieces.join(''));
        if (path === undefined) return;
        const host = 'https://records.example';
        expect(new URL(path, host).origin).toBe(host);
        expect(new URL(`${host}${path}`).origin).toBe(host);
      }),
      { numRuns: 2000 },
    );
  });
});
