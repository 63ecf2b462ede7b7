import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Child } from '../lib/child.mjs';
import { nodeFlags } from '../lib/paths.mjs';

const CONCURRENCIES = [16, 64];

/** Each concurrency: what slows the machine down for a moment must not choose. */
const TIMES = 2;

/** The ceiling. Its concurrency is chosen like a peer's: the better of two runs in each round would be the luckier one. */
export class BareLoop {
  name = 'bare undici loop';
  version = createRequire(import.meta.url)('undici/package.json').version;
  best = CONCURRENCIES[0];

  /** @param {import('../lib/world.mjs').World} world */
  constructor(world) {
    this.world = world;
  }

  async prepare() {
    let most = 0;
    for (const concurrency of CONCURRENCIES) {
      for (let time = 0; time < TIMES; time++) {
        const rate = await this.loop(concurrency);
        if (rate > most) [most, this.best] = [rate, concurrency];
      }
    }
  }

  /** @returns {Promise<number>} requests in a second */
  run() {
    return this.loop(this.best);
  }

  /** @param {number} concurrency */
  async loop(concurrency) {
    const { options, receiver } = this.world;
    const task = { url: `${receiver.url}/ok`, count: options.deliveries, concurrency };
    const file = fileURLToPath(new URL('bare-loop.process.mjs', import.meta.url));
    const child = new Child(this.name, file, { nodeFlags, args: [JSON.stringify(task)] });
    const { seconds } = await child.message(300_000);
    await child.stop();
    return options.deliveries / seconds;
  }

  describe() {
    return `no database; ${this.best} at a time`;
  }
}
