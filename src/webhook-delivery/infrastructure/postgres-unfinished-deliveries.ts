import { Injectable } from '@nestjs/common';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { UnfinishedDeliveries } from '../application/unfinished-deliveries.js';
import { cancelUnfinished } from './sql/cancel-unfinished.sql.js';
import { FIND_MISPLACED } from './sql/find-misplaced.sql.js';
import { LOCK_HEALTH } from './sql/lock-health.sql.js';
import { PARK_WAITING } from './sql/park-waiting.sql.js';
import { REQUEUE_PARKED } from './sql/requeue-parked.sql.js';

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
    const rows = await this.unitOfWork.transactional.query<{ count: number }[]>(
      cancelUnfinished('endpoint_id'),
      [endpointId, reason],
    );
    return rows[0]?.count ?? 0;
  }

  async ofDeletedEndpoints(): Promise<number[]> {
    const rows = await this.unitOfWork.manager.query<{ id: number }[]>(
      `SELECT id FROM webhook_endpoints AS endpoint
        WHERE deleted_at IS NOT NULL
          AND (EXISTS (SELECT 1 FROM webhook_deliveries WHERE endpoint_id = endpoint.id)
               OR EXISTS (SELECT 1 FROM webhook_parked_deliveries WHERE endpoint_id = endpoint.id))`,
    );
    return rows.map((row) => row.id);
  }

  async misplaced(): Promise<number[]> {
    const rows = await this.unitOfWork.manager.query<{ id: number }[]>(FIND_MISPLACED);
    return rows.map((row) => row.id);
  }

  async place(endpointId: number): Promise<number> {
    const manager = this.unitOfWork.transactional;
    await manager.query(LOCK_HEALTH, [[endpointId]]);
    // Looked up after the lock, to see what its last owner has committed.
    const [endpoint] = await manager.query<{ reason: string | null }[]>(
      `SELECT CASE WHEN state.gate = 'gone' THEN 'gone' WHEN NOT endpoint.enabled THEN 'endpoint_disabled' END AS reason
         FROM webhook_endpoints AS endpoint JOIN webhook_endpoint_states AS state ON state.endpoint_id = endpoint.id
        WHERE endpoint.id = $1 AND endpoint.deleted_at IS NULL`,
      [endpointId],
    );
    if (!endpoint) return 0;
    const [row] = await (endpoint.reason === null
      ? manager.query<{ count: number }[]>(REQUEUE_PARKED, [endpointId])
      : manager.query<{ count: number }[]>(PARK_WAITING, [endpointId, endpoint.reason]));
    return row?.count ?? 0;
  }
}
