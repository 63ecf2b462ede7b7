import { Injectable } from '@nestjs/common';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { FolderQueries, type FolderFilter } from '../application/folder.queries.js';
import type { Folder } from '../domain/folder.js';
import { FolderRow } from './folder.row.js';
import { toFolder } from './to-folder.js';

@Injectable()
export class TypeOrmFolderQueries extends FolderQueries {
  constructor(private readonly unitOfWork: TypeOrmUnitOfWork) {
    super();
  }

  async get(id: number): Promise<Folder | undefined> {
    const row = await this.unitOfWork.manager.findOneBy(FolderRow, { id });
    return row ? toFolder(row) : undefined;
  }

  async list(
    { contactId, name }: FolderFilter,
    limit: number,
    before: number | undefined,
  ): Promise<Folder[]> {
    const query = this.unitOfWork.manager
      .createQueryBuilder(FolderRow, 'folder')
      .orderBy('folder.id', 'DESC')
      .limit(limit);
    if (before !== undefined) query.andWhere('folder.id < :before', { before });
    if (contactId !== undefined) query.andWhere('folder.contactId = :contactId', { contactId });
    if (name !== undefined) query.andWhere('lower(folder.name) = lower(:name)', { name });
    return (await query.getMany()).map(toFolder);
  }
}
