import { Injectable } from '@nestjs/common';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { ProfileQueries, type ProfileFilter } from '../application/profile.queries.js';
import type { Profile } from '../domain/profile.js';
import { ProfileRow } from './profile.row.js';
import { toProfile } from './to-profile.js';

@Injectable()
export class TypeOrmProfileQueries extends ProfileQueries {
  constructor(private readonly unitOfWork: TypeOrmUnitOfWork) {
    super();
  }

  async get(id: number): Promise<Profile | undefined> {
    const row = await this.unitOfWork.manager.findOneBy(ProfileRow, { id });
    return row ? toProfile(row) : undefined;
  }

  async list({ name }: ProfileFilter, limit: number, before: number | undefined): Promise<Profile[]> {
    const query = this.unitOfWork.manager
      .createQueryBuilder(ProfileRow, 'profile')
      .orderBy('profile.id', 'DESC')
      .limit(limit);
    if (before !== undefined) query.andWhere('profile.id < :before', { before });
    if (name !== undefined) query.andWhere('lower(profile.name) = lower(:name)', { name });
    return (await query.getMany()).map(toProfile);
  }
}
