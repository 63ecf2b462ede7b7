import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

const SIGNALS = /** @type {const} */ ({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 });
const GRACE_MS = 5_000;
const posix = process.platform !== 'win32';

/** @type {Set<ProcessGroup>} */
const running = new Set();

/**
 * A command that leads a process group of its own, so that it can be stopped together with whatever it
 * started. A signal that ends this process stops every group first.
 */
export class ProcessGroup {
  /**
   * @param {string} command
   * @param {string[]} args
   * @param {import('node:child_process').SpawnOptions} options
   */
  constructor(command, args, options) {
    this.child = spawn(command, args, { ...options, detached: posix });
    /** How it ended, in words, or '' when it ended with 0. @type {Promise<string>} */
    this.ended = new Promise((resolve) => {
      this.child.once('error', (error) => resolve(error.message));
      this.child.once('exit', (code, signal) => resolve(signal ?? (code ? `exit code ${code}` : '')));
    });
    running.add(this);
  }

  /** SIGTERM to the whole group, SIGKILL to what is still there after the grace period. */
  async stop() {
    const deadline = Date.now() + GRACE_MS;
    this.signal('SIGTERM');
    while (this.isAlive() && Date.now() < deadline) await sleep(25);
    this.signal('SIGKILL');
    running.delete(this);
  }

  isAlive() {
    return this.signal(0);
  }

  /** @param {NodeJS.Signals | 0} signal */
  signal(signal) {
    const { pid } = this.child;
    if (!pid) return false;
    try {
      return process.kill(posix ? -pid : pid, signal);
    } catch {
      return false; // nobody is left
    }
  }
}

for (const [name, number] of Object.entries(SIGNALS)) {
  process.once(name, () => {
    const stopped = Promise.all([...running].map((group) => group.stop()));
    void stopped.finally(() => process.exit(128 + number));
  });
}
