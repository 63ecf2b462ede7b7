import { unknownProfile } from '../../shared/kernel/unknown-profile.js';
import type { ProfileDirectory } from './profile-directory.js';

/** @throws unknown_profile */
export async function checkProfile(profiles: ProfileDirectory, id: number): Promise<void> {
  if ((await profiles.byIds([id])).length === 0) throw unknownProfile(id, '/profile_id');
}
