import { Injectable } from '@nestjs/common';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { DeliveryLedger, type LedgerEntry } from '../application/delivery-ledger.js';
import type { DeliveryState } from '../domain/delivery-state.js';

type Row = Omit<LedgerEntry, 'state'> & { state: DeliveryState };

@Injectable()
export class PostgresDeliveryLedger extends DeliveryLedger {
  constructor(private readonly unitOfWork: TypeOrmUnitOfWork) {
    super();
  }

  /** Hot first, then parked, then finished: the way a delivery goes, so one that moves meanwhile is not missed. */
  async forChange(id: string): Promise<LedgerEntry | undefined> {
    const columns = `delivery_id AS id, event_id AS "eventId", endpoint_id AS "endpointId"`;
    const selects = [
      `SELECT ${columns}, CASE WHEN claim_token IS NULL THEN 'pending' ELSE 'delivering' END AS state
         FROM webhook_deliveries WHERE delivery_id = $1 FOR UPDATE`,
      `SELECT ${columns}, 'parked' AS state FROM webhook_parked_deliveries WHERE delivery_id = $1 FOR UPDATE`,
      `SELECT ${columns}, state FROM webhook_delivery_history WHERE delivery_id = $1 FOR UPDATE`,
    ];
    for (const select of selects) {
      const [row] = await this.unitOfWork.transactional.query<Row[]>(select, [id]);
      if (row) return row;
    }
    return undefined;
  }

  async makeDue(id: string): Promise<void> {
    await this.unitOfWork.transactional.query(
      `UPDATE webhook_deliveries SET due_at = now() WHERE delivery_id = $1 AND claim_token IS NULL`,
      [id],
    );
  }

  async unpark(id: string): Promise<void> {
    await this.unitOfWork.transactional.query(
      `WITH unparked AS (DELETE FROM webhook_parked_deliveries WHERE delivery_id = $1 RETURNING *)
       INSERT INTO webhook_deliveries (delivery_id, event_id, event, endpoint_id, document_id, revision, attempts,
              resend_of, created_at)
       SELECT delivery_id, event_id, event, endpoint_id, document_id, revision, attempts, resend_of, created_at
         FROM unparked`,
      [id],
    );
  }

  async copy(id: string): Promise<string | undefined> {
    const [row] = await this.unitOfWork.transactional.query<{ id: string }[]>(
      `INSERT INTO webhook_deliveries (delivery_id, event_id, event, endpoint_id, document_id, revision, resend_of)
       SELECT next_uuid7(), event_id, event, endpoint_id, document_id, revision, delivery_id
         FROM webhook_delivery_history AS finished
        WHERE delivery_id = $1
          AND NOT EXISTS (SELECT 1 FROM webhook_parked_deliveries AS parked
                           WHERE parked.endpoint_id = finished.endpoint_id AND parked.event_id = finished.event_id)
       ON CONFLICT DO NOTHING
       RETURNING delivery_id AS id`,
      [id],
    );
    return row?.id;
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
