import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { DeliverySignal } from './delivery-signal.js';
import { OfflineMode } from './offline-mode.js';

@Injectable()
export class SwitchOfflineMode {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly offlineMode: OfflineMode,
    private readonly signal: DeliverySignal,
  ) {}

  async execute(on: boolean): Promise<void> {
    await this.unitOfWork.run(async () => {
      await this.offlineMode.switch(on);
      this.unitOfWork.afterCommit(() => this.signal.raise());
    });
  }
}
