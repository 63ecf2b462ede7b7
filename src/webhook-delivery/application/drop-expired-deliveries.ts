import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { ExpiredPartitions } from './expired-partitions.js';

/** A transaction for each partition: killed at any moment, the rest is left for the next run. */
@Injectable()
export class DropExpiredDeliveries {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly partitions: ExpiredPartitions,
  ) {}

  /**
   * One that stays busy does not keep the others.
   * @returns the partitions that were dropped
   * @throws what the first that could not be dropped threw, after all were tried
   */
  async execute(): Promise<string[]> {
    const dropped: string[] = [];
    const failures: unknown[] = [];
    for (const partition of await this.partitions.list()) {
      try {
        if (await this.unitOfWork.run(() => this.partitions.drop(partition))) dropped.push(partition);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
    return dropped;
  }
}
