import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { retryDelay } from './retry-schedule.js';

const DAY = 86_400_000;
const dice = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const delays = fc.array(fc.integer({ min: 0, max: 30 * DAY }), { minLength: 1, maxLength: 20 });
const rolls = fc.infiniteStream(dice);
/** Every wait of a delivery that fails until the end. */
const waits = (schedule: readonly number[], rolled: Iterator<number>): number[] =>
  schedule.map((_, index) => retryDelay(schedule, index + 1, rolled.next().value as number)!);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

describe('retryDelay', () => {
  it('follows the schedule and then ends', () => {
    expect([1, 2, 3].map((failures) => retryDelay([5000, 30_000], failures, 0.5))).toEqual([
      5000,
      30_000,
      undefined,
    ]);
  });

  it('stays within a tenth of each delay, neither earlier nor later, whatever the dice say', () => {
    fc.assert(
      fc.property(delays, rolls, (schedule, rolled) => {
        for (const [index, wait] of waits(schedule, rolled).entries()) {
          const planned = schedule[index]!;
          expect(Number.isInteger(wait)).toBe(true);
          expect(wait).toBeGreaterThanOrEqual(Math.floor(planned * 0.9));
          expect(wait).toBeLessThanOrEqual(Math.ceil(planned * 1.1));
        }
      }),
    );
  });

  it('uses all of that tenth, so that what failed together does not come back together', () => {
    const wait = (random: number) => retryDelay([10_000], 1, random);
    expect([wait(0), wait(0.5), wait(0.999_999)]).toEqual([9000, 10_000, 11_000]);
    fc.assert(
      fc.property(fc.tuple(dice, dice), ([one, other]) => {
        expect(Math.sign(wait(other)! - wait(one)!) * Math.sign(other - one)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('waits longer each time where each delay is a quarter longer than the one before', () => {
    const growing = fc
      .tuple(
        fc.integer({ min: 100, max: 10_000 }),
        fc.array(fc.double({ min: 1.25, max: 6, noNaN: true }), { maxLength: 8 }),
      )
      .map(([first, factors]) =>
        factors.reduce((made, factor) => [...made, Math.ceil(made.at(-1)! * factor)], [first]),
      );
    fc.assert(
      fc.property(growing, rolls, (schedule, rolled) => {
        const made = waits(schedule, rolled);
        for (const [index, wait] of made.slice(1).entries()) expect(wait).toBeGreaterThan(made[index]!);
      }),
    );
  });

  it('lasts in all as long as the schedule does, within a tenth', () => {
    fc.assert(
      fc.property(delays, rolls, (schedule, rolled) => {
        const total = sum(waits(schedule, rolled));
        expect(Math.abs(total - sum(schedule))).toBeLessThanOrEqual(sum(schedule) * 0.1 + schedule.length);
      }),
    );
  });

  it('has one wait for each delay, and none ever after', () => {
    fc.assert(
      fc.property(delays, fc.integer({ min: 1, max: 1000 }), dice, (schedule, more, random) => {
        expect(retryDelay(schedule, schedule.length, random)).toBeDefined();
        expect(retryDelay(schedule, schedule.length + more, random)).toBeUndefined();
      }),
    );
    expect(retryDelay([], 1, 0.5)).toBeUndefined();
  });
});
