import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { ScopedStorage } from './scoped-storage.js';

describe('ScopedStorage', () => {
  it('keeps apart what runs at the same time, and whatever ends first', async () => {
    const storage = new ScopedStorage<string>();
    const longer = storage.run('longer', async () => {
      for (let i = 0; i < 5; i++) await turn();
      return storage.current;
    });
    await expect(
      storage.run('shorter', async () => {
        await turn();
        return storage.current;
      }),
    ).resolves.toBe('shorter');
    await expect(longer).resolves.toBe('longer');
    expect(storage.current).toBeUndefined();
  });

  it('nests, and ends after a failure', async () => {
    const storage = new ScopedStorage<string>();
    await storage.run('outer', async () => {
      const broken = storage.run('inner', async () => {
        await turn();
        expect(storage.current).toBe('inner');
        throw new Error('broken');
      });
      await expect(broken).rejects.toThrow('broken');
      expect(storage.current).toBe('outer');
    });
    expect(storage.current).toBeUndefined();
  });
});
