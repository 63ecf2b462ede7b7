import { randomUUID } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { chown, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { processMark } from './process-mark.js';

/** Above every system's highest pid. */
const NO_PROCESS = 2_147_483_647;

/** The setting by which a running PostgreSQL says whose it is, readable by everybody in its command line. */
export const ownerSetting = (cluster: string) => `recordengine.cluster=${cluster}`;

/**
 * Stops the PostgreSQL that still runs on the cluster, and makes sure that its pid file keeps no new one from
 * starting. Says whether one was running.
 */
export async function stopLeftover(cluster: string): Promise<boolean> {
  const pidFile = join(cluster, 'data/postmaster.pid');
  const text = await readFile(pidFile, 'utf8').catch(() => null);
  if (text === null) return false;
  const pid = Number.parseInt(text, 10);
  const mark = processMark(pid);
  if (mark === undefined || !runsOn(pid, cluster)) {
    await disown(pidFile, text);
    return false;
  }
  for (const [signal, seconds] of [
    ['SIGINT', 15],
    ['SIGQUIT', 10],
    ['SIGKILL', 5],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
    for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline; await delay(10)) {
      if (processMark(pid) !== mark) return true;
    }
  }
  throw new EmbeddedPostgresError(
    `Process ${pid}, a PostgreSQL on ${cluster}, cannot be stopped; end it first.`,
  );
}

/**
 * PostgreSQL takes any process with the recorded pid for itself: a zombie as well as a stranger who got the
 * number later. Naming a pid that nobody has leaves the rest of the file, by which PostgreSQL recognises shared
 * memory that is still in use; removing the file would switch that check off.
 */
async function disown(pidFile: string, text: string): Promise<void> {
  if (text.trim() === '') return rm(pidFile, { force: true }); // the machine died while the file was made
  const { uid, gid, mode } = await stat(pidFile);
  const aside = `${pidFile}.${randomUUID()}`;
  const disowned = text.replace(/^.*/, String(NO_PROCESS)).replace(/ready\s*$/, '');
  await writeFile(aside, disowned, { mode });
  if (process.getuid?.() === 0) await chown(aside, uid, gid);
  await rename(aside, pidFile);
}

function runsOn(pid: number, cluster: string): boolean {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return (
      words.includes(ownerSetting(cluster)) || readlinkSync(`/proc/${pid}/cwd`) === join(cluster, 'data')
    );
  } catch {
    const ps = spawnSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
    return (ps.stdout ?? '').includes(ownerSetting(cluster));
  }
}
