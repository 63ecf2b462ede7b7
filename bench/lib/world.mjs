import { readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Child } from './child.mjs';
import { Cluster } from './cluster.mjs';
import { readOptions } from './options.mjs';
import { workFolder } from './paths.mjs';
import { Receiver } from './receiver.mjs';
import { Redis } from './redis.mjs';

/** What runs have left that were killed. */
async function removeLeftovers() {
  const runs = dirname(workFolder);
  for (const name of await readdir(runs).catch(() => [])) {
    if (!isAlive(Number(name))) await rm(join(runs, name), { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** What a run works with. */
export class World {
  /** What fails from now on, fails because of it. */
  closing = false;

  /**
   * @param {import('./options.mjs').Options} options
   * @param {Cluster} cluster
   * @param {Receiver} receiver
   */
  constructor(options, cluster, receiver) {
    this.options = options;
    this.cluster = cluster;
    this.receiver = receiver;
  }

  /** @param {import('./options.mjs').Options} [options] */
  static async open(options = readOptions([])) {
    await removeLeftovers();
    const cluster = await Cluster.start();
    return new World(options, cluster, await Receiver.start());
  }

  /** PostgreSQL anew on the same data, with other settings. @param {Record<string, string>} settings */
  async restartCluster(settings) {
    await this.cluster.stop();
    this.cluster = await Cluster.start(settings);
  }

  /** Ends what was started and removes what was written. */
  async close() {
    this.closing = true;
    await Child.stopAll();
    await Redis.stopAll();
    await this.cluster.stop();
    await rm(workFolder, { recursive: true, force: true });
  }
}
