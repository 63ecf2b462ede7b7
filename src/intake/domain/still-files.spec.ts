import { describe, expect, it } from '@jest/globals';
import { StillFiles } from './still-files.js';

describe('StillFiles', () => {
  it('counts from the last change, and forgets what is gone', () => {
    const files = new StillFiles();
    const look = (now: number, marks: Record<string, string>) =>
      files.look(new Map(Object.entries(marks)), now);
    expect(look(0, { a: '1', b: '1' })).toEqual([0, 0]);
    expect(look(10, { b: '2', a: '1' })).toEqual([0, 10]);
    expect(look(15, { a: '1', b: '2' })).toEqual([15, 5]);
    expect(look(20, { b: '2' })).toEqual([10]);
    expect(look(30, { a: '1', b: '2' })).toEqual([0, 20]);
  });
});
