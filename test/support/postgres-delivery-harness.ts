import type { Clock } from '../../src/shared/kernel/clock.js';
import { Ids } from '../../src/shared/kernel/ids.js';
import { TypeOrmUnitOfWork } from '../../src/shared/database/typeorm-unit-of-work.js';
import { AnnounceOperations } from '../../src/webhook-delivery/application/announce-operations.js';
import type { ClaimedDelivery } from '../../src/webhook-delivery/application/delivery-queue.js';
import type { DeliveryWakeup } from '../../src/webhook-delivery/infrastructure/delivery-wakeup.js';
import { PostgresDeliveryQueue } from '../../src/webhook-delivery/infrastructure/postgres-delivery-queue.js';
import { PostgresOutbox } from '../../src/webhook-delivery/infrastructure/postgres-outbox.js';
import { SqlEndpointQueries } from '../../src/webhook-delivery/infrastructure/sql-endpoint.queries.js';
import { aDeliveryPolicy } from './a-delivery-policy.js';
import type {
  AttemptFacts,
  DeliveryFacts,
  DeliveryQueueHarness,
  QueuedDelivery,
} from './delivery-queue-harness.js';
import { TestDatabase } from './test-database.js';

class RandomIds extends Ids {
  next(): string {
    return crypto.randomUUID();
  }
}

/** A real queue in a database of its own. Rows are put in and looked at by plain SQL. */
export class PostgresDeliveryHarness implements DeliveryQueueHarness {
  readonly policy = aDeliveryPolicy();
  readonly queue: PostgresDeliveryQueue;
  #lastDocument = 0;

  private constructor(
    readonly database: TestDatabase,
    readonly unitOfWork: TypeOrmUnitOfWork,
  ) {
    this.queue = this.#queueOn(unitOfWork);
  }

  static async open(): Promise<PostgresDeliveryHarness> {
    const database = await TestDatabase.create();
    const unitOfWork = await database.unitOfWork();
    return new PostgresDeliveryHarness(database, unitOfWork);
  }

  /** The same queue as another process sees it: with connections of its own. */
  async another(): Promise<{ unitOfWork: TypeOrmUnitOfWork; queue: PostgresDeliveryQueue }> {
    const unitOfWork = await this.database.unitOfWork();
    return { unitOfWork, queue: this.#queueOn(unitOfWork) };
  }

  #queueOn(unitOfWork: TypeOrmUnitOfWork): PostgresDeliveryQueue {
    const outbox = new PostgresOutbox(unitOfWork, { wake: () => undefined } as unknown as DeliveryWakeup);
    const clock: Clock = { now: () => new Date() };
    const queries = new SqlEndpointQueries(unitOfWork);
    const operations = new AnnounceOperations(outbox, queries, new RandomIds(), clock);
    return new PostgresDeliveryQueue(unitOfWork, new RandomIds(), this.policy, operations);
  }

  sql<Row = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<Row[]> {
    return this.unitOfWork.manager.query<Row[]>(text, values);
  }

  async endpoint({
    maxInFlight = 16,
    enabled = true,
    deleted = false,
    events = ['document.exported'],
  } = {}): Promise<number> {
    const [row] = await this.sql<{ id: number }>(
      `WITH endpoint AS (
         INSERT INTO webhook_endpoints (url, events, enabled, max_in_flight, headers_sealed, secret_sealed, deleted_at)
         VALUES ('http://127.0.0.1:9/', $1, $2, $3, '', '', CASE WHEN $4 THEN now() END) RETURNING id)
       INSERT INTO webhook_endpoint_states (endpoint_id) SELECT id FROM endpoint RETURNING endpoint_id AS id`,
      [events, enabled, maxInFlight, deleted],
    );
    return row!.id;
  }

