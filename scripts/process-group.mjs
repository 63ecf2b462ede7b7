import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { whenToldToEnd } from './told-to-end.mjs';

const posix = process.platform !== 'win32';

/** @type {Set<ProcessGroup>} */
const running = new Set();
let ending = false;

/**
 * A command that leads a process group of its own, so that it can be stopped together with whatever it
 * started. A signal that ends this process, or npm above it, stops every group first.
 */
export class ProcessGroup {
  /**
   * @param {string} command
   * @param {string[]} args
   * @param {import('node:child_process').SpawnOptions} options
   * @param {number} graceMs from SIGTERM to SIGKILL; longer than that of groups within the group
   */
  constructor(command, args, options, graceMs) {
    this.graceMs = graceMs;
    this.child = spawn(command, args, { ...options, detached: posix });
    /**
     * How it ended, in words, or '' when it ended with 0. Stays open when this process was told to end: what
     * waits for it must not go on to the next thing. @type {Promise<string>}
     */
    this.ended = new Promise((resolve) => {
      const settle = (/** @type {string} */ how) => ending || resolve(how);
      this.child.once('error', (error) => settle(error.message));
      this.child.once('exit', (code, signal) => settle(signal ?? (code ? `exit code ${code}` : '')));
    });
    running.add(this);
  }

  /** SIGTERM to the whole group, SIGKILL to what is still there after the grace period. */
  async stop() {
    const deadline = Date.now() + this.graceMs;
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

whenToldToEnd((code) => void end(code));

/** @param {number} code */
async function end(code) {
  if (ending) return;
  ending = true;
  await Promise.all([...running].map((group) => group.stop()));
  process.exit(code);
}
