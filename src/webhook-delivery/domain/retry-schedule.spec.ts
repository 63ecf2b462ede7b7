import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { retryDelay } from './retry-schedule.js';

describe('retryDelay', () => {
  it('follows the schedule and then ends', () => {
    expect([1, 2, 3].map((failures) => retryDelay([5000, 30_000], failures, 0.5))).toEqual([
      5000,
      30_000,
      undefined,
    ]);
  });

  it('stays within a tenth of each delay, whatever the dice say', () => {
    const delays = fc.array(fc.integer({ min: 1, max: 86_400_000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(
        delays,
        fc.nat(),
        fc.double({ min: 0, max: 0.999999, noNaN: true }),
        (schedule, pick, random) => {
          const failures = (pick % schedule.length) + 1;
          const planned = schedule[failures - 1] as number;
          const delay = retryDelay(schedule, failures, random) as number;
          expect(Math.abs(delay - planned)).toBeLessThanOrEqual(planned * 0.1 + 0.5);
        },
      ),
    );
  });
});
