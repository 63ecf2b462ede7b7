import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { OfflineMode } from './offline-mode.js';
import { WorkerWakeup } from './worker-wakeup.js';

@Injectable()
export class SwitchOfflineMode {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly offlineMode: OfflineMode,
    private readonly workers: WorkerWakeup,
  ) {}

  /** @returns whether it was not so already */
  execute(on: boolean): Promise<boolean> {
    return this.unitOfWork.run(async () => {
      const changed = await this.offlineMode.switch(on);
      this.unitOfWork.afterCommit(() => this.workers.wake());
      return changed;
    });
  }
}
