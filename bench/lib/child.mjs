import { fork } from 'node:child_process';
import { once } from 'node:events';

const GRACE_MS = 30_000;

/** @type {Set<Child>} */
const running = new Set();

/** A process of the measurement. It ends with this one at the latest: each of them ends when its channel closes. */
export class Child {
  /** @type {string | undefined} */
  ended;

  /**
   * @param {string} name for errors
   * @param {string} file
   * @param {{ args?: string[], env?: NodeJS.ProcessEnv, nodeFlags?: string[] }} [options]
   */
  constructor(name, file, { args = [], env = {}, nodeFlags = [] } = {}) {
    this.name = name;
    this.process = fork(file, args, {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
      execArgv: nodeFlags,
      stdio: ['ignore', process.stderr, 'inherit', 'ipc'],
      detached: true, // Ctrl-C is for the parent, which stops it in order
    });
    this.exited = once(this.process, 'exit').then(([code, signal]) => {
      this.ended = signal ?? `exit code ${code}`;
      running.delete(this);
    });
    running.add(this);
  }

  get pid() {
    return /** @type {number} */ (this.process.pid);
  }

  /** @throws when it has ended */
  checkAlive() {
    if (this.ended !== undefined) throw new Error(`${this.name} has ended (${this.ended})`);
  }

  /**
   * The next message, or an error when the process ends without one.
   * @param {number} withinMs
   * @returns {Promise<any>}
   */
  async message(withinMs) {
    const given = new AbortController();
    const timer = setTimeout(() => given.abort(), withinMs);
    try {
      const [message] = await Promise.race([
        once(this.process, 'message', { signal: given.signal }),
        this.exited.then(() => {
          throw new Error(`${this.name} ended without a word (${this.ended})`);
        }),
      ]);
      return message;
    } catch (error) {
      if (given.signal.aborted)
        throw new Error(`${this.name} said nothing within ${withinMs / 1000} s`, { cause: error });
      throw error;
    } finally {
      clearTimeout(timer);
      given.abort();
    }
  }

  /** @param {object} message */
  async ask(message, withinMs = 30_000) {
    const answer = this.message(withinMs);
    this.process.send(message);
    return answer;
  }

  async stop() {
    if (this.ended !== undefined) return;
    const timer = setTimeout(() => this.process.kill('SIGKILL'), GRACE_MS);
    this.process.kill('SIGTERM');
    await this.exited;
    clearTimeout(timer);
  }

  static async stopAll() {
    await Promise.all([...running].map((child) => child.stop()));
  }
}
