import { setTimeout as pause } from 'node:timers/promises';
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { Config } from '../../shared/config/config.js';
import { AdvanceReplays } from '../application/advance-replays.js';
import { ReplaySignal } from '../application/replay-signal.js';

/** Takes replays through their ranges, step by step. The first one begins at once, where it was asked for. */
@Injectable()
export class ReplayJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger(ReplayJob.name);
  #stopping = false;
  #run: Promise<void> | undefined;

  constructor(
    private readonly config: Config,
    private readonly advanceReplays: AdvanceReplays,
    private readonly signal: ReplaySignal,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.roles.has('worker')) this.signal.onRaise(() => void this.run());
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping = true;
    await this.#run;
  }

  @Cron('* * * * * *', { waitForCompletion: true })
  async run(): Promise<void> {
    if (!this.config.roles.has('worker') || this.#stopping) return;
    this.#run ??= this.#steps().finally(() => (this.#run = undefined));
    await this.#run;
  }

  async #steps(): Promise<void> {
    try {
      for (;;) {
        const began = performance.now();
        if (this.#stopping || !(await this.advanceReplays.execute())) return;
        // As long again for everybody else: a step with missing events keeps its endpoint from being claimed.
        await pause(performance.now() - began);
      }
    } catch (error) {
      this.#log.warn({ err: error }, 'A step of a replay failed; tried again in a second');
    }
  }
}
