import { Injectable, Logger } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { Config } from '../../shared/config/config.js';
import { RunSelfCheck } from '../application/run-self-check.js';

/** Tells once when something is wrong, and once when it is not any more: whichever process found it. */
@Injectable()
export class SelfCheckJob {
  readonly #log = new Logger(SelfCheckJob.name);

  constructor(
    private readonly config: Config,
    private readonly runSelfCheck: RunSelfCheck,
  ) {}

  @Cron('23 * * * * *', { waitForCompletion: true })
  async run(): Promise<void> {
    if (!this.config.roles.has('worker')) return;
    try {
      const run = await this.runSelfCheck.execute();
      for (const { check, ok, detail, since, isNews } of run?.findings ?? []) {
        if (!isNews) continue;
        if (ok) this.#log.warn({ check }, 'The self-check finds this well again');
        else this.#log.error({ check, detail, since }, 'The self-check has found what must not be');
      }
      for (const { check, error } of run?.unanswered ?? []) {
        this.#log.debug(`The self-check ${check} was not answered: ${String(error)}`);
      }
    } catch (error) {
      this.#log.debug(`The self-check could not run: ${String(error)}`);
    }
  }
}
