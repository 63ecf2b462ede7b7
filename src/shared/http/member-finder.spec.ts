import { describe, expect, it } from '@jest/globals';
import { MemberFinder } from './member-finder.js';

const find = (text: string): number => new MemberFinder('content').find(Buffer.from(text));

describe('MemberFinder', () => {
  it.each([
    ['{"content":"', 12],
    ['{"a":1,"content" : "', 20],
    [`{"${Array.from('content', (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`).join('')}":"`, 47],
    ['{"content\\u0000":"', -1],
    ['{"\\\\u0063ontent":"', -1],
    ['{"contents":"', -1],
    [`{"${'content'.repeat(7)}":"`, -1],
    ['{"content"::"', -1],
    ['{"a":"content","b":"', -1],
  ])('finds in %s the offset %i', (text, offset) => {
    expect(find(text)).toBe(offset);
  });

  it('looks at a long string once, however many colons follow, and at none twice', () => {
    const size = 256 * 1024;
    const plain = fastest(() => find(`{"${'a'.repeat(size)}":1}`));
    for (const [string, colons] of [
      ['a'.repeat(size), 4000],
      ['\\u0063'.repeat(6), size],
    ] as const) {
      // Hundreds of times as long when each colon has it read again.
      expect(fastest(() => find(`{"${string}"${':'.repeat(colons)}`)) / plain).toBeLessThan(150);
    }
  });
});

function fastest(work: () => unknown): number {
  const times = [1, 2, 3, 4, 5].map(() => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.min(...times);
}
