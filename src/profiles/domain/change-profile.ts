import { checkKeys } from './check-keys.js';
import type { Profile, ProfileDetails } from './profile.js';
import { builtInProfile, staleProfile } from './profile-errors.js';

/**
 * The profile with what is named in `changes`; the very same one when that makes no difference.
 * @param expectedVersions the versions that the caller has seen; undefined: any
 * @throws built_in, version_mismatch, duplicate_field
 */
export function changeProfile(
  profile: Profile,
  changes: Partial<ProfileDetails>,
  expectedVersions: readonly number[] | undefined,
): Profile {
  if (expectedVersions && !expectedVersions.includes(profile.version)) {
    throw staleProfile(profile.id, profile.version);
  }
  const named = Object.keys(changes) as (keyof ProfileDetails)[];
  if (named.every((member) => same(changes[member], profile[member]))) return profile;
  if (profile.builtIn) throw builtInProfile(profile);
  const changed = { ...profile, ...changes, version: profile.version + 1 };
  checkKeys(changed);
  return changed;
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
