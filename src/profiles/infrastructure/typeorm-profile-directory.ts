import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import type { ExtractionProfile } from '../../shared/kernel/extraction-profile.js';
import { ProfileDirectory } from '../application/profile-directory.js';
import { ProfileRow } from './profile.row.js';

@Injectable()
export class TypeOrmProfileDirectory extends ProfileDirectory {
  constructor(private readonly unitOfWork: TypeOrmUnitOfWork) {
    super();
  }

  async byIds(ids: readonly number[]): Promise<ExtractionProfile[]> {
    const possible = ids.filter((id) => Number.isInteger(id) && id > 0 && id < 2 ** 31);
    if (possible.length === 0) return [];
    const rows = await this.unitOfWork.manager.findBy(ProfileRow, { id: In(possible) });
    return rows.map(({ id, name, reading, fields, lineItemColumns }) => ({
      ...{ id, name, reading, fields, lineItemColumns },
    }));
  }
}
