import { Injectable } from '@nestjs/common';
import { violates } from '../../shared/database/postgres-errors.js';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { ProfileRepository } from '../application/profile.repository.js';
import type { Profile, ProfileDetails } from '../domain/profile.js';
import { profileInUse, profileNameTaken, profileNotFound } from '../domain/profile-errors.js';
import { ProfileRow } from './profile.row.js';
import { COUNT_USES } from './sql/count-uses.sql.js';
import { toProfile } from './to-profile.js';

@Injectable()
export class TypeOrmProfileRepository extends ProfileRepository {
  constructor(private readonly unitOfWork: TypeOrmUnitOfWork) {
    super();
  }

  async add({ name, description, fields, lineItemColumns }: ProfileDetails): Promise<Profile> {
    const rows = this.unitOfWork.transactional.getRepository(ProfileRow);
    const row = rows.create({ name, description, fields, lineItemColumns });
    return toProfile(await unlessTaken(name, rows.save(row)));
  }

  async forChange(id: number): Promise<Profile> {
    const row = await this.unitOfWork.transactional.findOne(ProfileRow, {
      where: { id },
      lock: { mode: 'for_no_key_update' },
    });
    if (!row) throw profileNotFound(id);
    return toProfile(row);
  }

  async save({ id, name, description, fields, lineItemColumns, version }: Profile): Promise<Profile> {
    const manager = this.unitOfWork.transactional;
    const changed = { name, description, fields, lineItemColumns, version };
    await unlessTaken(
      name,
      manager.update(ProfileRow, id, { ...changed, updatedAt: () => 'clock_timestamp()' }),
    );
    return toProfile(await manager.findOneByOrFail(ProfileRow, { id }));
  }

  async remove(id: number): Promise<void> {
    const manager = this.unitOfWork.transactional;
    const [uses] = await manager.query<{ contacts: number; documents: number }[]>(COUNT_USES, [id]);
    if (uses && uses.contacts + uses.documents > 0) throw profileInUse(id, uses);
    try {
      await manager.delete(ProfileRow, id);
    } catch (error) {
      const used = violates(error, 'fk_contacts_default_profile') || violates(error, 'fk_documents_profile');
      throw used ? profileInUse(id) : error;
    }
  }
}

async function unlessTaken<T>(name: string, written: Promise<T>): Promise<T> {
  try {
    return await written;
  } catch (error) {
    throw violates(error, 'uq_extraction_profiles_name') ? profileNameTaken(name) : error;
  }
}
