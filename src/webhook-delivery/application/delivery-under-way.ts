import { DomainError } from '../../shared/kernel/domain-error.js';

export class DeliveryUnderWay extends DomainError {
  constructor() {
    super('conflict', 'delivery_under_way', 'It is being sent at this moment. Look again when that is over.');
  }
}
