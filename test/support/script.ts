import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { until } from './until.js';

/** A command run as a person runs it, and what it printed. */
export class Script {
  output = '';
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;

  private constructor(readonly process: ChildProcess) {
    for (const stream of [process.stdout, process.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    }
    this.ended = once(process, 'close').then(([code, signal]) => signal ?? code);
  }

  /** `env` is added to the environment of the tests, without a DATABASE_URL that may be in it. */
  static run(command: [string, ...string[]], env: Record<string, string> = {}, cwd?: string): Script {
    const [file, ...args] = command;
    const { DATABASE_URL: _, ...inherited } = process.env;
    return new Script(
      spawn(file, args, { env: { ...inherited, ...env }, cwd, stdio: ['ignore', 'pipe', 'pipe'] }),
    );
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  /** Waits until it has printed that. */
  async prints(what: RegExp, seconds = 25): Promise<RegExpExecArray> {
    return until(
      `${what} is printed`,
      () => {
        const found = what.exec(this.output);
        if (!found && this.process.exitCode !== null) throw new Error(`It ended:\n${this.output}`);
        return found;
      },
      seconds,
    );
  }

  async signal(name: NodeJS.Signals): Promise<number | NodeJS.Signals | null> {
    this.process.kill(name);
    return this.ended;
  }
}
