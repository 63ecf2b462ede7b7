import { describe, expect, it } from '@jest/globals';
import { localTime } from './local-time.js';

describe('localTime', () => {
  it('is read back as the same moment', () => {
    const date = new Date(2026, 0, 5, 9, 7);
    expect(localTime(date)).toBe('2026-01-05T09:07');
    expect(new Date(localTime(date))).toEqual(date);
  });
});
