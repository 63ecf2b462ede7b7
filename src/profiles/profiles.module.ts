import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CreateProfile } from './application/create-profile.js';
import { DeleteProfile } from './application/delete-profile.js';
import { ProfileDirectory } from './application/profile-directory.js';
import { ProfileQueries } from './application/profile.queries.js';
import { ProfileRepository } from './application/profile.repository.js';
import { UpdateProfile } from './application/update-profile.js';
import { ProfilesController } from './http/profiles.controller.js';
import { ProfileRow } from './infrastructure/profile.row.js';
import { TypeOrmProfileDirectory } from './infrastructure/typeorm-profile-directory.js';
import { TypeOrmProfileQueries } from './infrastructure/typeorm-profile.queries.js';
import { TypeOrmProfileRepository } from './infrastructure/typeorm-profile.repository.js';

export { ProfileDirectory };

@Module({
  imports: [TypeOrmModule.forFeature([ProfileRow])],
  controllers: [ProfilesController],
  providers: [
    CreateProfile,
    UpdateProfile,
    DeleteProfile,
    { provide: ProfileRepository, useClass: TypeOrmProfileRepository },
    { provide: ProfileQueries, useClass: TypeOrmProfileQueries },
    { provide: ProfileDirectory, useClass: TypeOrmProfileDirectory },
  ],
  exports: [ProfileDirectory],
})
export class ProfilesModule {}
