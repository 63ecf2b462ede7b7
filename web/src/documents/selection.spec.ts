import { describe, expect, it } from '@jest/globals';
import { kept, toggled } from './selection.js';

const ids = [9, 7, 5, 3];

describe('What is chosen in the list', () => {
  it('changes one by one', () => {
    expect([...toggled(new Set([9]), ids, 5)]).toEqual([9, 5]);
    expect([...toggled(new Set([9, 5]), ids, 5)]).toEqual([9]);
  });

  it('changes from one to another, in both directions', () => {
    expect([...toggled(new Set([7]), ids, 3, 7)]).toEqual([7, 5, 3]);
    expect([...toggled(new Set([3]), ids, 9, 3)]).toEqual([3, 9, 7, 5]);
    expect([...toggled(new Set(ids), ids, 5, 7)]).toEqual([9, 3]);
    expect([...toggled(new Set(), ids, 5, 1000)]).toEqual([5]); // no longer shown
  });

  it('is never more than what is shown', () => {
    expect([...kept(new Set([9, 1]), ids)]).toEqual([9]);
    const same = new Set([9, 3]);
    expect(kept(same, ids)).toBe(same);
  });
});
