import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Child } from '../lib/child.mjs';
import { nodeFlags } from '../lib/paths.mjs';

const WITHIN_MS = 360_000;
/** Each setting: what slows the machine down for a moment must not choose. */
const TIMES = 2;

/** A queue library that does the same with a job for each webhook, in a process of its own with the same Node flags. */
export class Peer {
  /** @type {Record<string, number> | undefined} */
  best;

  /**
   * @param {import('../lib/world.mjs').World} world
   * @param {string} name of the package
   * @param {Record<string, number>[]} settings to choose from
   */
  constructor(world, name, settings) {
    this.world = world;
    this.name = name;
    this.settings = settings;
    this.version = createRequire(import.meta.url)(`${name}/package.json`).version;
    this.template = `${name.replaceAll('-', '_')}_ready`;
  }

  /** Fills a queue, and takes the setting that empties it fastest: what is best for a small one is not for a large one. */
  async prepare() {
    const { options } = this.world;
    await this.fill(options.deliveries);
    let most = 0;
    for (const setting of this.settings) {
      for (let time = 0; time < TIMES; time++) {
        const rate = await this.work(setting, options.deliveries).catch((error) => {
          if (this.world.closing) throw error;
          console.error(`${this.name} with ${JSON.stringify(setting)}: ${String(error)}`);
          return 0;
        });
        if (rate > most) [most, this.best] = [rate, setting];
      }
    }
    if (!this.best) throw new Error(`${this.name} has not emptied its queue with any setting`);
  }

  /** @returns {Promise<number>} jobs in a second */
  run() {
    return this.work(/** @type {Record<string, number>} */ (this.best), this.world.options.deliveries);
  }

  /** @param {number} count */
  async fill(count) {
    await this.world.cluster.create(this.template);
    await this.process({ do: 'fill', databaseUrl: this.world.cluster.url(this.template), count });
    await this.world.cluster.use(this.template, (client) => client.query('VACUUM (ANALYZE)'));
  }

  /** @param {Record<string, number>} setting @param {number} count */
  async work(setting, count) {
    const { cluster, receiver } = this.world;
    await cluster.copy(this.template, 'peer_round');
    await receiver.reset();
    const databaseUrl = cluster.url('peer_round');
    const { seconds } = await this.process({
      do: 'work',
      databaseUrl,
      url: `${receiver.url}/ok`,
      count,
      setting,
    });
    const arrived = await receiver.count();
    if (arrived < count) throw new Error(`${this.name} sent ${arrived} of ${count}`);
    await cluster.drop('peer_round');
    return count / seconds;
  }

  /** @param {object} task */
  async process(task) {
    const file = fileURLToPath(new URL(`${this.name}.process.mjs`, import.meta.url));
    const child = new Child(this.name, file, { nodeFlags, args: [JSON.stringify(task)] });
    const answer = await child.message(WITHIN_MS);
    await child.stop();
    return answer;
  }

  describe() {
    return Object.entries(this.best ?? {})
      .map(([name, value]) => `${name} ${value}`)
      .join(', ');
  }
}
