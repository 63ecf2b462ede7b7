import { Injectable } from '@nestjs/common';
import { violates } from '../../shared/database/postgres-errors.js';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { FolderRepository } from '../application/folder.repository.js';
import { folderHoldsDocuments, folderNotFound, unknownContact } from '../domain/contact-errors.js';
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

  async forChange(id: number): Promise<Folder> {
    const row = await this.unitOfWork.transactional.findOne(FolderRow, {
      where: { id },
      lock: { mode: 'for_no_key_update' },
    });
    if (!row) throw folderNotFound(id);
    return toFolder(row);
  }

  async save({ id, name }: Folder): Promise<Folder> {
    const manager = this.unitOfWork.transactional;
    await manager.update(FolderRow, id, { name, updatedAt: () => 'clock_timestamp()' });
    return toFolder(await manager.findOneByOrFail(FolderRow, { id }));
  }

  async remove(id: number): Promise<void> {
    const manager = this.unitOfWork.transactional;
    const [held]: { count: number }[] = await manager.query(
      `SELECT count(*) FROM documents WHERE folder_id = $1`,
      [id],
    );
    if (held && held.count > 0) throw folderHoldsDocuments(id, held.count);
    try {
      await manager.delete(FolderRow, id);
    } catch (error) {
      if (violates(error, 'fk_documents_folder')) throw folderHoldsDocuments(id);
      throw error;
    }
  }
}
