import { describe, expect, it } from '@jest/globals';
import { actorName, calendarDate, fileSize, relativeTime } from './format.js';

describe('How things are written', () => {
  it('says how far off a moment is', () => {
    const now = Date.parse('2026-01-15T09:00:00Z');
    expect(relativeTime('2026-01-15T09:05:00Z', now)).toBe('in 5 minutes');
    expect(relativeTime('2026-01-13T08:00:00Z', now)).toBe('2 days ago');
    expect(relativeTime('2026-01-15T09:00:00.200Z', now)).toBe('now');
  });

  it('shows a date as the day that it names, wherever one is', () => {
    expect(calendarDate('2026-01-15')).toMatch(/15/);
    expect(calendarDate('Q1 2026')).toBe('Q1 2026');
    expect(calendarDate('2026-13-41')).toBe('2026-13-41');
  });

  it('shows sizes', () => {
    expect([12, 2048, 50_000, 5_000_000].map(fileSize)).toEqual(['12 bytes', '2.0 KB', '48.8 KB', '4.77 MB']);
  });

  it('names who did something', () => {
    expect(actorName('token:3 (zapier (eu))')).toBe('zapier (eu) (API token)');
    expect(actorName('user:4 (anna@example.com)')).toBe('anna@example.com');
    expect(actorName('system')).toBe('RecordEngine');
    expect(actorName('hot-folder')).toBe('hot-folder');
  });
});
