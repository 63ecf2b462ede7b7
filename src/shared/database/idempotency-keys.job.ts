import { Injectable, Logger } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { Config } from '../config/config.js';
import { IdempotencyKeys } from '../kernel/idempotency-keys.js';

@Injectable()
export class IdempotencyKeysJob {
  readonly #log = new Logger(IdempotencyKeysJob.name);

  constructor(
    private readonly config: Config,
    private readonly keys: IdempotencyKeys,
  ) {}

  /** Every worker may: what one deletes, the others find gone. */
  @Cron('23 */10 * * * *', { waitForCompletion: true })
  async run(): Promise<void> {
    if (!this.config.roles.has('worker')) return;
    try {
      await this.keys.forgetOld();
    } catch (error) {
      this.#log.debug(`Old idempotency keys could not be forgotten: ${String(error)}`);
    }
  }
}
