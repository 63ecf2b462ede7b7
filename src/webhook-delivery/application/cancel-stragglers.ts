import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { UnfinishedDeliveries } from './unfinished-deliveries.js';

/**
 * An export that chose its endpoints just before one of them was deleted may commit after the deletion. Nobody will
 * ever claim that delivery. Locking endpoints while exporting would close the gap at the price of a lock per export.
 */
@Injectable()
export class CancelStragglers {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly deliveries: UnfinishedDeliveries,
  ) {}

  /** @returns how many were cancelled */
  async execute(): Promise<number> {
    let cancelled = 0;
    for (const endpointId of await this.deliveries.ofDeletedEndpoints()) {
      cancelled += await this.unitOfWork.run(() => this.deliveries.cancel(endpointId, 'endpoint_deleted'));
    }
    return cancelled;
  }
}
