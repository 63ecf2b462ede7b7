import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { Config } from '../../shared/config/config.js';
import { DropExpiredDeliveries } from '../application/drop-expired-deliveries.js';

@Injectable()
export class RetentionJob implements OnApplicationBootstrap {
  readonly #log = new Logger(RetentionJob.name);

  constructor(
    private readonly config: Config,
    private readonly dropExpired: DropExpiredDeliveries,
  ) {}

  /** Not waited for: a week of millions of rows is counted first, and the service need not start later for it. */
  onApplicationBootstrap(): void {
    void this.run();
  }

  @Cron('17 * * * *', { waitForCompletion: true })
  async run(): Promise<void> {
    if (!this.config.roles.has('worker')) return;
    try {
      const dropped = await this.dropExpired.execute();
      if (dropped.length > 0) this.#log.log(`Older than RETENTION_DAYS, dropped: ${dropped.join(', ')}`);
    } catch (error) {
      this.#log.warn(
        { err: error },
        'Not everything that has expired could be dropped; tried again in an hour',
      );
    }
  }
}
