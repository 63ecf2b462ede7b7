import { Injectable, Logger } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { Config } from '../../shared/config/config.js';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { SEQUENCE_EVENTS } from './sql/sequence-events.sql.js';

/** Gives committed events their positions in the feed, one process at a time. */
@Injectable()
export class SequencerJob {
  readonly #log = new Logger(SequencerJob.name);

  constructor(
    private readonly config: Config,
    private readonly unitOfWork: TypeOrmUnitOfWork,
  ) {}

  @Cron('* * * * * *', { waitForCompletion: true })
  async run(): Promise<void> {
    if (!this.config.roles.has('worker')) return;
    try {
      await this.unitOfWork.run(async () => {
        // A statement of its own: the next one's snapshot must be taken after the lock.
        const [lock] = await this.unitOfWork.transactional.query<{ taken: boolean }[]>(
          `SELECT pg_try_advisory_xact_lock(hashtext('recordengine:sequencer')) AS taken`,
        );
        if (lock?.taken) await this.unitOfWork.transactional.query(SEQUENCE_EVENTS);
      });
    } catch (error) {
      this.#log.debug(`Sequencing events failed: ${String(error)}`);
    }
  }
}
