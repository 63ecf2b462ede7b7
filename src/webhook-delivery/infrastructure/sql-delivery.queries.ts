import { Injectable } from '@nestjs/common';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import {
  DeliveryQueries,
  type AttemptView,
  type DeliveryFilter,
  type DeliveryView,
  type RevisionView,
} from '../application/delivery.queries.js';
import { selectDeliveries } from './sql/select-deliveries.sql.js';

const NO_REVISION = 2 ** 31 - 1;

@Injectable()
export class SqlDeliveryQueries extends DeliveryQueries {
  constructor(private readonly unitOfWork: TypeOrmUnitOfWork) {
    super();
  }

  async list(filter: DeliveryFilter, limit: number, before: string | undefined): Promise<DeliveryView[]> {
    const event = filter.eventId === undefined ? undefined : await this.placeOf(filter.eventId);
    const values: unknown[] = [];
    const conditions = (
      [
        ['delivery_id <', before],
        ['endpoint_id =', filter.endpointId],
        ['document_id =', filter.documentId],
        ['event_id =', filter.eventId],
        ['document_id =', event?.documentId],
        ['revision =', event?.revision],
        ['created_at >=', filter.createdAfter],
        ['created_at <', filter.createdBefore],
      ] as const
    )
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([comparison, value]) => `${comparison} $${values.push(value)}`);
    const state = filter.state === undefined ? '' : `WHERE state = $${values.push(filter.state)}`;
    const tail = `${state} ORDER BY id DESC LIMIT $${values.push(limit)}`;
    return this.unitOfWork.manager.query<DeliveryView[]>(
      selectDeliveries(conditions.join(' AND ') || 'true', tail),
      values,
    );
  }

  async get(id: string): Promise<DeliveryView | undefined> {
    const [delivery] = await this.unitOfWork.manager.query<DeliveryView[]>(
      selectDeliveries('delivery_id = $1', ''),
      [id],
    );
    return delivery;
  }

  attempts(id: string): Promise<AttemptView[]> {
    return this.unitOfWork.manager.query<AttemptView[]>(
      `SELECT attempt, started_at AS "startedAt", duration_ms AS "durationMs", status_code AS "statusCode", error,
              response_excerpt AS "responseExcerpt", worker
         FROM webhook_attempts WHERE delivery_id = $1
       UNION ALL
       SELECT attempts, started_at, duration_ms, status_code, NULL, response_excerpt, worker
         FROM webhook_delivery_history WHERE delivery_id = $1 AND started_at IS NOT NULL
        ORDER BY attempt`,
      [id],
    );
  }

  async ofDocument(documentId: number, limit: number, before = NO_REVISION): Promise<RevisionView[]> {
    const revisions = await this.unitOfWork.manager.query<Omit<RevisionView, 'deliveries'>[]>(
      `SELECT revision, event_id AS "eventId", created_at AS "createdAt"
         FROM outbox_events WHERE document_id = $1 AND revision < $2 ORDER BY revision DESC LIMIT $3`,
      [documentId, before, limit],
    );
    const deliveries = await this.unitOfWork.manager.query<DeliveryView[]>(
      selectDeliveries('document_id = $1 AND revision = ANY($2::integer[])', 'ORDER BY id'),
      [documentId, revisions.map(({ revision }) => revision)],
    );
    return revisions.map((revision) => ({
      ...revision,
      deliveries: deliveries.filter((delivery) => delivery.eventId === revision.eventId),
    }));
  }

  async digests(documentIds: readonly number[]): Promise<ReadonlyMap<number, string>> {
    const rows: { id: number; digest: string }[] = await this.unitOfWork.manager.query(
      `SELECT "documentId" AS id,
              md5(string_agg(concat_ws(' ', id, state, attempts, "nextAttemptAt"), ',' ORDER BY id)) AS digest
         FROM (${selectDeliveries('document_id = ANY($1::integer[])', '')}) AS each GROUP BY "documentId"`,
      [documentIds],
    );
    return new Map(rows.map(({ id, digest }) => [id, digest]));
  }

  /** The queue has no index on events of documents: their document and revision find the same rows. */
  private async placeOf(
    eventId: string,
  ): Promise<{ documentId: number | null; revision: number | null } | undefined> {
    const [event] = await this.unitOfWork.manager.query<
      { documentId: number | null; revision: number | null }[]
    >(`SELECT document_id AS "documentId", revision FROM outbox_events WHERE event_id = $1`, [eventId]);
    return event;
  }
}
