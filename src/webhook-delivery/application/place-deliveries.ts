import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { UnfinishedDeliveries } from './unfinished-deliveries.js';

/**
 * Disabling and enabling move what waits themselves. What was being sent or exported at that moment, and all of an
 * endpoint whose receiver said 410, is moved here; run every second.
 */
@Injectable()
export class PlaceDeliveries {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly deliveries: UnfinishedDeliveries,
  ) {}

  /** @returns how many moved */
  async execute(): Promise<number> {
    let moved = 0;
    for (const endpointId of await this.deliveries.misplaced()) {
      moved += await this.unitOfWork.run(() => this.deliveries.place(endpointId));
    }
    return moved;
  }
}
