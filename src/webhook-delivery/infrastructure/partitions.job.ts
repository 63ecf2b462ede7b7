import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { Config } from '../../shared/config/config.js';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';

const WEEKS_AHEAD = 4;

/**
 * Makes next weeks' partitions ahead of time. What comes before its partition goes to the default one: not lost, and
 * retention deletes it row by row. The rest of its week goes there, too.
 */
@Injectable()
export class PartitionsJob implements OnApplicationBootstrap {
  readonly #log = new Logger(PartitionsJob.name);

  constructor(
    private readonly config: Config,
    private readonly unitOfWork: TypeOrmUnitOfWork,
  ) {}

  onApplicationBootstrap(): Promise<void> {
    return this.run();
  }

  @Cron('41 * * * *', { waitForCompletion: true })
  async run(): Promise<void> {
    if (!this.config.roles.has('worker')) return;
    try {
      await this.unitOfWork.manager.query(`SELECT ensure_outbox_partitions($1)`, [WEEKS_AHEAD]);
    } catch (error) {
      this.#log.error(error);
    }
  }
}
