import { randomUUID } from 'node:crypto';
import { readdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { processMark } from './process-mark.js';

export interface OwnerLock {
  release(): Promise<void>;
}

/**
 * Makes this process the one owner of the directory. The lock is `owner.<n>`, a symbolic link whose target
 * names the holder: made in one step with its content, and never there twice. The highest number counts.
 * It is never removed, only outnumbered, so that two processes that both see a dead holder cannot each remove
 * what they take for the dead one's lock.
 */
export async function takeOwnership(directory: string): Promise<OwnerLock> {
  const me = `${process.pid}:${processMark(process.pid)}`;
  for (;;) {
    const highest = Math.max(0, ...(await numbers(directory)));
    if (highest > 0) {
      const holder = await readlink(join(directory, `owner.${highest}`)).catch(unless('ENOENT'));
      if (holder === undefined) continue; // outnumbered meanwhile
      refuseIfRunning(holder, directory);
    }

    const mine = highest + 1;
    const path = join(directory, `owner.${mine}`);
    const taken = await symlink(me, path).then(() => true, unless('EEXIST'));
    if (!taken) continue;
    const all = await numbers(directory);
    if (Math.max(...all) > mine) {
      await rm(path, { force: true });
      continue;
    }
    await Promise.all(
      all.filter((n) => n < mine).map((n) => rm(join(directory, `owner.${n}`), { force: true })),
    );
    return { release: () => replaceLink('released', path) };
  }
}

function refuseIfRunning(holder: string, directory: string): void {
  const pid = Number.parseInt(holder, 10);
  if (!(pid > 0) || `${pid}:${processMark(pid)}` !== holder) return;
  throw new EmbeddedPostgresError(
    `The embedded database ${directory} is in use by process ${pid}; stop that process, or set DATABASE_URL to share one database between processes.`,
  );
}

async function numbers(directory: string): Promise<number[]> {
  const names = await readdir(directory);
  return names.flatMap((name) => /^owner\.(\d+)$/.exec(name)?.[1] ?? []).map(Number);
}

const unless = (code: string) => (error: NodeJS.ErrnoException) => {
  if (error.code !== code) throw error;
  return undefined;
};

async function replaceLink(target: string, path: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  await symlink(target, aside);
  await rename(aside, path);
}
