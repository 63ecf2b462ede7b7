import { describe, expect, it } from '@jest/globals';
import { historyOf } from './history-of.js';

describe('The history of a document', () => {
  it('keeps values as they are spelled', () => {
    const text = `{"items": [
      {"id":2,"at":"2026-01-15T09:30:00.000Z","actor":"token:1 (x)","action":"edited","field":"external_refs",
       "from":{"n": 1.0, "n":12345678901234567890},"to":{}},
      {"id":1,"at":"2026-01-15T09:00:00.000Z","actor":"system","action":"status","field":"status","from":null,"to":"Needs \\"Review\\""}
    ],"next_cursor":"c","next":null}`;
    const { lines, nextCursor } = historyOf(text);
    expect(nextCursor).toBe('c');
    expect(lines).toMatchObject([
      { id: 2, what: 'External refs', from: '{"n": 1.0, "n":12345678901234567890}', to: '{}' },
      { id: 1, what: 'Status', from: null, to: 'Needs "Review"' },
    ]);
  });
});
