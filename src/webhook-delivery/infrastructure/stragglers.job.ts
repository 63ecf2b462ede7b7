import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { Config } from '../../shared/config/config.js';
import { CancelStragglers } from '../application/cancel-stragglers.js';

@Injectable()
export class StragglersJob implements OnModuleDestroy {
  readonly #log = new Logger(StragglersJob.name);
  #stopping = false;

  constructor(
    private readonly config: Config,
    private readonly cancelStragglers: CancelStragglers,
  ) {}

  onModuleDestroy(): void {
    this.#stopping = true;
  }

  @Cron('*/30 * * * * *', { waitForCompletion: true })
  async run(): Promise<void> {
    if (!this.config.roles.has('worker')) return;
    try {
      const cancelled = await this.cancelStragglers.execute(() => !this.#stopping);
      if (cancelled > 0) this.#log.warn(`Cancelled ${cancelled} deliveries of deleted endpoints`);
    } catch (error) {
      this.#log.debug(`Looking for deliveries of deleted endpoints failed: ${String(error)}`);
    }
  }
}
