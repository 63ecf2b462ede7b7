import { Injectable } from '@nestjs/common';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { FolderDirectory } from '../application/folder-directory.js';
import { ContactRow } from './contact.row.js';
import { FolderRow } from './folder.row.js';

@Injectable()
export class TypeOrmFolderDirectory extends FolderDirectory {
  constructor(private readonly unitOfWork: TypeOrmUnitOfWork) {
    super();
  }

  async find(contactId: number, folderId: number): ReturnType<FolderDirectory['find']> {
    const { manager } = this.unitOfWork;
    const contact = await manager.findOneBy(ContactRow, { id: contactId });
    const folder = await manager.findOneBy(FolderRow, { id: folderId });
    return {
      contact: contact
        ? { id: contact.id, name: contact.name, defaultProfileId: contact.defaultProfileId }
        : undefined,
      folder: folder ? { id: folder.id, name: folder.name, contactId: folder.contactId } : undefined,
    };
  }
}
