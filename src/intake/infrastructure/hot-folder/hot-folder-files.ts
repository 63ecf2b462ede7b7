import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import {
  link,
  lstat,
  mkdir,
  open,
  opendir,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
} from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { syncFolder } from '../../../shared/config/write-once.js';
import { isUuid } from '../../../shared/kernel/is-uuid.js';
import type { HotFolderSettings } from '../../../shared/config/read-hot-folders.js';
import type { IntakeItemState } from '../../domain/intake-item.js';
import { isIgnoredName, REASON_ENDING } from '../../domain/is-ignored-name.js';
import { numberedName } from '../../domain/numbered-name.js';
import { shortenedName } from '../../domain/shortened-name.js';
import { SIDECAR_ENDING } from '../../domain/sidecar-ending.js';
import { StillFiles } from '../../domain/still-files.js';
import type { Candidate } from './candidate.js';
import type { Claim } from './claim.js';
import { absent, errorCode } from './error-code.js';

const PROCESSING = '.processing';
const OWN_FOLDERS = [PROCESSING, 'done', 'failed'];
/** In an instance's folder: what it says changes for as long as the instance lives. */
const ALIVE = 'alive';
/** What stands for its words when it has none, because it left in an orderly way. */
const ENDED = 'ended';
const WITH_SIDECAR = '+meta';
const MAX_DEPTH = 16;
/** Names may have 255 bytes; a number and the ending of a reason come behind. */
const MAX_NAME_BYTES = 220;
const AT_ONCE = 32;
/** Through no link that somebody has put there. O_NOFOLLOW is not known everywhere. */
const REWRITE = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | (constants.O_NOFOLLOW ?? 0);

/** Files that cannot be taken as they are. */
export interface Waiting {
  count: number;
  /** Its path. */
  oldest: string;
}

/**
 * A hot folder on its file system: what waits in it, what is claimed (`.processing/<instance>/<claim>/<path>`), and
 * where files go in the end. A claim is one rename, so that of several instances one gets the file. All that is known
 * of a claim is in its path, so that whoever finds it can go on.
 */
export class HotFolderFiles {
  #root = '';
  #beats = 0;
  #waiting: ReadonlyMap<string, Waiting> = new Map();
  readonly #instance = randomUUID();
  readonly #others = new StillFiles();

  /** @param notice is told, again and again, what lies there and cannot be taken */
  constructor(
    private readonly settings: HotFolderSettings,
    private readonly notice: (path: string, problem: string) => void = () => undefined,
  ) {}

  /** Makes ready for the rest. @returns what stands against it; undefined when nothing does */
  async enter(): Promise<string | undefined> {
    const { path } = this.settings;
    try {
      const root = await realpath(path).catch(absent);
      if (root === undefined) return `The hot folder ${path} is not there`;
      if (!(await stat(root)).isDirectory()) return `The hot folder ${path} is not a folder`;
      for (const name of OWN_FOLDERS) {
        const found = await lstat(join(root, name)).catch(absent);
        if (found && !found.isDirectory())
          return `${name} in the hot folder ${path} is not a folder of its own`;
      }
      this.#root = root;
      await this.beat();
      return undefined;
    } catch (error) {
      return `The hot folder ${path} cannot be used: ${(error as Error).message}`;
    }
  }

