import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { forEachEndpoint } from './for-each-endpoint.js';
import { UnfinishedDeliveries } from './unfinished-deliveries.js';

/**
 * Deleting an endpoint cancels the first part of what waits; this does the rest.
 *
 * An export that chose its endpoints just before one of them was deleted may commit after the deletion. Nobody will
 * ever claim that delivery; nor one that was being settled at that moment and goes back to wait. Locking endpoints
 * while exporting would close the gap at the price of a lock per export.
 */
@Injectable()
export class CancelStragglers {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly deliveries: UnfinishedDeliveries,
  ) {}

  /** @param mayGoOn asked before each part @returns how many were cancelled */
  async execute(mayGoOn?: () => boolean): Promise<number> {
    const deleted = await this.deliveries.ofDeletedEndpoints();
    const cancel = (id: number): Promise<number> => this.deliveries.cancel(id, 'endpoint_deleted');
    return forEachEndpoint(this.unitOfWork, deleted, cancel, mayGoOn);
  }
}
