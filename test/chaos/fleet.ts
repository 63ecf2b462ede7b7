import { once } from 'node:events';
import { freePort, Service } from '../support/service.js';
import { until } from '../support/until.js';

const STARTS = 10;

/** One process of the service, and the next one when it is gone. Its port stays the same. */
export class Member {
  #service: Service | undefined;
  /** Also those that have ended. */
  readonly #services: Service[] = [];
  #isMeantToRun = false;

  constructor(
    readonly roles: string,
    private readonly port: number,
    private readonly env: Record<string, string>,
    private readonly dataDir: string,
    private readonly complaints: string[],
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get isWorker(): boolean {
    return this.roles.includes('worker');
  }

  get service(): Service {
    if (!this.#service) throw new Error(`No process is the ${this.roles}`);
    return this.#service;
  }

  /** Until it is ready. A start that ends because the database is away is repeated, as a supervisor does. */
  async start(): Promise<void> {
    for (let starts = 1; ; starts++) {
      this.#service = await Service.launch(
        { ...this.env, ROLES: this.roles, PORT: String(this.port) },
        this.dataDir,
      );
      this.#services.push(this.#service);
      const { process } = this.#service;
      const ended = (): boolean => process.exitCode !== null || process.signalCode !== null;
      await until(
        `the ${this.roles} is ready`,
        async () => ended() || (await fetch(`${this.url}/readyz`).catch(() => undefined))?.ok,
        60,
      );
      if (!ended()) break;
      if (starts === STARTS) throw new Error(`The ${this.roles} does not start:\n${this.service.log}`);
    }
    this.#isMeantToRun = true;
    const { process } = this.service;
    process.once('exit', (code, signal) => {
      if (this.#isMeantToRun && process === this.#service?.process) {
        this.complaints.push(
          `The ${this.roles} ended by itself (${code ?? signal}):\n${this.service.log.slice(-2000)}`,
        );
      }
    });
  }

  /** @returns how long it took, in milliseconds */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number> {
    this.#isMeantToRun = false;
    const { process } = this.service;
    if (process.exitCode !== null || process.signalCode !== null) return 0;
    const from = performance.now();
    const exit = once(process, 'exit');
    process.kill(signal);
    await exit;
    if (signal === 'SIGTERM' && process.exitCode !== 0) {
      this.complaints.push(
        `The ${this.roles} did not end in order (${process.exitCode}):\n${this.service.log.slice(-2000)}`,
      );
    }
    return performance.now() - from;
  }

  get log(): string {
    return this.#services.map(({ log }) => log).join('');
  }

  freeze(frozen: boolean): void {
    this.service.process.kill(frozen ? 'SIGSTOP' : 'SIGCONT');
  }

  /** For the end, whatever became of it. */
  async destroy(): Promise<void> {
    if (!this.#service) return;
    this.freeze(false);
    await this.end('SIGKILL');
  }
}

/** The processes of a run, over one database and one folder. */
export class Fleet {
  /** What its processes did that they should not have. */
  readonly complaints: string[] = [];

  private constructor(readonly members: Member[]) {}

  static async start(roles: string[], env: Record<string, string>, dataDir: string): Promise<Fleet> {
    const fleet = new Fleet([]);
    for (const each of roles) {
      const member = new Member(each, await freePort(), env, dataDir, fleet.complaints);
      fleet.members.push(member);
    }
    try {
      await Promise.all(fleet.members.map((member) => member.start()));
      return fleet;
    } catch (error) {
      await fleet.stop();
      throw error;
    }
  }

  get apis(): Member[] {
    return this.members.filter(({ roles }) => roles.includes('api'));
  }

  /** What its processes have logged with these words. */
  logged(words: string): string {
    const lines = this.members.flatMap(({ log }) => log.split('\n'));
    return lines.filter((line) => words !== '' && line.includes(words)).join('\n');
  }

  async stop(): Promise<void> {
    await Promise.all(this.members.map((member) => member.destroy()));
  }
}
