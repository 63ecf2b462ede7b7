import { describe, expect, it } from '@jest/globals';
import type { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { forEachEndpoint } from './for-each-endpoint.js';

describe('forEachEndpoint', () => {
  let transactions = 0;
  const unitOfWork = {
    run: (work: () => Promise<unknown>) => {
      transactions += 1;
      return work();
    },
  } as unknown as UnitOfWork;

  it('lets endpoints take turns, in a transaction each time, until nothing is left', async () => {
    const left = new Map([
      [1, 2],
      [2, 1],
    ]);
    const turns: number[] = [];
    transactions = 0;
    const sum = await forEachEndpoint(unitOfWork, [1, 2], async (id) => {
      turns.push(id);
      const parts = left.get(id)!;
      left.set(id, parts - 1);
      return parts > 0 ? 10 : 0;
    });
    expect(sum).toBe(30);
    expect(turns).toEqual([1, 2, 1, 2, 1]);
    expect(transactions).toBe(5);
  });

  it('goes on with the others when one fails, and tells of it', async () => {
    let done = 0;
    const work = async (id: number): Promise<number> => {
      if (id === 1) throw new Error('it is locked');
      return done++ < 2 ? 1 : 0;
    };
    await expect(forEachEndpoint(unitOfWork, [1, 2], work)).rejects.toThrow('it is locked');
    expect(done).toBe(3);
  });

  it('stops when it is told to', async () => {
    let done = 0;
    const work = async (): Promise<number> => ++done;
    expect(await forEachEndpoint(unitOfWork, [1], work, () => done < 2)).toBe(3);
  });
});
