import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ContactsModule, FolderDirectory } from '../contacts/contacts.module.js';
import { DocumentsModule, FileStore, UploadDocument } from '../documents/documents.module.js';
import { Config } from '../shared/config/config.js';
import { DocumentUpload } from './application/document-upload.js';
import { GiveUpRetry } from './application/give-up-retry.js';
import { IncomingFiles } from './application/incoming-files.js';
import { IntakeItemQueries } from './application/intake-item.queries.js';
import { IntakeItems } from './application/intake-items.js';
import { IntakeLimits } from './application/intake-limits.js';
import { ReceiveArrival } from './application/receive-arrival.js';
import { RetryIntakeItem } from './application/retry-intake-item.js';
import { TargetFolders } from './application/target-folders.js';
import { IntakeController } from './http/intake.controller.js';
import { HotFolders } from './infrastructure/hot-folder/hot-folders.js';
import { IntakeItemRow } from './infrastructure/intake-item.row.js';
import { PostgresIntakeItems } from './infrastructure/postgres-intake-items.js';
import { SqlIntakeItemQueries } from './infrastructure/sql-intake-item.queries.js';

@Module({
  imports: [TypeOrmModule.forFeature([IntakeItemRow]), ContactsModule, DocumentsModule],
  controllers: [IntakeController],
  providers: [
    { provide: IntakeItems, useClass: PostgresIntakeItems },
    { provide: IntakeItemQueries, useClass: SqlIntakeItemQueries },
    { provide: DocumentUpload, useExisting: UploadDocument },
    { provide: IncomingFiles, useExisting: FileStore },
    { provide: TargetFolders, useExisting: FolderDirectory },
    {
      provide: IntakeLimits,
      inject: [Config],
      useFactory: (config: Config): IntakeLimits => ({ maxFileBytes: config.maxUploadBytes }),
    },
    ReceiveArrival,
    RetryIntakeItem,
    GiveUpRetry,
    HotFolders,
  ],
})
export class IntakeModule {}
