import { fileURLToPath } from 'node:url';
import { Child } from './child.mjs';

/** The one receiver of a run, in a process of its own. */
export class Receiver {
  /** @param {Child} child @param {number} port */
  constructor(child, port) {
    this.child = child;
    this.url = `http://127.0.0.1:${port}`;
  }

  static async start() {
    const child = new Child('The receiver', fileURLToPath(new URL('receiver.process.mjs', import.meta.url)));
    const { port } = await child.message(30_000);
    return new Receiver(child, port);
  }

  /** Forgets what came. */
  reset() {
    return this.child.ask({ do: 'reset' });
  }

  /** Forgets what came, and keeps the times of what comes. */
  record() {
    return this.child.ask({ do: 'record' });
  }

  /** @returns {Promise<number>} */
  count() {
    return this.child.ask({ do: 'count' });
  }

  /** By `<webhook-id> <path>`, milliseconds since 1970. @returns {Promise<Map<string, number>>} */
  async arrivals() {
    return new Map(await this.child.ask({ do: 'arrivals' }));
  }

  stop() {
    return this.child.stop();
  }
}
