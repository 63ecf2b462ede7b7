import { setTimeout as sleep } from 'node:timers/promises';
import { TestEnvironment } from 'jest-environment-node';

/** Closing a server or a pool takes a few turns of the event loop; a poller takes for ever. */
const SETTLE_MS = 3_000;
/** Requests in flight, which end by themselves. */
const TRANSIENT = /Req|Immediate/;

/**
 * Fails a test file that ends with a timer, socket, server or child process still open, and names the kind.
 * Timers are followed one by one as well: run in one process, Jest's own come and go among them.
 */
export default class LeakCheckEnvironment extends TestEnvironment {
  /** @type {Map<string, number>} */
  before = new Map();
  /** @type {WeakRef<NodeJS.Timeout & { _destroyed?: boolean }>[]} */
  timers = [];
  hasRun = false;

  /** @param {{ name: string }} event */
  handleTestEvent({ name }) {
    if (name === 'run_finish') this.hasRun = true;
  }

  /** @override */
  async setup() {
    await super.setup();
    for (const name of /** @type {const} */ (['setTimeout', 'setInterval'])) {
      const start = this.global[name];
      const follow = (/** @type {[() => void, number?]} */ ...args) => {
        const timer = start(...args);
        this.timers.push(new WeakRef(timer));
        return timer;
      };
      // With the own properties of the original: util.promisify reads one.
      Object.defineProperties(follow, Object.getOwnPropertyDescriptors(start));
      Object.assign(this.global, { [name]: follow });
    }
    this.before = openResources();
  }

  /** @override */
  async teardown() {
    const deadline = Date.now() + SETTLE_MS;
    let left = this.leftOpen();
    while (left.size > 0 && Date.now() < deadline) {
      await sleep(20);
      left = this.leftOpen();
    }
    await super.teardown();
    // Of a file that could not be run to its end, Jest has more to tell: this would hide it.
    if (this.hasRun && left.size > 0)
      throw new Error(`The tests of this file leave open: ${[...left].join(', ')}`);
  }

  leftOpen() {
    const kinds = new Set();
    for (const [kind, count] of openResources()) {
      if (count > (this.before.get(kind) ?? 0)) kinds.add(kind);
    }
    if (this.timers.some((timer) => timer.deref()?.hasRef() && !timer.deref()?._destroyed)) {
      kinds.add('Timeout');
    }
    return kinds;
  }
}

function openResources() {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const kind of process.getActiveResourcesInfo()) {
    if (!TRANSIENT.test(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}
