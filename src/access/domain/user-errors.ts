import { DomainError } from '../../shared/kernel/domain-error.js';

export function userNotFound(id: number): DomainError {
  return new DomainError('not-found', 'user_not_found', `There is no user ${id}.`);
}

export function sessionNotFound(id: string): DomainError {
  return new DomainError('not-found', 'session_not_found', `You have no session ${id}.`);
}

export function lastAdminUser(): DomainError {
  return new DomainError(
    'conflict',
    'last_admin_user',
    'Nobody could administer the accounts without this one. Make another user admin first.',
  );
}

export function emailTaken(email: string): DomainError {
  return new DomainError('conflict', 'email_taken', `There is a user with the e-mail ${email} already.`);
}

/** The same whether there is no such account, it is disabled, or the password is another. */
export function wrongCredentials(): DomainError {
  return new DomainError('unauthenticated', 'wrong_credentials', 'The e-mail or the password is wrong.');
}

export function wrongPassword(): DomainError {
  const message = 'is not your password';
  return new DomainError('invalid', 'wrong_password', `The current password ${message}.`, {
    errors: [{ pointer: '/current_password', message }],
  });
}

export function userRequired(): DomainError {
  return new DomainError(
    'forbidden',
    'user_required',
    'This is about the account of a person who has signed in; an API token has none.',
  );
}
