import { Injectable, Logger } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { Config } from '../../shared/config/config.js';
import { RemoveOrphanFiles } from '../application/remove-orphan-files.js';

@Injectable()
export class OrphanFilesJob {
  readonly #log = new Logger(OrphanFilesJob.name);

  constructor(
    private readonly removeOrphanFiles: RemoveOrphanFiles,
    private readonly config: Config,
  ) {}

  @Cron('17 3 * * *', { waitForCompletion: true })
  async run(): Promise<void> {
    if (!this.config.roles.has('worker')) return;
    try {
      const removed = await this.removeOrphanFiles.execute();
      if (removed > 0) this.#log.warn(`Removed ${removed} files that belong to no document`);
    } catch (error) {
      this.#log.error(error);
    }
  }
}
