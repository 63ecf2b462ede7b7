import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { anEndpoint } from '../../../test/support/an-endpoint.js';
import { outcomeOf } from '../../../test/support/outcome-of.js';
import { PostgresDeliveryHarness } from '../../../test/support/postgres-delivery-harness.js';
import { AesSecretBox } from '../../shared/database/aes-secret-box.js';
import type { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import type { AnnounceOperations } from '../application/announce-operations.js';
import { UpdateEndpoint } from '../application/update-endpoint.js';
import { Endpoint, type EndpointSettings } from '../domain/endpoint.js';
import { PostgresOperatorActions } from './postgres-operator-actions.js';
import { PostgresUnfinishedDeliveries } from './postgres-unfinished-deliveries.js';
import { TypeOrmEndpointRepository } from './typeorm-endpoint.repository.js';
import { WebhookEndpointStateRow } from './webhook-endpoint-state.row.js';
import { WebhookEndpointRow } from './webhook-endpoint.row.js';
import { newWebhookSecret } from './webhook-signature.js';

describe('An open endpoint, whose next probe is hours away,', () => {
  let harness: PostgresDeliveryHarness;
  let unitOfWork: TypeOrmUnitOfWork;
  let repository: TypeOrmEndpointRepository;
  let endpointId: number;

  beforeAll(async () => {
    harness = await PostgresDeliveryHarness.open();
    unitOfWork = await harness.database.unitOfWork([WebhookEndpointRow, WebhookEndpointStateRow]);
    repository = new TypeOrmEndpointRepository(unitOfWork, new AesSecretBox(randomBytes(32)));
  });
  afterAll(() => harness.close());
  beforeEach(async () => {
    await harness.clear();
    const settings = anEndpoint({ auth: { type: 'bearer', token: 'the token' } });
    endpointId = await unitOfWork.run(() =>
      repository.add(Endpoint.create(settings, newWebhookSecret(), new Date())),
    );
    harness.policy.breaker = { failures: 1, probeMinMs: 7_200_000, probeMaxMs: 7_200_000 };
    await harness.enqueue([{ endpointId }]);
    const [delivery] = await claim();
    await harness.queue.settle([outcomeOf(delivery!, { kind: 'endpoint_fault' })], 'worker');
    expect(await claim()).toEqual([]);
  });

  const claim = () => harness.queue.claim(10, 30, 'worker');
  const change = (changes: Partial<EndpointSettings>): Promise<void> =>
    new UpdateEndpoint(
      unitOfWork,
      repository,
      new PostgresUnfinishedDeliveries(unitOfWork),
      { check: () => Promise.resolve() },
      { announce: () => Promise.resolve() } as unknown as AnnounceOperations,
      { wake: () => undefined },
      { now: () => new Date() },
      new PostgresOperatorActions(unitOfWork),
    ).execute(endpointId, changes, 'operator');

  it.each<[string, Partial<EndpointSettings>]>([
    ['another URL', { url: 'https://crm.example/moved' }],
    ['another token', { auth: { type: 'bearer', token: 'the next token' } }],
    ['another kind of auth', { auth: { type: 'header', name: 'x-api-key', value: 'the key' } }],
  ])('is probed at once with %s', async (_, changes) => {
    await change(changes);
    expect(await claim()).toMatchObject([{ endpointId, isProbe: true }]);
  });

  it('is left alone when its limits or its description change', async () => {
    await change({ maxInFlight: 3, description: 'the CRM' });
    expect(await claim()).toEqual([]);
  });
});
