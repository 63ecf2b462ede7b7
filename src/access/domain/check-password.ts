import { DomainError } from '../../shared/kernel/domain-error.js';

export const PASSWORD_LENGTH = { min: 12, max: 256 };

/**
 * Length is what counts; rules about kinds of characters make passwords worse.
 * https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver
 * @param pointer of the member that holds it
 * @throws password_refused
 */
export function checkPassword(password: string, email: string, pointer: string): void {
  const { min, max } = PASSWORD_LENGTH;
  const length = [...password].length;
  const problem =
    length < min || length > max
      ? `must have ${min} to ${max} characters`
      : password.trim().toLowerCase() === email && 'must not be the e-mail';
  if (problem === false) return;
  throw new DomainError('invalid', 'password_refused', `The password ${problem}.`, {
    errors: [{ pointer, message: problem }],
  });
}
