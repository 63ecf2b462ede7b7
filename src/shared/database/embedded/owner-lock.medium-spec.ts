import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OwnerLock, takeOwnership } from './owner-lock.js';
import { processMark } from './process-mark.js';

describe('takeOwnership', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'owner-lock-'));
  });

  afterEach(() => rm(directory, { recursive: true }));

  const wins = (attempts: PromiseSettledResult<OwnerLock>[]) =>
    attempts.flatMap((attempt) => (attempt.status === 'fulfilled' ? attempt.value : []));

  const race = () => Promise.allSettled(Array.from({ length: 20 }, () => takeOwnership(directory)));

  it('goes to exactly one of many that come at once, and again after its release', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [winner, ...others] = wins(await race());
      expect(others).toEqual([]);
      await winner?.release();
    }
    expect(await readdir(directory)).toHaveLength(1);
  });

  it('goes to exactly one of many that all find a dead holder', async () => {
    const gone = spawn('true');
    await once(gone, 'exit');
    await symlink(`${gone.pid}:whatever`, join(directory, 'owner.41'));

    expect(wins(await race())).toHaveLength(1);
  });

  it('is not held by another process that got the pid of a dead holder', async () => {
    await symlink(`${process.ppid}:started-at-another-time`, join(directory, 'owner.1'));

    await expect(takeOwnership(directory)).resolves.toBeDefined();
  });

  it('names the living holder and DATABASE_URL', async () => {
    await symlink(`${process.ppid}:${processMark(process.ppid)}`, join(directory, 'owner.1'));

    await expect(takeOwnership(directory)).rejects.toThrow(
      new RegExp(`in use by process ${process.ppid}.*DATABASE_URL`),
    );
  });
});
