import { DomainError } from '../../shared/kernel/domain-error.js';

export function tokenNotFound(id: number): DomainError {
  return new DomainError('not-found', 'token_not_found', `There is no API token ${id}.`);
}

export function lastAdminToken(): DomainError {
  return new DomainError(
    'conflict',
    'last_admin_token',
    'Nobody could administer the service without this token. Create another one with the scope admin first.',
  );
}

export function expiryInPast(): DomainError {
  const message = 'must be in the future';
  return new DomainError('invalid', 'expiry_in_past', `The expires_at ${message}.`, {
    errors: [{ pointer: '/expires_at', message }],
  });
}
