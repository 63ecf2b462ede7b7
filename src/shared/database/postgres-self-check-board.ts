import { Injectable } from '@nestjs/common';
import { SelfCheckBoard, type SelfCheckEntries } from '../kernel/self-check-board.js';
import { InstanceSettings } from './instance-settings.js';
import { TypeOrmUnitOfWork } from './typeorm-unit-of-work.js';

const KEY = 'self_check';

/** A row of the settings: every process shows what one of them has found, and none forgets it at a restart. */
@Injectable()
export class PostgresSelfCheckBoard extends SelfCheckBoard {
  constructor(
    private readonly unitOfWork: TypeOrmUnitOfWork,
    private readonly settings: InstanceSettings,
  ) {
    super();
  }

  async tryLock(): Promise<boolean> {
    const [lock] = await this.unitOfWork.transactional.query<{ taken: boolean }[]>(
      `SELECT pg_try_advisory_xact_lock(hashtext('recordengine:self-check')) AS taken`,
    );
    return lock?.taken ?? false;
  }

  async read(): Promise<SelfCheckEntries> {
    return JSON.parse((await this.settings.get(KEY)) ?? '{}') as SelfCheckEntries;
  }

  async write(entries: SelfCheckEntries): Promise<void> {
    await this.settings.change(KEY, JSON.stringify(entries));
  }
}
