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

  /** @returns the partitions that were dropped */
  async execute(): Promise<string[]> {
    const dropped: string[] = [];
    for (const partition of await this.partitions.list()) {
      if (await this.unitOfWork.run(() => this.partitions.drop(partition))) dropped.push(partition);
    }
    return dropped;
  }
}
