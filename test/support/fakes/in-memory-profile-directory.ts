import { ProfileDirectory } from '../../../src/documents/application/profile-directory.js';
import type { ExtractionProfile } from '../../../src/shared/kernel/extraction-profile.js';
import { DEFAULT_PROFILE, STANDARD_INVOICE } from '../a-profile.js';

/** Profiles 1 and 2. */
export class InMemoryProfileDirectory extends ProfileDirectory {
  profiles: ExtractionProfile[] = [DEFAULT_PROFILE, STANDARD_INVOICE];

  async byIds(ids: readonly number[]): Promise<ExtractionProfile[]> {
    return this.profiles.filter(({ id }) => ids.includes(id));
  }
}
