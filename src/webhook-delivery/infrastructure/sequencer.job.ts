import { setTimeout as pause } from 'node:timers/promises';
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { Config } from '../../shared/config/config.js';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { SequencerSignal } from './sequencer-signal.js';
import { SEQUENCE_EVENTS } from './sql/sequence-events.sql.js';

const QUIET_MS = 50;

/**
 * Gives committed events their positions in the feed, one process at a time: soon after a commit, at most every 50 ms,
 * and every second in any case.
 */
@Injectable()
export class SequencerJob implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  readonly #log = new Logger(SequencerJob.name);

  #stopping = false;
  #loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly config: Config,
    private readonly unitOfWork: TypeOrmUnitOfWork,
    private readonly signal: SequencerSignal,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.roles.has('worker')) this.#loop = this.follow();
  }

  onModuleDestroy(): void {
    this.#stopping = true;
    this.signal.raise();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop;
  }

  @Cron('* * * * * *', { waitForCompletion: true })
  async run(): Promise<void> {
    if (!this.config.roles.has('worker')) return;
    try {
      await this.unitOfWork.run(async () => {
        // Waits, for whoever has it may have looked before the event that woke this one was committed. A statement of
        // its own: the next one's snapshot must be taken after the lock.
        await this.unitOfWork.transactional.query(
          `SELECT pg_advisory_xact_lock(hashtext('recordengine:sequencer'))`,
        );
        await this.unitOfWork.transactional.query(SEQUENCE_EVENTS);
      });
    } catch (error) {
      this.#log.debug(`Sequencing events failed: ${String(error)}`);
    }
  }

  private async follow(): Promise<void> {
    for (;;) {
      await this.signal.wait();
      if (this.#stopping) return;
      await this.run();
      await pause(QUIET_MS);
    }
  }
}
