import { spawnSync } from 'node:child_process';
import { chmod, cp, lchown, lstat, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

/** How the programs of PostgreSQL, which refuse to run as root, are run. */
export interface Runner {
  /** Where the programs are, for the user that runs them. */
  native: string;
  /** What stands before each command. */
  prefix: string[];
  /** How the command is to call the folder that it is given as descriptor 3. */
  folderName(path: string): string;
  /** Makes the folder and all in it belong to the user that runs the commands. */
  give(path: string): Promise<void>;
  /** A copy of the programs, to be removed in the end. */
  scratch?: string;
}

interface Identity {
  prefix: string[];
  uid: number;
  gid: number;
}

const NOBODY = 65534;

/**
 * As root, takes the first that works of: a user namespace, in which root's own files belong to another number;
 * another user; and both of these from a copy of the programs, for when they lie where only root may enter. The
 * path of the data may be closed to that user too, so the data are handed over as an open descriptor.
 */
export async function chooseRunner(native: string, cluster: string): Promise<Runner> {
  if (process.getuid?.() !== 0) {
    return { native, prefix: [], folderName: (path) => path, give: async () => undefined };
  }
  const owner = await stat(cluster).catch(() => ({ uid: 0, gid: 0 }));
  const other = owner.uid === 0 ? { uid: NOBODY, gid: NOBODY } : owner;
  const identities: Identity[] = [
    { prefix: ['setpriv', `--reuid=${other.uid}`, `--regid=${other.gid}`, '--clear-groups'], ...other },
  ];
  if (owner.uid === 0) {
    identities.unshift({ prefix: ['unshare', '--user', '--map-user=1000', '--map-group=1000'], ...owner });
  }
  const refusals: string[] = [];
  const tried = (runner: Runner) => {
    const refusal = whyNot(runner);
    if (refusal) refusals.push(refusal);
    return !refusal;
  };

  const inPlace = identities.map((identity) => runnerOf(identity, native)).find(tried);
  if (inPlace) return inPlace;
  for (const parent of [tmpdir(), '/var/tmp']) {
    const scratch = await copyPrograms(native, parent).catch((error: Error) => {
      refusals.push(error.message);
      return null;
    });
    if (!scratch) continue;
    const runner = identities.map((identity) => runnerOf(identity, scratch)).find(tried);
    if (runner) return { ...runner, scratch };
    await rm(scratch, { recursive: true, force: true });
  }
  throw new EmbeddedPostgresError(
    'PostgreSQL refuses to run as root, and no way to run it as another user works here. ' +
      `Start RecordEngine as another user than root, or set DATABASE_URL. Tried:\n${refusals.join('\n')}`,
  );
}

function runnerOf({ prefix, uid, gid }: Identity, native: string): Runner {
  return { native, prefix, folderName: () => '/proc/self/fd/3', give: (path) => giveAll(path, uid, gid) };
}

function whyNot({ prefix, native }: Runner): string | undefined {
  const [program = '', ...args] = [...prefix, join(native, 'bin/postgres'), '--version'];
  const probe = spawnSync(program, args, { cwd: '/', encoding: 'utf8' });
  if (probe.status === 0) return undefined;
  return `${[program, ...args].join(' ')}: ${probe.error?.message ?? probe.stderr.trim()}`;
}

async function giveAll(path: string, uid: number, gid: number): Promise<void> {
  const found = await lstat(path);
  if (found.uid !== uid) await lchown(path, uid, gid);
  if (!found.isDirectory()) return;
  for (const name of await readdir(path)) await giveAll(join(path, name), uid, gid);
}

async function copyPrograms(native: string, parent: string): Promise<string> {
  const copy = await mkdtemp(join(parent, 'recordengine-postgres-'));
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  await letOthersRead(copy);
  return copy;
}

async function letOthersRead(path: string): Promise<void> {
  const { mode } = await lstat(path);
  const entries = await readdir(path, { withFileTypes: true });
  await chmod(path, mode | 0o755);
  for (const entry of entries) {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) await letOthersRead(inner);
    else if (entry.isFile()) await chmod(inner, entry.parentPath.endsWith('/bin') ? 0o755 : 0o644);
  }
}