  async enqueue(deliveries: readonly QueuedDelivery[]): Promise<string[]> {
    const rows = deliveries.map((delivery) => ({
      endpoint: delivery.endpointId,
      document: delivery.documentId ?? ++this.#lastDocument,
      revision: delivery.revision ?? 1,
      due: delivery.dueInMs ?? 0,
      resend: delivery.resend ?? false,
    }));
    const made = await this.sql<{ id: string }>(
      `WITH wanted AS MATERIALIZED (
         SELECT wanted.*, next_uuid7() AS event_id, next_uuid7() AS id
           FROM json_to_recordset($1) AS wanted
             (endpoint integer, document integer, revision integer, due float8, resend boolean)
       ), events AS (
         INSERT INTO outbox_events (event_id, event, document_id, revision, endpoint_ids, body)
         SELECT event_id, 'document.exported', document, revision, ARRAY[endpoint], '{}' FROM wanted
       )
       INSERT INTO webhook_deliveries (delivery_id, event_id, event, endpoint_id, document_id, revision, due_at, resend_of)
       SELECT id, event_id, 'document.exported', endpoint, document, revision,
              now() + due * interval '1 ms', CASE WHEN resend THEN next_uuid7() END
         FROM wanted RETURNING delivery_id AS id`,
      [JSON.stringify(rows)],
    );
    for (const [index, { body }] of deliveries.entries()) {
      if (body === undefined) continue;
      await this.sql(
        `UPDATE outbox_events SET body = $2
          WHERE event_id = (SELECT event_id FROM webhook_deliveries WHERE delivery_id = $1)`,
        [made[index]!.id, body],
      );
    }
    return made.map(({ id }) => id);
  }

  /** Rows by the thousand, of one endpoint, each of another document, all with the body of one event. */
  async fill(endpointId: number, count: number, dueIn: string): Promise<void> {
    await this.sql(
      `WITH event AS (
         INSERT INTO outbox_events (event_id, event, endpoint_ids, body)
         VALUES (next_uuid7(), 'document.exported', ARRAY[$1::integer], '{}') RETURNING event_id
       )
       INSERT INTO webhook_deliveries (delivery_id, event_id, event, endpoint_id, document_id, revision, due_at)
       SELECT next_uuid7(), event_id, 'document.exported', $1, 10000000 + number, 1, now() + $3::interval
         FROM event CROSS JOIN generate_series(1, $2::integer) AS number`,
      [endpointId, count, dueIn],
    );
  }

  async facts(deliveryId: string): Promise<DeliveryFacts | undefined> {
    const [row] = await this.sql<DeliveryFacts>(
      `SELECT CASE WHEN claim_token IS NULL THEN 'pending' ELSE 'delivering' END AS state, NULL AS reason, attempts,
              failures, CASE WHEN claim_token IS NULL THEN extract(epoch FROM due_at - now())::float8 * 1000 END AS "dueInMs"
         FROM webhook_deliveries WHERE delivery_id = $1
       UNION ALL
       SELECT 'parked', reason, attempts, NULL, NULL FROM webhook_parked_deliveries WHERE delivery_id = $1
       UNION ALL
       SELECT state, reason, attempts, NULL, NULL FROM webhook_delivery_history WHERE delivery_id = $1`,
      [deliveryId],
    );
    return row;
  }

  attempts(deliveryId: string): Promise<AttemptFacts[]> {
    return this.sql<AttemptFacts>(
      `SELECT attempt, error, status_code AS "statusCode", response_excerpt AS "responseExcerpt", worker
         FROM webhook_attempts WHERE delivery_id = $1
       UNION ALL
       SELECT attempts, NULL, status_code, response_excerpt, worker
         FROM webhook_delivery_history WHERE delivery_id = $1
        ORDER BY 1`,
      [deliveryId],
    );
  }

  async consecutiveFailures(endpointId: number): Promise<number> {
    const [row] = await this.sql<{ count: number }>(
      `SELECT consecutive_failures AS count FROM webhook_endpoint_states WHERE endpoint_id = $1`,
      [endpointId],
    );
    return row!.count;
  }

  async expire(deliveries: readonly ClaimedDelivery[]): Promise<void> {
    await this.sql(
      `UPDATE webhook_claims SET lease_until = now() - interval '1 ms' WHERE claim_token = ANY ($1)`,
      [deliveries.map((delivery) => delivery.claimToken)],
    );
  }

  async clear(): Promise<void> {
    await this.sql(`DELETE FROM webhook_deliveries`);
    await this.sql(`DELETE FROM webhook_claims`);
  }

  close(): Promise<void> {
    return this.database.drop();
  }
}
