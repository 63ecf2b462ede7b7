import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Child } from '../lib/child.mjs';
import { nodeFlags } from '../lib/paths.mjs';

const CONCURRENCIES = [16, 64];

/** The ceiling: the better of two concurrencies, in each round. */
export class BareLoop {
  name = 'bare undici loop';
  version = createRequire(import.meta.url)('undici/package.json').version;

  /** @param {import('../lib/world.mjs').World} world */
  constructor(world) {
    this.world = world;
  }

  async prepare() {}

  async run() {
    const { options, receiver } = this.world;
    const rates = [];
    for (const concurrency of CONCURRENCIES) {
      const task = { url: `${receiver.url}/ok`, count: options.deliveries, concurrency };
      const file = fileURLToPath(new URL('bare-loop.process.mjs', import.meta.url));
      const child = new Child(this.name, file, { nodeFlags, args: [JSON.stringify(task)] });
      const { seconds } = await child.message(300_000);
      await child.stop();
      rates.push(options.deliveries / seconds);
    }
    return Math.max(...rates);
  }

  describe() {
    return `no database; best of ${CONCURRENCIES.join(' and ')} at a time`;
  }
}
