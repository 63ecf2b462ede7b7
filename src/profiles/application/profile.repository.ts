import type { Profile, ProfileDetails } from '../domain/profile.js';

export abstract class ProfileRepository {
  /** At version 1. @throws profile_name_taken, whatever the capitals */
  abstract add(profile: ProfileDetails): Promise<Profile>;
  /** Locks the profile for a change; uploads go on meanwhile. @throws profile_not_found */
  abstract forChange(id: number): Promise<Profile>;
  /** @returns the profile with its new `updatedAt` @throws profile_name_taken */
  abstract save(profile: Profile): Promise<Profile>;
  /**
   * Of this and a new use of it at the same time one comes first; the other is refused.
   * @throws profile_in_use while a contact or a document names it
   */
  abstract remove(id: number): Promise<void>;
}
