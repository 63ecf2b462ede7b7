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

  async execute(on: boolean): Promise<void> {
    await this.unitOfWork.run(async () => {
      await this.offlineMode.switch(on);
      this.unitOfWork.afterCommit(() => this.workers.wake());
    });
  }
}
