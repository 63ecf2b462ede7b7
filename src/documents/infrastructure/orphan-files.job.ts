import { Injectable, Logger } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { Config } from '../../shared/config/config.js';
import { InstanceSettings } from '../../shared/database/instance-settings.js';
import { Clock } from '../../shared/kernel/clock.js';
import { RemoveOrphanFiles } from '../application/remove-orphan-files.js';

@Injectable()
export class OrphanFilesJob {
  readonly #log = new Logger(OrphanFilesJob.name);

  constructor(
    private readonly removeOrphanFiles: RemoveOrphanFiles,
    private readonly config: Config,
    private readonly settings: InstanceSettings,
    private readonly clock: Clock,
  ) {}

  @Cron('17 3 * * *', { waitForCompletion: true })
  async run(): Promise<void> {
    if (!this.config.roles.has('worker')) return;
    try {
      const today = this.clock.now().toISOString().slice(0, 10);
      if (!(await this.settings.change('orphan_files_removed_on', today))) return; // another worker does it
      const removed = await this.removeOrphanFiles.execute();
      if (removed > 0) this.#log.warn(`Removed ${removed} files that belong to no document`);
    } catch (error) {
      this.#log.error(error);
    }
  }
}
