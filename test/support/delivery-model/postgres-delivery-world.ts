import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { AesSecretBox } from '../../../src/shared/database/aes-secret-box.js';
import type { TypeOrmUnitOfWork } from '../../../src/shared/database/typeorm-unit-of-work.js';
import type { AnnounceOperations } from '../../../src/webhook-delivery/application/announce-operations.js';
import { CancelDelivery } from '../../../src/webhook-delivery/application/cancel-delivery.js';
import { CancelStragglers } from '../../../src/webhook-delivery/application/cancel-stragglers.js';
import { DeleteEndpoint } from '../../../src/webhook-delivery/application/delete-endpoint.js';
import type {
  ClaimedDelivery,
  DeliveryQueue,
} from '../../../src/webhook-delivery/application/delivery-queue.js';
import { PlaceDeliveries } from '../../../src/webhook-delivery/application/place-deliveries.js';
import { ResendDelivery } from '../../../src/webhook-delivery/application/resend-delivery.js';
import type { TargetPolicy } from '../../../src/webhook-delivery/application/target-policy.js';
import { UpdateEndpoint } from '../../../src/webhook-delivery/application/update-endpoint.js';
import { Endpoint } from '../../../src/webhook-delivery/domain/endpoint.js';
import type { DeliveryWakeup } from '../../../src/webhook-delivery/infrastructure/delivery-wakeup.js';
import { PostgresDeliveryLedger } from '../../../src/webhook-delivery/infrastructure/postgres-delivery-ledger.js';
import { PostgresOutbox } from '../../../src/webhook-delivery/infrastructure/postgres-outbox.js';
import { PostgresOperatorActions } from '../../../src/webhook-delivery/infrastructure/postgres-operator-actions.js';
import { PostgresReplays } from '../../../src/webhook-delivery/infrastructure/postgres-replays.js';
import { PostgresUnfinishedDeliveries } from '../../../src/webhook-delivery/infrastructure/postgres-unfinished-deliveries.js';
import { SqlWebhookLedgerQueries } from '../../../src/webhook-delivery/infrastructure/sql-webhook-ledger.queries.js';
import { TypeOrmEndpointRepository } from '../../../src/webhook-delivery/infrastructure/typeorm-endpoint.repository.js';
import { WebhookEndpointStateRow } from '../../../src/webhook-delivery/infrastructure/webhook-endpoint-state.row.js';
import { WebhookEndpointRow } from '../../../src/webhook-delivery/infrastructure/webhook-endpoint.row.js';
import { newWebhookSecret } from '../../../src/webhook-delivery/infrastructure/webhook-signature.js';
import { PostgresDeliveryHarness } from '../postgres-delivery-harness.js';
import type { DeliveryPeople, DeliveryRow, DeliveryWorld } from './delivery-world.js';

/** The real queue, the real use cases of people, and the real jobs, over one database. Time is moved by plain SQL. */
export class PostgresDeliveryWorld implements DeliveryWorld {
  readonly people: DeliveryPeople;
  readonly #outbox: PostgresOutbox;
  readonly #repository: TypeOrmEndpointRepository;
  #endpointIds: number[] = [];

