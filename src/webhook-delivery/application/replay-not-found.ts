import { DomainError } from '../../shared/kernel/domain-error.js';

export class ReplayNotFound extends DomainError {
  constructor(id: number) {
    super('not-found', 'replay_not_found', `There is no replay ${id}.`);
  }
}
