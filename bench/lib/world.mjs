import { rm } from 'node:fs/promises';
import { Child } from './child.mjs';
import { Cluster } from './cluster.mjs';
import { workFolder } from './paths.mjs';
import { Receiver } from './receiver.mjs';

/** What a run works with. */
export class World {
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

  /** @param {import('./options.mjs').Options} options */
  static async open(options) {
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
    await Child.stopAll();
    await this.cluster.stop();
    await rm(workFolder, { recursive: true, force: true });
  }
}
