import { Injectable } from '@nestjs/common';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { DeliveryLedger, type LedgerEntry } from '../application/delivery-ledger.js';
import type { DeliveryState } from '../domain/delivery-state.js';
import { CANCEL_ONE } from './sql/cancel-one.sql.js';
import { QUEUE_CLOCK } from './sql/queue-clock.sql.js';

type Row = Omit<LedgerEntry, 'state'> & { state: DeliveryState };

@Injectable()
export class PostgresDeliveryLedger extends DeliveryLedger {
  constructor(private readonly unitOfWork: TypeOrmUnitOfWork) {
    super();
  }

  /**
   * Hot first, then parked, then finished: the way a delivery goes, so one that moves meanwhile is not missed. Another
   * resend moves it back, hence the last look.
   */
  async forChange(id: string): Promise<LedgerEntry | undefined> {
    const columns = `delivery_id AS id, event_id AS "eventId", endpoint_id AS "endpointId"`;
    const hot = `SELECT ${columns}, CASE WHEN claim_token IS NULL THEN 'pending' ELSE 'delivering' END AS state
                   FROM webhook_deliveries WHERE delivery_id = $1 FOR UPDATE`;
    const selects = [
      hot,
      `SELECT ${columns}, 'parked' AS state FROM webhook_parked_deliveries WHERE delivery_id = $1 FOR UPDATE`,
      `SELECT ${columns}, state FROM webhook_delivery_history WHERE delivery_id = $1 FOR UPDATE`,
      hot,
    ];
    for (const select of selects) {
      const [row] = await this.unitOfWork.transactional.query<Row[]>(select, [id]);
      if (row) return row;
    }
    return undefined;
  }

  async makeDue(id: string): Promise<void> {
    await this.unitOfWork.transactional.query(
      `UPDATE webhook_deliveries SET due_at = ${QUEUE_CLOCK}, resent = true
        WHERE delivery_id = $1 AND claim_token IS NULL`,
      [id],
    );
  }

  async unpark(id: string): Promise<void> {
    await this.unitOfWork.transactional.query(
      `WITH unparked AS (DELETE FROM webhook_parked_deliveries WHERE delivery_id = $1 RETURNING *)
       INSERT INTO webhook_deliveries (delivery_id, event_id, event, endpoint_id, document_id, revision, attempts,
              resend_of, created_at, resent)
       SELECT delivery_id, event_id, event, endpoint_id, document_id, revision, attempts, resend_of, created_at, true
         FROM unparked`,
      [id],
    );
  }

  async cancel(id: string): Promise<void> {
    await this.unitOfWork.transactional.query(CANCEL_ONE, [id, 'cancelled_by_operator']);
  }

  async copy(id: string): Promise<string | undefined> {
    const manager = this.unitOfWork.transactional;
    const [row] = await manager.query<Omit<LedgerEntry, 'state'>[]>(
      `WITH copy AS (
         INSERT INTO webhook_deliveries (delivery_id, event_id, event, endpoint_id, document_id, revision, resend_of)
         SELECT next_uuid7(), event_id, event, endpoint_id, document_id, revision, delivery_id
           FROM webhook_delivery_history WHERE delivery_id = $1
         ON CONFLICT DO NOTHING
         RETURNING delivery_id, event_id, endpoint_id
       ), accepted AS (
         INSERT INTO webhook_extra_deliveries (delivery_id, event_id, endpoint_id) TABLE copy
       )
       SELECT delivery_id AS id, event_id AS "eventId", endpoint_id AS "endpointId" FROM copy`,
      [id],
    );
    if (!row) return undefined;
    // Looked for after the insert, which waits for one that is being parked at this moment.
    const parked = await manager.query<unknown[]>(
      `SELECT 1 FROM webhook_parked_deliveries WHERE endpoint_id = $1 AND event_id = $2`,
      [row.endpointId, row.eventId],
    );
    return parked.length === 0 ? row.id : undefined;
  }

  async canBeSent({ endpointId, eventId }: LedgerEntry): Promise<{ endpoint: boolean; event: boolean }> {
    const [row] = await this.unitOfWork.transactional.query<{ endpoint: boolean; event: boolean }[]>(
      `SELECT EXISTS (SELECT 1 FROM webhook_endpoints WHERE id = $1 AND deleted_at IS NULL) AS endpoint,
              EXISTS (SELECT 1 FROM outbox_events WHERE event_id = $2) AS event`,
      [endpointId, eventId],
    );
    return row ?? { endpoint: false, event: false };
  }
}
