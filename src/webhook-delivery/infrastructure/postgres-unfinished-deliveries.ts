import { Injectable } from '@nestjs/common';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { UnfinishedDeliveries } from '../application/unfinished-deliveries.js';
import { CANCEL_ENDPOINT } from './sql/cancel-endpoint.sql.js';
import { FIND_MISPLACED } from './sql/find-misplaced.sql.js';
import { LOCK_HEALTH } from './sql/lock-health.sql.js';
import { PARK_WAITING } from './sql/park-waiting.sql.js';
import { REQUEUE_PARKED } from './sql/requeue-parked.sql.js';

@Injectable()
export class PostgresUnfinishedDeliveries extends UnfinishedDeliveries {
  /**
   * Rows that one transaction moves. It holds the state of the endpoint, which its outcomes and claims wait for: some
   * 10 ms for this many.
   */
  batch = 1000;

  constructor(private readonly unitOfWork: TypeOrmUnitOfWork) {
    super();
  }

  async cancel(endpointId: number, reason: string): Promise<number> {
    await this.unitOfWork.transactional.query(LOCK_HEALTH, [[endpointId]]);
    // Twice: what was being parked or resent when the first statement began has moved to the other table since. What
    // is locked even now is found by the next look at deleted endpoints.
    return (await this.#cancel(endpointId, reason)) + (await this.#cancel(endpointId, reason));
  }

  async #cancel(endpointId: number, reason: string): Promise<number> {
    const rows = await this.unitOfWork.transactional.query<{ count: number }[]>(CANCEL_ENDPOINT, [
      endpointId,
      reason,
      this.batch,
    ]);
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
      ? manager.query<{ count: number }[]>(REQUEUE_PARKED, [endpointId, this.batch])
      : manager.query<{ count: number }[]>(PARK_WAITING, [endpointId, endpoint.reason, this.batch]));
    return row?.count ?? 0;
  }
}
