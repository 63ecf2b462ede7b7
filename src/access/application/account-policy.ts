import type { UserRole } from '../domain/user.js';

export abstract class AccountPolicy {
  /** Of accounts that are made when somebody comes by the identity provider; undefined: none are made. */
  abstract readonly roleOfNewcomers: UserRole | undefined;
}
