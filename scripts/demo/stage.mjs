import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../free-port.mjs';
import { DemoDatabase } from './demo-database.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const demos = join(root, 'data/demo');

/** The first start creates a database, and a slow disk takes its time. */
const READY_MS = 120_000;
const STOP_MS = 45_000;
/** Somebody else can take a free port before the service does. */
const TRIES = 3;

/**
 * The real service in a process of its own, with a folder of its own in data/demo, named by the process id of
 * the demo: several run side by side, and what a killed one left is known by its dead owner.
 */
export class Stage {
  folder = join(demos, String(process.pid));
  logFile = join(this.folder, 'service.log');
  token = `re_${randomBytes(20).toString('hex')}`;
  url = '';
  /** Of the service, beside those of the demo. @type {Record<string, string>} */
  settings = {};
  /** @type {import('node:child_process').ChildProcess | undefined} */
  service;
  /** @type {DemoDatabase | undefined} */
  database;
  closing = false;
  /** Rejects when the service ends unasked. @type {Promise<never>} */
  broken = new Promise((_, reject) => (this.breakOff = reject));

  async open() {
    await removeLeftovers();
    await rm(this.folder, { recursive: true, force: true }); // of a killed demo with the same number
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    if (process.env.DATABASE_URL) this.database = await DemoDatabase.create(process.env.DATABASE_URL);
    for (let tries = 1; !(await this.serve()); tries++) {
      if (tries === TRIES) throw new Error('The service ended before it was ready');
    }
  }

  /** Where the demo's data are, as seen from the checkout. */
  get place() {
    return relative(root, this.folder);
  }

  /** False when it could not have its port. */
  async serve() {
    const port = await freePort();
    this.url = `http://localhost:${port}`;
    const log = openSync(this.logFile, 'a', 0o600);
    const service = spawn(
      process.execPath,
      [fileURLToPath(new URL('../service.mjs', import.meta.url))],
      // In a group of its own: Ctrl-C is for the demo, which then stops the service in order.
      { env: await this.environment(port), stdio: ['pipe', log, log], detached: true },
    );
    closeSync(log);
    service.stdin?.on('error', () => undefined);
    this.service = service;
    /** @type {string | undefined} */
    let ended;
    service.on('error', (error) => (ended = error.message));
    service.on('exit', (code, signal) => (ended = signal ?? `exit code ${code}`));
    for (const deadline = Date.now() + READY_MS; Date.now() < deadline; await sleep(20)) {
      if (ended !== undefined) {
        if ((await this.log()).includes('EADDRINUSE')) return false;
        throw new Error(`The service ended before it was ready (${ended})`);
      }
      if (await this.isReady()) {
        const gone = () => !this.closing && this.breakOff?.(new Error(`The service ended (${ended})`));
        service.on('exit', gone);
        return true;
      }
    }
    throw new Error(`The service was not ready within ${READY_MS / 1000} s`);
  }

  async isReady() {
    const answer = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(5_000) }).catch(
      () => null,
    );
    return answer?.ok ?? false;
  }

  /**
   * That of the demo, without the settings of a service that may be meant to run here.
   * @param {number} port
   */
  async environment(port) {
    const example = await readFile(join(root, '.env.example'), 'utf8');
    const settings = [...example.matchAll(/^#?\s*([A-Z_]+)=/gm)].map(([, name]) => [name, '']);
    return {
      ...process.env,
      .../** @type {Record<string, string>} */ (Object.fromEntries(settings)),
      PORT: String(port),
      DATA_DIR: this.folder,
      RECORDENGINE_TOKEN: this.token,
      WEBHOOK_ALLOWED_CIDRS: '127.0.0.0/8', // where the receiver is
      ...this.settings,
      ...(this.database && {
        DATABASE_URL: this.database.url,
        SECRETS_KEY: randomBytes(32).toString('base64'),
      }),
    };
  }

  async log() {
    return readFile(this.logFile, 'utf8').catch(() => '');
  }

  /** Ends everything that was started. `keepFolder`: for a look at the log. */
  async close({ keepFolder = false } = {}) {
    this.closing = true;
    const { service } = this;
    if (service?.pid && service.exitCode === null && service.signalCode === null) {
      const exit = once(service, 'exit');
      service.kill('SIGTERM');
      const timer = setTimeout(() => service.kill('SIGKILL'), STOP_MS);
      await exit;
      clearTimeout(timer);
    }
    await this.database?.drop();
    if (!keepFolder) await rm(this.folder, { recursive: true, force: true });
    await removeLeftovers();
  }
}

/** What demos have left that failed, or were killed. */
async function removeLeftovers() {
  for (const name of await readdir(demos).catch(() => [])) {
    const owner = Number(name);
    if (owner === process.pid || (owner > 0 && isAlive(owner))) continue;
    const folder = join(demos, name);
    if (await isInUse(join(folder, 'postgres'))) continue; // about to end; the next one removes it
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
  for (const folder of [demos, dirname(demos)]) await rmdir(folder).catch(() => undefined); // if empty
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** @param {string} cluster */
async function isInUse(cluster) {
  const { takeOwnership } = await import(
    new URL('../../dist/src/shared/database/embedded/owner-lock.js', import.meta.url).href
  );
  try {
    await takeOwnership(cluster);
    return false;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT';
  }
}
