import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { forEachEndpoint } from './for-each-endpoint.js';
import { UnfinishedDeliveries } from './unfinished-deliveries.js';

/**
 * Disabling and enabling move the first part of what waits themselves. The rest, what was being sent or exported at
 * that moment, and all of an endpoint whose receiver said 410, is moved here; run every second.
 */
@Injectable()
export class PlaceDeliveries {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly deliveries: UnfinishedDeliveries,
  ) {}

  /** @param mayGoOn asked before each part @returns how many moved */
  async execute(mayGoOn?: () => boolean): Promise<number> {
    const misplaced = await this.deliveries.misplaced();
    return forEachEndpoint(this.unitOfWork, misplaced, (id) => this.deliveries.place(id), mayGoOn);
  }
}
