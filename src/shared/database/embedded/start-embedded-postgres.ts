import { mkdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { createCluster } from './create-cluster.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { type GuardedProcess, runGuarded } from './guarded-process.js';
import { ownerSetting, stopLeftover } from './leftover-postgres.js';
import { takeOwnership } from './owner-lock.js';
import { postgresBinaries } from './postgres-binaries.js';
import { chooseRunner, type Runner } from './run-unprivileged.js';

export { EmbeddedPostgresError };

export interface EmbeddedPostgres {
  /** postgres://recordengine:…@127.0.0.1:<port>/recordengine; the port differs from start to start. */
  url: string;
  /** A PostgreSQL that a killed process had left behind still ran on these data: it was stopped and started anew. */
  adopted: boolean;
  /** Resolves when PostgreSQL and its watchdog are gone. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Made when absent, and used by one process at a time. Holds `cluster/` and `postgres.log`. */
  directory: string;
  log?: (message: string) => void;
  /** PostgreSQL settings over the defaults; `fsync: 'off'` for data that nobody will miss. */
  settings?: Record<string, string>;
}

const STARTS_WITHIN_MS = 300_000; // crash recovery of a large database is part of it
const RETRIES_WITHIN_MS = 10_000;
const RESTART_PAUSE_MS = 1000;
// Each of these passes: the port was taken meanwhile, or an earlier server is still on its way out.
const PASSING =
  /could not bind|lock file "postmaster\.pid" already exists|shared memory block .* is still in use/;

/**
 * Starts the PostgreSQL that npm installed on `directory`. It listens on 127.0.0.1 alone and does not outlive
 * this process, nor does it keep this process from exiting.
 *
 * @throws EmbeddedPostgresError with a message that says what to do
 */
export async function startEmbeddedPostgres(
  { directory, log = () => undefined, settings = {} }: EmbeddedPostgresOptions,
  choosePort: () => Promise<number> = freePort,
): Promise<EmbeddedPostgres> {
  const { native, major } = await postgresBinaries();
  const { home, lock } = await enter(directory);
  const cluster = join(home, 'cluster');
  const logFile = join(home, 'postgres.log');
  let runner: Runner | undefined;
  let server: GuardedProcess | undefined;

  const stop = async () => {
    if (server) {
      await server.stop();
      await stopLeftover(cluster); // in case that somebody killed the watchdog
    }
    if (runner?.scratch) await rm(runner.scratch, { recursive: true, force: true });
    await lock.release();
  };
  try {
    await rename(logFile, `${logFile}.1`).catch(() => undefined);
    const exists = await stat(cluster).catch(() => null);
    if (exists) await refuseOtherVersion(cluster, major);
    const chosen = (runner = await chooseRunner(native, cluster));
    if (!exists) {
      log(`Creating a PostgreSQL ${major} database in ${home}.`);
      await createCluster(cluster, runner, logFile, settings.fsync !== 'off');
    }
    await runner.give(cluster);

    let adopted = false;
    for (const deadline = Date.now() + RETRIES_WITHIN_MS; ; await delay(50)) {
      if (await stopLeftover(cluster)) {
        adopted = true;
        log('Stopped a PostgreSQL that an earlier process had left behind.');
      }
      const port = await choosePort();
      const printedBefore = await sizeOf(logFile);
      server = run(runner, cluster, logFile, { ...defaults(port), ...settings });
      if (await becomesReady(server, cluster, port)) {
        const url = await openDatabase(cluster, port);
        server.unref();
        log(`PostgreSQL ${major} is ready on 127.0.0.1:${port}.`);
        let stopped: Promise<void> | undefined;
        const keepUp = async (running: GuardedProcess): Promise<void> => {
          await running.exited;
          if (stopped) return;
          log(`PostgreSQL has ended (${logFile} says why) and is started again.`);
          await stopLeftover(cluster); // somebody may have killed its watchdog only
          if (stopped) return;
          server = run(chosen, cluster, logFile, { ...defaults(port), ...settings });
          if (await becomesReady(server, cluster, port)) server.unref();
          else await delay(RESTART_PAUSE_MS, undefined, { ref: false });
          return keepUp(server);
        };
        keepUp(server).catch((error: unknown) => log(`PostgreSQL cannot be started again: ${String(error)}`));
        return { url, adopted, stop: () => (stopped ??= stop()) };
      }
      const printed = (await readFile(logFile)).subarray(printedBefore).toString();
      if (PASSING.test(printed) && Date.now() < deadline) continue;
      throw new EmbeddedPostgresError(
        `PostgreSQL did not start on ${cluster}. Resolve what it reports, or set DATABASE_URL:\n${printed.slice(-2000)}`,
      );
    }
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
}

async function enter(directory: string) {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const home = await realpath(directory);
    return { home, lock: await takeOwnership(home) };
  } catch (cause) {
    if (cause instanceof EmbeddedPostgresError) throw cause;
    throw new EmbeddedPostgresError(
      `${directory} cannot be used for the embedded database (${(cause as Error).message}). ` +
        'Let DATA_DIR name a directory that belongs to this user, or set DATABASE_URL.',
      { cause },
    );
  }
}

async function refuseOtherVersion(cluster: string, major: string): Promise<void> {
  const found = (
    await readFile(join(cluster, 'data/PG_VERSION'), 'utf8').catch(() => 'an unknown version')
  ).trim();
  if (found === major) return;
  throw new EmbeddedPostgresError(
    `The data in ${cluster} were written by PostgreSQL ${found}; the embedded one is ${major} and leaves them as they are. ` +
      `Dump them with PostgreSQL ${found} and restore them into a new DATA_DIR, or set DATABASE_URL to a server that holds them.`,
  );
}

const defaults = (port: number) => ({
  port: String(port),
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '128MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
});

function run(runner: Runner, cluster: string, log: string, settings: Record<string, string>): GuardedProcess {
  const words = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  return runGuarded({
    words: [
      ...runner.prefix,
      join(runner.native, 'bin/postgres'),
      '-D',
      `${runner.folderName(cluster)}/data`,
      ...[ownerSetting(cluster), ...words].flatMap((word) => ['-c', word]),
    ],
    folder: cluster,
    log,
    scratch: runner.scratch,
  });
}

/** False when the server ended instead. */
async function becomesReady(server: GuardedProcess, cluster: string, port: number): Promise<boolean> {
  const ended = server.exited.then(() => true);
  for (const deadline = Date.now() + STARTS_WITHIN_MS; Date.now() < deadline;) {
    // The lines of postmaster.pid: pid, data directory, start, port, socket directory, address, shared memory, status.
    const lines = (await readFile(join(cluster, 'data/postmaster.pid'), 'utf8').catch(() => '')).split('\n');
    if (lines[3] === String(port) && lines[7]?.trim() === 'ready') return true;
    if (await Promise.race([ended, delay(5, false)])) return false;
  }
  return false;
}

/** Creates the database when it is not there yet. */
async function openDatabase(cluster: string, port: number): Promise<string> {
  const password = await readFile(join(cluster, 'password'), 'utf8');
  const url = (database: string) => `postgres://recordengine:${password}@127.0.0.1:${port}/${database}`;
  const run = async (database: string, sql: string) => {
    const client = new pg.Client({ connectionString: url(database), ssl: false });
    client.on('error', () => undefined); // what is awaited rejects as well
    try {
      await client.connect();
      await client.query(sql);
    } finally {
      await client.end();
    }
  };
  await run('recordengine', 'SELECT').catch(async (error: { code?: string }) => {
    if (error.code !== '3D000') throw error; // invalid_catalog_name: the first start
    await run('postgres', 'CREATE DATABASE recordengine');
  });
  return url('recordengine');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => ({ size: 0 }))).size;
}
