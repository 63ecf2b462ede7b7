import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { until } from './until.js';

/** A command run as a person runs it, and what it printed. */
export class Script {
  output = '';
  /** The exit code, or the signal that ended it. */
  readonly exited: Promise<number | NodeJS.Signals>;
  /** The same, when all that it printed is here. */
  readonly ended: Promise<number | NodeJS.Signals>;

  private constructor(readonly process: ChildProcess) {
    for (const stream of [process.stdout, process.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    }
    const how = ([code, signal]: [number, NodeJS.Signals | null]): number | NodeJS.Signals => signal ?? code;
    this.exited = once(process, 'exit').then((event) => how(event as [number, NodeJS.Signals]));
    this.ended = once(process, 'close').then((event) => how(event as [number, NodeJS.Signals]));
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

  async signal(name: NodeJS.Signals): Promise<number | NodeJS.Signals> {
    this.process.kill(name);
    return this.exited;
  }

  /** For the end of a test, whatever became of it. */
  async kill(): Promise<void> {
    await this.signal('SIGKILL');
    this.process.stdout?.destroy(); // what it has left behind would hold them
    this.process.stderr?.destroy();
  }
}
