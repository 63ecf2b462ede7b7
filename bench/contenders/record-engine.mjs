import { drain } from '../lib/drain.mjs';
import { servicePackage } from '../lib/paths.mjs';
import { prepare } from '../lib/prepare.mjs';

const TEMPLATE = 'service_ready';

/** The service itself: one worker process, with everything that it always does. */
export class RecordEngine {
  name = 'RecordEngine';
  version = servicePackage.version;
  endpoint = 0;

  /** @param {import('../lib/world.mjs').World} world */
  constructor(world) {
    this.world = world;
  }

  async prepare() {
    this.endpoint = await prepare(this.world, TEMPLATE, this.world.options.deliveries);
  }

  async run() {
    const { cluster, options } = this.world;
    await cluster.copy(TEMPLATE, 'service_round');
    const { rate } = await drain(this.world, 'service_round', {
      endpoint: this.endpoint,
      count: options.deliveries,
    });
    await cluster.drop('service_round');
    return rate;
  }

  describe() {
    return `one worker process, max_in_flight ${this.world.options.maxInFlight}`;
  }
}
