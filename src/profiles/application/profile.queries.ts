import type { Profile } from '../domain/profile.js';

export interface ProfileFilter {
  /** Is the whole name, in upper or lower case. */
  name?: string | undefined;
}

export abstract class ProfileQueries {
  abstract get(id: number): Promise<Profile | undefined>;
  /** Newest first, ids below `before`. */
  abstract list(filter: ProfileFilter, limit: number, before: number | undefined): Promise<Profile[]>;
}
