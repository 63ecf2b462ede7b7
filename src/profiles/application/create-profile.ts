import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { checkKeys } from '../domain/check-keys.js';
import type { Profile, ProfileDetails } from '../domain/profile.js';
import { ProfileRepository } from './profile.repository.js';

@Injectable()
export class CreateProfile {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly profiles: ProfileRepository,
  ) {}

  /** @throws duplicate_field, profile_name_taken */
  async execute(input: ProfileDetails): Promise<Profile> {
    checkKeys(input);
    return this.unitOfWork.run(() => this.profiles.add(input));
  }
}
