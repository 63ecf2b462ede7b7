import { expect, it } from '@jest/globals';
import { isCalendarDate } from './is-calendar-date.js';

it.each(['0001-01-01', '2024-02-29', '2026-11-03', '9999-12-31'])('%s is a date', (text) => {
  expect(isCalendarDate(text)).toBe(true);
});

it.each([
  '0000-01-01',
  '2026-02-29',
  '2026-02-30',
  '2026-13-01',
  '2026-11-00',
  '2026-W10-1',
  '26-11-03',
  '2026-11-3',
  '',
])('%s is none', (text) => {
  expect(isCalendarDate(text)).toBe(false);
});
