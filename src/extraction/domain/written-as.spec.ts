import type { FieldType } from '../../shared/kernel/extraction-profile.js';
import { writtenAs } from './written-as.js';

describe('A value that a stranger gave', () => {
  it.each<[FieldType, unknown, string | null]>([
    ['date', '2026-11-03', '2026-11-03'],
    ['date', ' 2026-11-03\n', '2026-11-03'],
    ['date', '2026-02-30', null],
    ['date', '03.11.2026', null],
    ['date', '2026-11-03T00:00:00Z', null],
    ['date', 20261103, null],
    ['amount', '1234.5', '1234.50'],
    ['amount', 12, '12.00'],
    ['amount', '-007.125', '-7.125'],
    ['amount', '1,234.50', null],
    ['amount', '€12.50', null],
    ['amount', '1e3', null],
    ['amount', '9'.repeat(31), null],
    ['number', '2.50', '2.5'],
    ['number', '10', '10'],
    ['text', ' a\u0000b\ud800 ', 'ab'],
    ['text', 'x'.repeat(600), 'x'.repeat(500)],
    ['text', '', null],
    ['text', { a: 1 }, null],
    ['text', ['a'], null],
    ['text', true, null],
    ['list', ['a', 3, 'b'], 'a; b'],
    ['list', 'a; b', 'a; b'],
  ])('as %s: %j becomes %j', (type, given, expected) => {
    expect(writtenAs(type, given)).toBe(expected);
  });
});
