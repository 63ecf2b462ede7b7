import { describe } from '@jest/globals';
import { InMemoryDeliveryQueue } from '../support/fakes/in-memory-delivery-queue.js';
import { PostgresDeliveryHarness } from '../support/postgres-delivery-harness.js';
import { deliveryQueueContract } from './delivery-queue.contract.js';

describe('PostgresDeliveryQueue', () => {
  deliveryQueueContract(() => PostgresDeliveryHarness.open());
});

describe('InMemoryDeliveryQueue', () => {
  deliveryQueueContract(async () => new InMemoryDeliveryQueue());
});
