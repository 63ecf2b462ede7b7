import type { User } from '../domain/user.js';

/** A user as it is shown: without the hash of the password. */
export interface UserView extends User {
  lastLoginAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

export abstract class UserQueries {
  /** @throws user_not_found */
  abstract get(id: number): Promise<UserView>;
  /** Newest first, `limit` of them, those with ids below `before`. */
  abstract list(limit: number, before?: number): Promise<UserView[]>;
}
