import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { anEndpoint } from '../../../test/support/an-endpoint.js';
import { outcomeOf } from '../../../test/support/outcome-of.js';
import { PostgresDeliveryHarness } from '../../../test/support/postgres-delivery-harness.js';
import { until } from '../../../test/support/until.js';
import { AesSecretBox } from '../../shared/database/aes-secret-box.js';
import type { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { AnnounceOperations } from '../application/announce-operations.js';
import { UpdateEndpoint } from '../application/update-endpoint.js';
import { Endpoint } from '../domain/endpoint.js';
import type { DeliveryWakeup } from './delivery-wakeup.js';
import { PostgresOperatorActions } from './postgres-operator-actions.js';
import { PostgresOutbox } from './postgres-outbox.js';
import { PostgresUnfinishedDeliveries } from './postgres-unfinished-deliveries.js';
import { SqlEndpointQueries } from './sql-endpoint.queries.js';
import { TypeOrmEndpointRepository } from './typeorm-endpoint.repository.js';
import { WebhookEndpointStateRow } from './webhook-endpoint-state.row.js';
import { WebhookEndpointRow } from './webhook-endpoint.row.js';
import { newWebhookSecret } from './webhook-signature.js';

describe('An endpoint that a person disables and whose receiver says 410', () => {
  let harness: PostgresDeliveryHarness;
  let unitOfWork: TypeOrmUnitOfWork;
  let repository: TypeOrmEndpointRepository;
  let endpointId: number;

  beforeAll(async () => {
    harness = await PostgresDeliveryHarness.open();
    unitOfWork = await harness.database.unitOfWork([WebhookEndpointRow, WebhookEndpointStateRow]);
    repository = new TypeOrmEndpointRepository(unitOfWork, new AesSecretBox(randomBytes(32)));
    await harness.endpoint({ events: ['endpoint.disabled'] });
  });
  afterAll(() => harness.close());
  beforeEach(async () => {
    await harness.clear();
    await harness.sql(`TRUNCATE outbox_events`);
    endpointId = await unitOfWork.run(() =>
      repository.add(Endpoint.create(anEndpoint(), newWebhookSecret(), new Date())),
    );
  });

  async function claimed(): Promise<() => Promise<unknown>> {
    await harness.enqueue([{ endpointId }]);
    const [delivery] = await harness.queue.claim(1, 30, 'worker');
    return () => harness.queue.settle([outcomeOf(delivery!, { kind: 'gone' })], 'worker');
  }

  function disable(): Promise<void> {
    const outbox = new PostgresOutbox(unitOfWork, { wake: () => undefined } as unknown as DeliveryWakeup);
    const clock = { now: () => new Date() };
    return new UpdateEndpoint(
      unitOfWork,
      repository,
      new PostgresUnfinishedDeliveries(unitOfWork),
      { check: () => Promise.resolve() },
      new AnnounceOperations(outbox, new SqlEndpointQueries(unitOfWork), { next: randomUUID }, clock),
      { wake: () => undefined },
      clock,
      new PostgresOperatorActions(unitOfWork),
    ).execute(endpointId, { enabled: false }, 'operator');
  }

  const told = async (): Promise<unknown[]> =>
    (
      await harness.sql<{ body: string }>(`SELECT body FROM outbox_events WHERE event = 'endpoint.disabled'`)
    ).map(({ body }) => (JSON.parse(body) as { state_reason: unknown }).state_reason);

  it('is told of once when the 410 comes later', async () => {
    const sayGone = await claimed();
    await disable();
    await sayGone();
    expect(await told()).toEqual([null]);
  });

  it('is told of once when the 410 came before', async () => {
    await (
      await claimed()
    )();
    await disable();
    expect(await told()).toEqual(['gone']);
  });

  it.each([
    ['first', 'gone'],
    ['last', null],
  ])('is told of once when both happen at once and the 410 gets there %s', async (place, reason) => {
    const sayGone = await claimed();
    const both = place === 'first' ? [sayGone, disable] : [disable, sayGone];
    const other = await harness.another();
    const under = await other.unitOfWork.run(async () => {
      await other.unitOfWork.manager.query(
        `SELECT FROM webhook_endpoint_states WHERE endpoint_id = $1 FOR UPDATE`,
        [endpointId],
      );
      const running: Promise<unknown>[] = [];
      for (const one of both) {
        running.push(one());
        await until('it waits for the state of the endpoint', async () => {
          const waiting = await harness.sql(
            `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
          );
          return waiting.length === running.length;
        });
      }
      return { running };
    });
    await Promise.all(under.running);
    expect(await told()).toEqual([reason]);
  });
});