  private constructor(
    private readonly harness: PostgresDeliveryHarness,
    private readonly queues: readonly DeliveryQueue[],
    private readonly unitOfWork: TypeOrmUnitOfWork,
  ) {
    this.#outbox = new PostgresOutbox(unitOfWork, { wake: () => undefined } as unknown as DeliveryWakeup);
    this.#repository = new TypeOrmEndpointRepository(unitOfWork, new AesSecretBox(randomBytes(32)));
    this.people = makePeople(unitOfWork, this.#repository);
  }

  static async open(workers: number): Promise<PostgresDeliveryWorld> {
    const harness = await PostgresDeliveryHarness.open();
    Object.assign(harness.policy, {
      retrySchedule: [0, 3_600_000],
      breaker: { failures: 3, probeMinMs: 60_000, probeMaxMs: 600_000 },
    });
    const queues: DeliveryQueue[] = [];
    for (let count = 0; count < workers; count++) queues.push((await harness.another()).queue);
    const unitOfWork = await harness.database.unitOfWork([WebhookEndpointRow, WebhookEndpointStateRow]);
    return new PostgresDeliveryWorld(harness, queues, unitOfWork);
  }

  async begin(maxInFlight: readonly number[]): Promise<number[]> {
    await this.harness.sql(`DELETE FROM webhook_deliveries`);
    await this.harness.sql(`DELETE FROM webhook_claims`);
    await this.harness.sql(`DELETE FROM webhook_parked_deliveries`);
    await this.harness.sql(`UPDATE webhook_endpoints SET deleted_at = now() WHERE deleted_at IS NULL`);
    this.#endpointIds = [];
    for (const limit of maxInFlight) this.#endpointIds.push(await this.#endpoint(limit));
    return this.#endpointIds;
  }

  append(documentId: number, revision: number): Promise<void> {
    const body = JSON.stringify({ documentId, revision });
    const message = { event: 'document.exported', documentId, revision, body, at: new Date() };
    return this.unitOfWork.run(() => this.#outbox.append([{ ...message, eventId: uuidv7() }]));
  }

  worker(number: number): DeliveryQueue {
    return this.queues[number]!;
  }

  async lapse(claims: readonly ClaimedDelivery[]): Promise<void> {
    await this.harness.sql(
      `UPDATE webhook_claims SET lease_until = now() - interval '1 ms'
        WHERE claim_token IN (SELECT claim_token FROM webhook_claims WHERE claim_token = ANY ($1)
                               FOR UPDATE SKIP LOCKED)`,
      [claims.map(({ claimToken }) => claimToken)],
    );
  }

  async passTime(): Promise<void> {
    await this.harness.sql(
      `UPDATE webhook_deliveries SET due_at = now()
        WHERE delivery_id IN (SELECT delivery_id FROM webhook_deliveries WHERE due_at > now() FOR UPDATE SKIP LOCKED)`,
    );
    await this.harness.sql(
      `UPDATE webhook_endpoint_states SET gate_until = now()
        WHERE endpoint_id IN (SELECT endpoint_id FROM webhook_endpoint_states WHERE gate_until > now()
                               FOR UPDATE SKIP LOCKED)`,
    );
  }

  rows(): Promise<DeliveryRow[]> {
    const columns = `delivery_id AS "deliveryId", event_id AS "eventId", endpoint_id AS "endpointId",
                     document_id AS "documentId", revision, resend_of AS "resendOf", attempts`;
    return this.harness.sql<DeliveryRow & Record<string, unknown>>(
      `SELECT * FROM (
         SELECT ${columns}, CASE WHEN claim_token IS NULL THEN 'pending' ELSE 'delivering' END AS state, NULL AS reason,
                claim_token AS "claimToken", due_at <= now() AS "isDue" FROM webhook_deliveries
         UNION ALL
         SELECT ${columns}, 'parked', reason, NULL, false FROM webhook_parked_deliveries
         UNION ALL
         SELECT ${columns}, state, reason, NULL, false FROM webhook_delivery_history) AS delivery
        WHERE "endpointId" = ANY ($1) ORDER BY "documentId", revision, "endpointId", "deliveryId"`,
      [this.#endpointIds],
    );
  }

  async health(): Promise<Map<number, string>> {
    const states = await this.harness.sql<{ id: number; state: string }>(
      `SELECT endpoint_id AS id, row_to_json(state)::text AS state FROM webhook_endpoint_states AS state
        WHERE endpoint_id = ANY ($1)`,
      [this.#endpointIds],
    );
    return new Map(states.map(({ id, state }) => [id, state]));
  }

  close(): Promise<void> {
    return this.harness.close();
  }

  #endpoint(maxInFlight: number): Promise<number> {
    const settings = {
      url: 'http://127.0.0.1:9/',
      events: ['document.exported' as const],
      description: null,
      enabled: true,
      auth: { type: 'none' as const },
      headers: {},
      maxInFlight,
    };
    return this.unitOfWork.run(() =>
      this.#repository.add(Endpoint.create(settings, newWebhookSecret(), new Date())),
    );
  }
}

function makePeople(unitOfWork: TypeOrmUnitOfWork, endpoints: TypeOrmEndpointRepository): DeliveryPeople {
  const workers = { wake: () => undefined };
  const unfinished = new PostgresUnfinishedDeliveries(unitOfWork);
  unfinished.batch = 2; // so that things happen while the rest is still to be moved
  const ledger = new PostgresDeliveryLedger(unitOfWork);
  const clock = { now: () => new Date() };
  const operations = { announce: async () => undefined } as unknown as AnnounceOperations;
  const policy = {} as TargetPolicy;
  const actions = new PostgresOperatorActions(unitOfWork);
  const update = new UpdateEndpoint(
    unitOfWork,
    endpoints,
    unfinished,
    policy,
    operations,
    workers,
    clock,
    actions,
  );
  const remove = new DeleteEndpoint(unitOfWork, endpoints, unfinished, new PostgresReplays(unitOfWork));
  const resend = new ResendDelivery(unitOfWork, ledger, workers);
  const cancel = new CancelDelivery(unitOfWork, ledger, workers);
  const place = new PlaceDeliveries(unitOfWork, unfinished);
  const stragglers = new CancelStragglers(unitOfWork, unfinished);
  const queries = new SqlWebhookLedgerQueries(unitOfWork);
  return {
    turn: (endpointId, enabled) => update.execute(endpointId, { enabled }, 'model'),
    remove: (endpointId) => remove.execute(endpointId),
    resend: (deliveryId) => resend.execute(deliveryId),
    cancel: (deliveryId) => cancel.execute(deliveryId),
    tidy: async () => {
      await place.execute();
      await stragglers.execute();
    },
    ledger: async () => new Map((await queries.read()).items.map((item) => [item.endpointId, item])),
  };
}
