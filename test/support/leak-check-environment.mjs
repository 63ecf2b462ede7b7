import { setTimeout as sleep } from 'node:timers/promises';
import { TestEnvironment } from 'jest-environment-node';

/** Closing a server or a pool takes a few turns of the event loop; a poller takes for ever. */
const SETTLE_MS = 3_000;
/** Requests in flight, which end by themselves. */
const TRANSIENT = /Req|Immediate|^CloseReq$/;

/** Fails a test file that ends with a timer, socket, server or child process still open, and names the kind. */
export default class LeakCheckEnvironment extends TestEnvironment {
  /**
   * @param {import('@jest/environment').JestEnvironmentConfig} config
   * @param {import('@jest/environment').EnvironmentContext} context
   */
  constructor(config, context) {
    super(config, context);
    this.before = openResources();
  }

  async setup() {
    await super.setup();
    this.before = openResources();
  }

  async teardown() {
    process._rawDebug('B', [...this.before], 'A', [...openResources()]);
    const deadline = Date.now() + SETTLE_MS;
    let left = this.leftOpen();
    while (left.length > 0 && Date.now() < deadline) {
      await sleep(20);
      left = this.leftOpen();
    }
    await super.teardown();
    if (left.length > 0) throw new Error(`The tests of this file leave open: ${left.join(', ')}`);
  }

  leftOpen() {
    return [...openResources()]
      .filter(([kind, count]) => count > (this.before.get(kind) ?? 0))
      .map(([kind, count]) => `${count - (this.before.get(kind) ?? 0)} ${kind}`);
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
