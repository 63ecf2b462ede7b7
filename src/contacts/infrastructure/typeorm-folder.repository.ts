import { Injectable } from '@nestjs/common';
import { violates } from '../../shared/database/postgres-errors.js';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { FolderRepository } from '../application/folder.repository.js';
import { unknownContact } from '../domain/contact-errors.js';
import type { Folder } from '../domain/folder.js';
import { FolderRow } from './folder.row.js';
import { toFolder } from './to-folder.js';

@Injectable()
export class TypeOrmFolderRepository extends FolderRepository {
  constructor(private readonly unitOfWork: TypeOrmUnitOfWork) {
    super();
  }

  async add({ contactId, name }: { contactId: number; name: string }): Promise<Folder> {
    const rows = this.unitOfWork.transactional.getRepository(FolderRow);
    try {
      return toFolder(await rows.save(rows.create({ contactId, name })));
    } catch (error) {
      if (violates(error, 'fk_folders_contact')) throw unknownContact(contactId, '/contact_id');
      throw error;
    }
  }
}
