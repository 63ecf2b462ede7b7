import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { changeProfile } from '../domain/change-profile.js';
import type { Profile, ProfileDetails } from '../domain/profile.js';
import { ProfileRepository } from './profile.repository.js';

/** Documents that were read before stay as they are, until they are reprocessed. */
@Injectable()
export class UpdateProfile {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly profiles: ProfileRepository,
  ) {}

  /** @throws profile_not_found, version_mismatch, built_in, duplicate_field, profile_name_taken */
  execute(
    id: number,
    changes: Partial<ProfileDetails>,
    expectedVersions?: readonly number[],
  ): Promise<Profile> {
    return this.unitOfWork.run(async () => {
      const profile = await this.profiles.forChange(id);
      const changed = changeProfile(profile, changes, expectedVersions);
      return changed === profile ? profile : this.profiles.save(changed);
    });
  }
}
