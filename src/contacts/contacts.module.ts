import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ContactQueries } from './application/contact.queries.js';
import { ContactRepository } from './application/contact.repository.js';
import { CreateContact } from './application/create-contact.js';
import { CreateFolder } from './application/create-folder.js';
import { DeleteContact } from './application/delete-contact.js';
import { DeleteFolder } from './application/delete-folder.js';
import { FolderDirectory } from './application/folder-directory.js';
import { FolderQueries } from './application/folder.queries.js';
import { FolderRepository } from './application/folder.repository.js';
import { UpdateContact } from './application/update-contact.js';
import { UpdateFolder } from './application/update-folder.js';
import { ContactsController } from './http/contacts.controller.js';
import { FoldersController } from './http/folders.controller.js';
import { ContactRow } from './infrastructure/contact.row.js';
import { FolderRow } from './infrastructure/folder.row.js';
import { TypeOrmContactQueries } from './infrastructure/typeorm-contact.queries.js';
import { TypeOrmContactRepository } from './infrastructure/typeorm-contact.repository.js';
import { TypeOrmFolderDirectory } from './infrastructure/typeorm-folder-directory.js';
import { TypeOrmFolderQueries } from './infrastructure/typeorm-folder.queries.js';
import { TypeOrmFolderRepository } from './infrastructure/typeorm-folder.repository.js';

export { FolderDirectory };

@Module({
  imports: [TypeOrmModule.forFeature([ContactRow, FolderRow])],
  controllers: [ContactsController, FoldersController],
  providers: [
    CreateContact,
    UpdateContact,
    DeleteContact,
    CreateFolder,
    UpdateFolder,
    DeleteFolder,
    { provide: ContactRepository, useClass: TypeOrmContactRepository },
    { provide: ContactQueries, useClass: TypeOrmContactQueries },
    { provide: FolderRepository, useClass: TypeOrmFolderRepository },
    { provide: FolderQueries, useClass: TypeOrmFolderQueries },
    { provide: FolderDirectory, useClass: TypeOrmFolderDirectory },
  ],
  exports: [FolderDirectory],
})
export class ContactsModule {}
