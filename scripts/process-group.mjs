import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

const SIGNALS = /** @type {const} */ ({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 });
const GRACE_MS = 5_000;
const posix = process.platform !== 'win32';

/** @type {Set<ProcessGroup>} */
const running = new Set();

/**
 * A command that leads a process group of its own, so that it can be stopped together with whatever it
 * started. A signal that ends this process, or npm above it, stops every group first.
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

for (const [name, number] of Object.entries(SIGNALS)) process.once(name, () => void end(128 + number));

// A signal to npm ends npm and its shell, but does not reach the script that they run: see its parent go.
if (process.env.npm_lifecycle_event) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    void end(128 + SIGNALS.SIGTERM);
  }, 250);
  watch.unref();
}

/** @param {number} code */
async function end(code) {
  await Promise.all([...running].map((group) => group.stop()));
  process.exit(code);
}
