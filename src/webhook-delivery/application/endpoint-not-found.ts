import { DomainError } from '../../shared/kernel/domain-error.js';

export class EndpointNotFound extends DomainError {
  constructor(id: number) {
    super('not-found', 'endpoint_not_found', `There is no webhook endpoint ${id}.`);
  }
}
