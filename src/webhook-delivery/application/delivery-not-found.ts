import { DomainError } from '../../shared/kernel/domain-error.js';

export class DeliveryNotFound extends DomainError {
  constructor(id: string) {
    super('not-found', 'delivery_not_found', `There is no delivery ${id}.`);
  }
}