  /** Shows the other instances that this one is alive. */
  async beat(): Promise<void> {
    if (this.#root === '') return;
    this.#beats += 1;
    for (let tries = 0; ; tries++) {
      await ensureFolder(join(this.#root, PROCESSING));
      await ensureFolder(this.#mine);
      try {
        return await write(join(this.#mine, ALIVE), String(this.#beats));
      } catch (error) {
        if (errorCode(error) !== 'ENOENT' || tries > 2) throw error; // another instance took it for a dead one's
      }
    }
  }

  /** What is still claimed is free for others at once. */
  async leave(): Promise<void> {
    if (this.#root === '') return;
    await rm(join(this.#mine, ALIVE), { force: true });
    await rmdir(this.#mine).catch(() => undefined);
  }

  /** What the last look at candidates has left out, by what it waits for. */
  get waiting(): ReadonlyMap<string, Waiting> {
    return this.#waiting;
  }

  /** The oldest files that may be taken, the oldest first. However many there are, not many more are held at a time. */
  async candidates(limit: number): Promise<Candidate[]> {
    const known: string[] = [];
    let found: Candidate[] = [];
    const waiting = new Map<string, Waiting & { modified: number }>();
    const look = async (): Promise<void> => {
      const looked = await Promise.all(known.splice(0).map((path) => this.#lookWithSidecar(path)));
      for (const candidate of looked) {
        const problem = candidate && this.#problemOf(candidate);
        if (problem !== undefined) {
          const { path, modified } = candidate!;
          const before = waiting.get(problem);
          const oldest = before && before.modified <= modified ? before : { oldest: path, modified };
          waiting.set(problem, { ...oldest, count: (before?.count ?? 0) + 1 });
        } else if (candidate) found.push(candidate);
      }
      if (found.length >= 2 * limit) found = oldest(found, limit);
    };
    for await (const path of this.#paths([])) {
      if (known.push(path) >= AT_ONCE) await look();
    }
    await look();
    this.#waiting = waiting;
    const chosen = oldest(found, limit);
    if (this.settings.sidecar === 'required') return chosen;
    for (let at = 0; at < chosen.length; at += AT_ONCE) {
      await Promise.all(chosen.slice(at, at + AT_ONCE).map((candidate) => this.#addSidecar(candidate)));
    }
    return chosen;
  }

  /**
   * Takes a file out of the folder. The file comes first: whoever got it has a right to the sidecar, too.
   * @returns undefined when it is not as it was, or another instance was quicker
   */
  async claim(candidate: Candidate): Promise<Claim | undefined> {
    const { path, hasSidecar } = candidate;
    const now = await this.#look(path);
    if (now) await this.#addSidecar(now);
    if (now?.mark !== candidate.mark) return undefined;
    const source = join(this.#root, path);
    if ((await realpath(dirname(source)).catch(absent)) !== dirname(source)) return undefined; // a link came into the way
    return this.#take(randomUUID(), path, source, hasSidecar ? source + SIDECAR_ENDING : undefined);
  }

  /**
   * Makes a claim durable: after a power failure the file must not lie in the folder again, when its document is
   * committed. Where folders cannot be synced, the file system has to see to that by itself.
   */
  async persist(claim: Claim): Promise<void> {
    for (const folder of [dirname(fileOf(claim)), dirname(join(this.#root, claim.path))]) {
      await syncFolder(folder).catch(() => undefined);
    }
  }

  /**
   * The claims of instances that have ended, or have shown no life for a while, become this one's.
   * @param afterMs how long an instance may show no life
   */
  async takeOver(afterMs: number): Promise<Claim[]> {
    const processing = join(this.#root, PROCESSING);
    const others = (await readdir(processing)).filter((name) => isUuid(name) && name !== this.#instance);
    const marks = new Map<string, string>();
    for (const other of others) {
      marks.set(other, (await readFile(join(processing, other, ALIVE), 'utf8').catch(absent)) ?? ENDED);
    }
    const still = this.#others.look(marks, performance.now());
    const claims: Claim[] = [];
    for (const [at, other] of others.entries()) {
      if (marks.get(other) !== ENDED && still[at]! < afterMs) continue;
      claims.push(...(await this.#takeFrom(join(processing, other))));
    }
    return claims;
  }

  /** A file that was refused is claimed again, by its old key. Undefined when it is not there any more. */
  async takeBack(item: IntakeItemState): Promise<Claim | undefined> {
    const folder = join(this.#root, 'failed', dirname(item.name));
    if (!isUuid(item.sourceKey) || !this.#isPath(item.name)) return undefined;
    for (const name of this.#namesFor(item)) {
      const file = join(folder, name);
      const reason = await readFile(file + REASON_ENDING, 'utf8').catch(absent);
      if (!reason?.includes(item.sourceKey)) continue;
      const sidecar = await lstat(file + SIDECAR_ENDING).catch(absent);
      const claim = await this.#take(item.sourceKey, item.name, file, sidecar && file + SIDECAR_ENDING);
      if (claim) await rm(file + REASON_ENDING, { force: true });
      return claim;
    }
    return undefined;
  }

  /** Whether any instance has it in hand. */
  async isClaimed({ sourceKey }: IntakeItemState): Promise<boolean> {
    for (const instance of await readdir(join(this.#root, PROCESSING))) {
      for (const name of [sourceKey, sourceKey + WITH_SIDECAR]) {
        if (await lstat(join(this.#root, PROCESSING, instance, name)).catch(absent)) return true;
      }
    }
    return false;
  }

  /** The committed file leaves: into `done/<year>/<month>/`, or for good. */
  async done(claim: Claim, item: IntakeItemState, now: Date): Promise<void> {
    if (this.settings.afterwards === 'delete') {
      await rm(fileOf(claim) + SIDECAR_ENDING).catch(absent);
      await rm(fileOf(claim)).catch(absent);
      return this.#clear(claim);
    }
    const [year = '', month = ''] = now.toISOString().split('-');
    const folder = await this.#folder('done', year, month, dirname(claim.path));
    const names = this.#namesFor(item);
    for (const [at, name] of names.entries()) {
      if (!(await isThere(fileOf(claim)))) break; // it was moved before, and its process killed behind that
      const file = join(folder, name);
      // Two instances may want the first name at the same moment. The last is the item's own.
      if (at < names.length - 1 && !(await this.#reserve(claim, file))) continue;
      await this.#moveTo(claim, file);
    }
    return this.#clear(claim);
  }

  /** The refused file goes into `failed/`, its sidecar and a text that says why beside it. */
  async failed(claim: Claim, item: IntakeItemState, now: Date): Promise<void> {
    const folder = await this.#folder('failed', dirname(claim.path));
    const names = this.#namesFor(item);
    for (const [at, name] of names.entries()) {
      if (!(await isThere(fileOf(claim)))) break;
      const file = join(folder, name);
      if (at < names.length - 1) {
        // Reserved by its reason, which a process that was killed behind that finds again.
        const before = await readFile(file + REASON_ENDING, 'utf8').catch(absent);
        const isMine = before?.includes(item.sourceKey) ?? false;
        if (!isMine && (await isThere(file))) continue;
        if (!isMine && !(await make(file + REASON_ENDING, reasonOf(item, now)))) continue;
      }
      await write(file + REASON_ENDING, reasonOf(item, now));
      await this.#moveTo(claim, file);
    }
    return this.#clear(claim);
  }

  /** Absolute; undefined when the claim has none. One that was killed between file and sidecar fetches it now. */
  async sidecarOf(claim: Claim): Promise<string | undefined> {
    const sidecar = fileOf(claim) + SIDECAR_ENDING;
    if (await isThere(sidecar)) return sidecar;
    if (!claim.hasSidecar) return undefined;
    await rename(join(this.#root, claim.path) + SIDECAR_ENDING, sidecar).catch(absent);
    return (await isThere(sidecar)) ? sidecar : undefined;
  }

  get #mine(): string {
    return join(this.#root, PROCESSING, this.#instance);
  }

  /** Regular files only; undefined when it is gone or something else by now. */
  async #look(path: string): Promise<Candidate | undefined> {
    const found = await lstat(join(this.#root, path)).catch((error: unknown) => {
      if (path.includes('\ufffd') && errorCode(error) === 'ENOENT')
        this.notice(path, 'has a name that is not UTF-8');
      else if (errorCode(error) !== 'ENOENT') this.notice(path, `cannot be looked at (${errorCode(error)})`);
      return undefined;
    });
    if (!found?.isFile()) return undefined;
    const { size, mtimeMs, ctimeMs, ino, nlink } = found;
    return {
      ...{ path, size, modified: mtimeMs, hasSidecar: false, otherNames: nlink - 1 },
      mark: [size, mtimeMs, ctimeMs, ino].join(':'),
    };
  }

  async #lookWithSidecar(path: string): Promise<Candidate | undefined> {
    const candidate = await this.#look(path);
    if (candidate && this.settings.sidecar === 'required') await this.#addSidecar(candidate);
    return candidate;
  }

  /** Those that wait take no place of others: there may be thousands, for weeks. */
  #problemOf({ hasSidecar, otherNames }: Candidate): string | undefined {
    if (otherNames > 0) return 'waits: it has other names (hard links)';
    if (!hasSidecar && this.settings.sidecar === 'required') return 'waits for its .meta.json';
    return undefined;
  }

  async #addSidecar(candidate: Candidate): Promise<void> {
    const sidecar = await lstat(join(this.#root, candidate.path + SIDECAR_ENDING)).catch(absent);
    if (!sidecar || sidecar.isDirectory()) return; // a folder of that name is one like others
    candidate.hasSidecar = true;
    candidate.mark += `+${[sidecar.size, sidecar.mtimeMs, sidecar.ctimeMs, sidecar.ino].join(':')}`;
  }

  /** A link to one is none. What cannot be told is named in the log, and does not hold up the other folders. */
  async #isFolder(path: string): Promise<boolean> {
    const here = join(this.#root, path);
    try {
      return (await realpath(here)) === here;
    } catch (error) {
      if (path.includes('\ufffd')) this.notice(path, 'has a name that is not UTF-8');
      else if (errorCode(error) !== 'ENOENT')
        this.notice(path, `cannot be looked into (${errorCode(error)})`);
      return false;
    }
  }

  /** Paths of what may be files, folder by folder. A folder that is a link is not entered. */
  async *#paths(folders: readonly string[]): AsyncGenerator<string> {
    const here = join(this.#root, ...folders);
    if (!(await this.#isFolder(folders.join('/')))) return;
    const inner: string[] = [];
    const entries = await opendir(here, { bufferSize: 256 }).catch((error: unknown) => {
      if (folders.length === 0) throw error;
      this.notice(folders.join('/'), `cannot be looked into (${errorCode(error)})`);
      return undefined;
    });
    for await (const entry of entries ?? []) {
      const { name } = entry;
      if ((folders.length === 0 && OWN_FOLDERS.includes(name)) || isIgnoredName(name)) continue;
      const path = [...folders, name].join('/');
      if (entry.isDirectory()) inner.push(name);
      else if (!entry.isFile()) this.notice(path, 'is no regular file');
      else if (!name.endsWith(SIDECAR_ENDING)) yield path;
    }
    if (folders.length >= MAX_DEPTH) return;
    for (const name of inner) yield* this.#paths([...folders, name]);
  }

  async #take(
    id: string,
    path: string,
    file: string,
    sidecar: string | undefined,
  ): Promise<Claim | undefined> {
    const folder = join(this.#mine, sidecar === undefined ? id : id + WITH_SIDECAR);
    const claim = { id, folder, path, hasSidecar: sidecar !== undefined };
    await ensureFolder(folder);
    try {
      await mkdir(dirname(fileOf(claim)), { recursive: true });
      await rename(file, fileOf(claim));
    } catch (error) {
      await removeEmpty(folder);
      if (errorCode(error) === 'ENOENT') return undefined; // another instance was quicker
      throw error;
    }
    // The file is this instance's by now: what stands against its sidecar is for `sidecarOf` to tell.
    if (sidecar !== undefined) await rename(sidecar, fileOf(claim) + SIDECAR_ENDING).catch(() => undefined);
    return claim;
  }

  async #takeFrom(instance: string): Promise<Claim[]> {
    const claims: Claim[] = [];
    for (const name of (await readdir(instance).catch(absent)) ?? []) {
      const id = name.replace(WITH_SIDECAR, '');
      if (!isUuid(id)) continue;
      const folder = join(this.#mine, name);
      try {
        await rename(join(instance, name), folder);
      } catch (error) {
        // Another instance takes over, too; or the same claim is in hand here already.
        if (['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(errorCode(error))) continue;
        throw error;
      }
      const path = await fileIn(folder);
      if (path === undefined)
        await removeEmpty(folder); // killed before it had the file, or behind its move
      else claims.push({ id, folder, path, hasSidecar: name !== id });
    }
    await rm(join(instance, ALIVE), { force: true });
    await rmdir(instance).catch(() => undefined);
    return claims;
  }

  /**
   * Gives the file this name as well, unless another file has it. One that was killed behind that finds its own file.
   * Where there are no links, an empty file stands for it until it is moved.
   */
  async #reserve(claim: Claim, file: string): Promise<boolean> {
    try {
      await link(fileOf(claim), file);
      return true;
    } catch (error) {
      if (errorCode(error) === 'EEXIST') return isSameFile(fileOf(claim), file);
      return errorCode(error) === 'ENOENT' || make(file, '');
    }
  }

  /** The sidecar goes first: without the file, a claim is known to be done with. */
  async #moveTo(claim: Claim, file: string): Promise<void> {
    await rename(fileOf(claim) + SIDECAR_ENDING, file + SIDECAR_ENDING).catch(absent);
    await rename(fileOf(claim), file).catch(absent);
    // A rename from one name of a file to another one does nothing.
    if (await isSameFile(fileOf(claim), file)) await rm(fileOf(claim)).catch(absent);
  }

  /** Removes the folders of a claim that has nothing in it any more. */
  async #clear(claim: Claim): Promise<void> {
    if (await isThere(fileOf(claim))) throw new Error(`${fileOf(claim)} could not be moved`);
    for (let folder = dirname(fileOf(claim)); folder.startsWith(claim.folder); folder = dirname(folder)) {
      await rmdir(folder).catch(() => undefined);
    }
  }

  /** Makes a folder below the hot folder. None of those on the way may lead out of it. */
  async #folder(...names: string[]): Promise<string> {
    let folder = this.#root;
    for (const name of join(...names).split(sep)) {
      folder = join(folder, name);
      await ensureFolder(folder);
      if ((await realpath(folder)) !== folder) throw new Error(`${folder} leads out of the hot folder`);
    }
    return folder;
  }

  /** What a file may be called where it goes: as it was, or with the number of its item. */
  #namesFor({ id, name }: Pick<IntakeItemState, 'id' | 'name'>): [string, string] {
    const short = shortenedName(basename(name), MAX_NAME_BYTES);
    return [short, numberedName(short, id)];
  }

  #isPath(name: string): boolean {
    return name.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
  }
}

/** Not with those above it: a hot folder that has vanished must not come back empty. */
async function ensureFolder(path: string): Promise<void> {
  await mkdir(path).catch((error: unknown) => {
    if (errorCode(error) !== 'EEXIST') throw error;
  });
}

function fileOf(claim: Claim): string {
  return join(claim.folder, claim.path);
}

function oldest(candidates: Candidate[], limit: number): Candidate[] {
  return candidates
    .sort((one, other) => one.modified - other.modified || (one.path < other.path ? -1 : 1))
    .slice(0, limit);
}

/** With the empty folders in it. What is not empty stays. */
async function removeEmpty(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const inner = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  const deepestFirst = [folder, ...inner].sort((one, other) => other.length - one.length);
  for (const each of deepestFirst) await rmdir(each).catch(() => undefined);
}

/** The only file in a claim's folder; if there is just its sidecar left, where it was. */
async function fileIn(folder: string): Promise<string | undefined> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  const file = paths.find((path) => !path.endsWith(SIDECAR_ENDING));
  return file ?? paths[0]?.slice(0, -SIDECAR_ENDING.length);
}

async function isSameFile(path: string, other: string): Promise<boolean> {
  const [one, two] = [await lstat(path).catch(absent), await lstat(other).catch(absent)];
  return one !== undefined && two !== undefined && one.ino === two.ino && one.dev === two.dev;
}

async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(absent)) !== undefined;
}

async function write(path: string, text: string): Promise<void> {
  const file = await open(path, REWRITE);
  await file.writeFile(text).finally(() => file.close());
}

/** @returns false when something of that name is there */
async function make(path: string, text: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    await file.writeFile(text).finally(() => file.close());
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

function reasonOf(item: IntakeItemState, now: Date): string {
  return [
    `${item.name} was not taken in.`,
    '',
    `Reason: ${item.reason ?? ''}`,
    `Time: ${now.toISOString()}`,
    `Intake item: ${item.id} (${item.sourceKey})`,
    '',
    'Mend it, or the .meta.json beside it. Then put it into the hot folder again, or ask for another try where it is:',
    `POST /api/intake/${item.id}/retry`,
    '',
  ].join('\n');
}
