import { describe, expect, it } from '@jest/globals';
import { dayBounds } from './day-bounds.js';

describe('The bounds of days', () => {
  it('include the whole of the last day, over the end of a month', () => {
    expect(dayBounds('2026-02-28', '2026-02-28')).toEqual({
      since: new Date(2026, 1, 28).toISOString(),
      until: new Date(2026, 2, 1).toISOString(),
    });
  });
  it('are none for what is no day', () => {
    expect(dayBounds('', 'soon')).toEqual({ since: '', until: '' });
  });
});
