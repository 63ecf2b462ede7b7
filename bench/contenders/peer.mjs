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
   * @param {object} peer
   * @param {string} peer.library the package; `<library>.process.mjs` works with it
   * @param {string} [peer.name] in the report
   * @param {Store} peer.store
   * @param {Record<string, number>[]} peer.settings to choose from
   * @param {boolean} [peer.durable] false: it may lose what it has acknowledged, so the service is not compared with it
   * @param {boolean} [peer.optional] it works with what the machine has
   *
   * @typedef {object} Store where its jobs are
   * @property {(put: (url: string) => Promise<unknown>) => Promise<void>} fill
   * @property {<T>(work: (url: string) => Promise<T>) => Promise<T>} withCopy of what was filled
   * @property {string[]} facts for the report
   */
  constructor(world, { library, name = library, store, settings, durable = true, optional = false }) {
    this.world = world;
    this.library = library;
    this.name = name;
    this.store = store;
    this.settings = settings;
    this.durable = durable;
    this.optional = optional;
    this.version = createRequire(import.meta.url)(`${library}/package.json`).version;
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
    await this.store.fill((databaseUrl) => this.process({ do: 'fill', databaseUrl, count }));
  }

  /** @param {Record<string, number>} setting @param {number} count */
  async work(setting, count) {
    const { receiver } = this.world;
    return this.store.withCopy(async (databaseUrl) => {
      await receiver.reset();
      const task = { do: 'work', databaseUrl, url: `${receiver.url}/ok`, count, setting };
      const { seconds } = await this.process(task);
      const arrived = await receiver.count();
      if (arrived < count) throw new Error(`${this.name} sent ${arrived} of ${count}`);
      return count / seconds;
    });
  }

  /** @param {object} task */
  async process(task) {
    const file = fileURLToPath(new URL(`${this.library}.process.mjs`, import.meta.url));
    const child = new Child(this.name, file, { nodeFlags, args: [JSON.stringify(task)] });
    const answer = await child.message(WITHIN_MS);
    await child.stop();
    return answer;
  }

  describe() {
    const setting = Object.entries(this.best ?? {}).map(([name, value]) => `${name} ${value}`);
    return [...this.store.facts, ...setting].join(', ');
  }
}
