import { Injectable } from '@nestjs/common';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { UnfinishedDeliveries } from '../application/unfinished-deliveries.js';
import { CANCEL_UNFINISHED } from './sql/cancel-unfinished.sql.js';

@Injectable()
export class PostgresUnfinishedDeliveries extends UnfinishedDeliveries {
  constructor(private readonly unitOfWork: TypeOrmUnitOfWork) {
    super();
  }

  async cancel(endpointId: number, reason: string): Promise<number> {
    // Twice: what is being parked or resent at this moment moves to the table that the first statement has looked
    // through already. That statement waits until the move commits, so the second one sees it.
    return (await this.#cancel(endpointId, reason)) + (await this.#cancel(endpointId, reason));
  }

  async #cancel(endpointId: number, reason: string): Promise<number> {
    const rows = await this.unitOfWork.transactional.query<{ count: number }[]>(CANCEL_UNFINISHED, [
      endpointId,
      reason,
    ]);
    return rows[0]?.count ?? 0;
  }

  async ofDeletedEndpoints(): Promise<number[]> {
    const rows = await this.unitOfWork.manager.query<{ id: number }[]>(
      `SELECT id FROM webhook_endpoints AS endpoint
        WHERE deleted_at IS NOT NULL
          AND EXISTS (SELECT 1 FROM webhook_deliveries WHERE endpoint_id = endpoint.id)`,
    );
    return rows.map((row) => row.id);
  }
}
