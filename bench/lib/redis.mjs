import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis as Client } from 'ioredis';
import { freePort } from '../../scripts/free-port.mjs';
import { findProgram } from './find-program.mjs';
import { root } from './paths.mjs';
import { until } from './until.mjs';

/** Loading the jobs of a round is a part of it. */
const READY_MS = 60_000;

/** @type {Set<Redis>} */
const running = new Set();

/**
 * The Redis of this machine, on a folder and a port of the loopback of its own. It does not outlive this process.
 * @typedef {'always' | 'everysec' | 'no'} Sync when what is appended is on the disk
 */
export class Redis {
  /** @type {Promise<void> | undefined} */
  #stopped;

  /**
   * @param {{ exited: Promise<number | null>, stop(): Promise<void>, unref(): void }} server
   * @param {Client} client @param {string} url
   */
  constructor(server, client, url) {
    this.server = server;
    this.client = client;
    this.url = url;
    running.add(this);
  }

  /** Where its program is; undefined: this machine has none. */
  static program() {
    return findProgram('redis-server');
  }

  /** @param {string} directory @param {Sync} sync */
  static async start(directory, sync) {
    const program = Redis.program();
    if (program === undefined) throw new Error('There is no redis-server on the PATH');
    await mkdir(directory, { recursive: true });
    const folder = await realpath(directory); // as Redis names it
    const { runGuarded } = await import(join(root, 'dist/src/shared/database/embedded/guarded-process.js'));
    const port = await freePort();
    const log = join(folder, 'redis.log');
    const words = Object.entries(settings(folder, port, sync)).flatMap(([name, value]) => [
      `--${name}`,
      value,
    ]);
    const server = runGuarded({ words: [program, ...words], folder, log });
    const client = new Client({
      host: '127.0.0.1',
      port,
      retryStrategy: () => 20,
      maxRetriesPerRequest: null,
    });
    client.on('error', () => undefined); // it is tried again until it is ready
    const redis = new Redis(server, client, `redis://127.0.0.1:${port}`);
    try {
      await redis.ready(log, folder);
    } catch (error) {
      await redis.stop();
      throw error;
    }
    server.unref();
    return redis;
  }

  /** @param {string} log @param {string} folder */
  async ready(log, folder) {
    let ended = false;
    void this.server.exited.then(() => (ended = true));
    await until(() => this.client.status === 'ready', {
      what: 'Redis is ready',
      withinMs: READY_MS,
      everyMs: 20,
      alive: () => {
        if (ended) throw new Error(`Redis has ended; ${log} says why`);
      },
    });
    // The port was free, and somebody else can have been faster.
    const [, found] = /** @type {string[]} */ (await this.client.config('GET', 'dir'));
    if (found !== folder) throw new Error(`Another Redis answers, on ${found}`);
  }

  async version() {
    return /** @type {string} */ ((await this.fact('server', 'redis_version')) ?? 'of an unknown version');
  }

  /** Puts what the log of writes says into a form that is loaded at once. */
  async compact() {
    await this.#noRewrite(); // Redis begins one by itself when the file has grown, and refuses a second
    await this.client.bgrewriteaof();
    await this.#noRewrite();
    const status = await this.fact('persistence', 'aof_last_bgrewrite_status');
    if (status !== 'ok') throw new Error(`Rewriting the append-only file: ${status}`);
  }

  async #noRewrite() {
    await until(
      async () =>
        (await this.fact('persistence', 'aof_rewrite_in_progress')) === '0' &&
        (await this.fact('persistence', 'aof_rewrite_scheduled')) === '0',
      { what: 'the append-only file is rewritten', withinMs: READY_MS, everyMs: 50 },
    );
  }

  /** @param {string} section of INFO @param {string} name */
  async fact(section, name) {
    const lines = (await this.client.info(section)).split('\r\n');
    return lines.find((line) => line.startsWith(`${name}:`))?.slice(name.length + 1);
  }

  /** Everything is on the disk after it. */
  stop() {
    return (this.#stopped ??= this.#stop());
  }

  async #stop() {
    this.client.disconnect();
    await this.server.stop();
    running.delete(this);
  }

  static async stopAll() {
    await Promise.all([...running].map((redis) => redis.stop()));
  }
}

/**
 * What BullMQ's page "Going to production" asks for: an append-only file, and no eviction (that is Redis's own setting).
 * Snapshots beside that file would only cost time.
 * @param {string} dir @param {number} port @param {Sync} sync
 * @returns {Record<string, string>}
 */
function settings(dir, port, sync) {
  return { bind: '127.0.0.1', port: String(port), dir, save: '', appendonly: 'yes', appendfsync: sync };
}
