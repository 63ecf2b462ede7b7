import { describe } from '@jest/globals';
import { deliveryQueueContract } from '../../contract/delivery-queue.contract.js';
import { InMemoryDeliveryQueue } from './in-memory-delivery-queue.js';

describe('InMemoryDeliveryQueue', () => {
  deliveryQueueContract(async () => new InMemoryDeliveryQueue());
});
