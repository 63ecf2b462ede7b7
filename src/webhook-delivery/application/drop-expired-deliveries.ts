import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { ExpiredPartitions } from './expired-partitions.js';
import { ExpiredRows } from './expired-rows.js';

/** Bounds a transaction that keeps readers of old events waiting. */
const ROWS_IN_A_BATCH = 1000;

/** A transaction for each partition and each batch of rows: killed at any moment, the rest is left for the next run. */
@Injectable()
export class DropExpiredDeliveries {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly partitions: ExpiredPartitions,
    private readonly rows: ExpiredRows,
  ) {}

  /**
   * What stays busy does not keep the others.
   * @returns the partitions that were dropped, and the tables from which rows were deleted
   * @throws what the first that could not be dropped threw, after all were tried
   */
  async execute(): Promise<string[]> {
    const tables: string[] = [];
    const failures: unknown[] = [];
    const attempt = async (table: string, drop: () => Promise<boolean>): Promise<void> => {
      try {
        if (await drop()) tables.push(table);
      } catch (error) {
        failures.push(error);
      }
    };
    for (const partition of await this.partitions.list()) {
      await attempt(partition, () => this.unitOfWork.run(() => this.partitions.drop(partition)));
    }
    for (const table of this.rows.tables) await attempt(table, () => this.deleteFrom(table));
    if (failures.length > 0) throw failures[0];
    return tables;
  }

  private async deleteFrom(table: string): Promise<boolean> {
    let deleted = 0;
    let batch: number;
    do {
      batch = await this.unitOfWork.run(() => this.rows.delete(table, ROWS_IN_A_BATCH));
      deleted += batch;
    } while (batch === ROWS_IN_A_BATCH);
    return deleted > 0;
  }
}
