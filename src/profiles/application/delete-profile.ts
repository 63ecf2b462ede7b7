import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { builtInProfile, staleProfile } from '../domain/profile-errors.js';
import { ProfileRepository } from './profile.repository.js';

@Injectable()
export class DeleteProfile {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly profiles: ProfileRepository,
  ) {}

  /** @throws profile_not_found, version_mismatch, built_in, profile_in_use */
  execute(id: number, expectedVersions?: readonly number[]): Promise<void> {
    return this.unitOfWork.run(async () => {
      const profile = await this.profiles.forChange(id);
      if (expectedVersions && !expectedVersions.includes(profile.version)) {
        throw staleProfile(id, profile.version);
      }
      if (profile.builtIn) throw builtInProfile(profile);
      await this.profiles.remove(id);
    });
  }
}
