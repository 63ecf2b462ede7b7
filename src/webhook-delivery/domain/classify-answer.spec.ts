import { describe, expect, it } from '@jest/globals';
import { classifyAnswer } from './classify-answer.js';

const NOW = new Date('2026-01-15T09:30:00.000Z');
const classify = (statusCode: number | null, retryAfter: string | null = null, aborted = false) =>
  classifyAnswer({ statusCode, retryAfter, aborted, proxyFailed: false }, NOW);

describe('classifyAnswer', () => {
  it.each([
    [200, 'success'],
    [204, 'success'],
    [299, 'success'],
    [301, 'endpoint_fault'],
    [308, 'endpoint_fault'],
    [400, 'message_fault'],
    [401, 'endpoint_fault'],
    [403, 'endpoint_fault'],
    [404, 'endpoint_fault'],
    [409, 'message_fault'],
    [410, 'gone'],
    [422, 'message_fault'],
    [429, 'pause'],
    [500, 'endpoint_fault'],
    [502, 'endpoint_fault'],
    [503, 'endpoint_fault'],
    [504, 'endpoint_fault'],
    [null, 'endpoint_fault'],
  ])('takes %s for %s', (status, kind) => {
    expect(classify(status).kind).toBe(kind);
  });

  it('holds a send that the service gave up against nobody', () => {
    expect(classify(null, null, true)).toEqual({ kind: 'interrupted' });
  });

  it('waits when the egress proxy fails, and holds it against nobody', () => {
    const answer = { statusCode: null, retryAfter: null, aborted: false, proxyFailed: true };
    expect(classifyAnswer(answer, NOW)).toEqual({ kind: 'pause', waitMs: 30_000 });
  });

  it.each([
    ['7', 7000],
    [' 120 ', 120_000],
    ['0', 1000],
    ['9999999', 86_400_000],
    ['Thu, 15 Jan 2026 09:30:30 GMT', 30_000],
    ['Thursday, 15-Jan-26 09:31:00 GMT', 60_000],
    ['Thu, 15 Jan 2026 09:00:00 GMT', 1000],
    ['Sat, 15 Jan 2028 09:00:00 GMT', 86_400_000],
  ])('waits as Retry-After says, within 1 s and 24 h: %j', (retryAfter, waitMs) => {
    for (const status of [429, 503]) expect(classify(status, retryAfter)).toEqual({ kind: 'pause', waitMs });
  });

  it.each([null, '', 'soon', '-5', '1.5', '2026-01-16'])(
    'does not know how long with Retry-After %j',
    (value) => {
      expect(classify(429, value)).toEqual({ kind: 'pause', waitMs: null });
      expect(classify(503, value)).toEqual({ kind: 'endpoint_fault' });
    },
  );
});
