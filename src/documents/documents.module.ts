import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ContactsModule, FolderDirectory as ContactFolders } from '../contacts/contacts.module.js';
import { AnnounceExport, ExportModule } from '../export/export.module.js';
import { ProfileDirectory as Profiles, ProfilesModule } from '../profiles/profiles.module.js';
import { Config } from '../shared/config/config.js';
import { InstanceSettings } from '../shared/database/instance-settings.js';
import { AppShell } from '../shared/http/app-shell.js';
import { FileStoreHealth } from '../shared/kernel/file-store-health.js';
import { DeliveryQueries, WebhookDeliveryModule } from '../webhook-delivery/webhook-delivery.module.js';
import { ChangeDocumentStatus } from './application/change-document-status.js';
import { ChangeDocuments } from './application/change-documents.js';
import { ChangeExternalRefs } from './application/change-external-refs.js';
import { DeleteDocument } from './application/delete-document.js';
import { DocumentProcessing } from './application/document-processing.js';
import { DocumentWatch } from './application/document-watch.js';
import { DocumentQueries } from './application/document.queries.js';
import { DocumentRepository } from './application/document.repository.js';
import { EditDocument } from './application/edit-document.js';
import { ExportAnnouncer } from './application/export-announcer.js';
import { ExportDocuments } from './application/export-documents.js';
import { ExportLog } from './application/export-log.js';
import { ExportPolicy } from './application/export-policy.js';
import { FileStore } from './application/file-store.js';
import { FolderDirectory } from './application/folder-directory.js';
import { ProcessingQueue } from './application/processing-queue.js';
import { ProcessingSignal } from './application/processing-signal.js';
import { ProfileDirectory } from './application/profile-directory.js';
import { RemoveOrphanFiles } from './application/remove-orphan-files.js';
import { ReprocessDocument } from './application/reprocess-document.js';
import { UploadDocument } from './application/upload-document.js';
import { UploadDocumentVersion } from './application/upload-document-version.js';
import { VersionQueries } from './application/version.queries.js';
import { BulkChangesController } from './http/bulk-changes.controller.js';
import { DocumentFileController } from './http/document-file.controller.js';
import { DocumentLiveController } from './http/document-live.controller.js';
import { DocumentListsController } from './http/document-lists.controller.js';
import { DocumentPageController } from './http/document-page.controller.js';
import { DocumentVersionsController } from './http/document-versions.controller.js';
import { DocumentsController } from './http/documents.controller.js';
import { ExportsController } from './http/exports.controller.js';
import { UploadController } from './http/upload.controller.js';
import { UploadReceiver } from './http/upload-receiver.js';
import { DocumentRow } from './infrastructure/document.row.js';
import { LocalFileStore } from './infrastructure/local-file-store.js';
import { OlderRefKeysJob } from './infrastructure/older-ref-keys.job.js';
import { OrphanFilesJob } from './infrastructure/orphan-files.job.js';
import { PollingDocumentWatch } from './infrastructure/polling-document-watch.js';
import { PostgresProcessingQueue } from './infrastructure/postgres-processing-queue.js';
import { SqlDocumentQueries } from './infrastructure/sql-document.queries.js';
import { SqlVersionQueries } from './infrastructure/sql-version.queries.js';
import { TypeOrmDocumentRepository } from './infrastructure/typeorm-document.repository.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([DocumentRow]),
    ContactsModule,
    ProfilesModule,
    ExportModule,
    WebhookDeliveryModule,
  ],
  controllers: [
    UploadController,
    DocumentListsController,
    BulkChangesController,
    DocumentsController,
    ExportsController,
    DocumentFileController,
    DocumentVersionsController,
    DocumentLiveController,
    DocumentPageController,
  ],
  providers: [
    AppShell,
    { provide: DocumentRepository, useClass: TypeOrmDocumentRepository },
    { provide: DocumentQueries, useClass: SqlDocumentQueries },
    { provide: DocumentWatch, useClass: PollingDocumentWatch },
    { provide: VersionQueries, useClass: SqlVersionQueries },
    {
      provide: FileStore,
      inject: [Config, InstanceSettings],
      useFactory: async (config: Config, settings: InstanceSettings): Promise<FileStore> => {
        if (config.filesUrl.protocol === 'file:') return new LocalFileStore(config, settings);
        // Only then: the SDK takes a moment to load, and memory.
        const { S3FileStore } = await import('./infrastructure/s3-file-store.js');
        return new S3FileStore(config, settings);
      },
    },
    { provide: FileStoreHealth, useExisting: FileStore },
    { provide: ProcessingQueue, useClass: PostgresProcessingQueue },
    { provide: FolderDirectory, useExisting: ContactFolders },
    { provide: ProfileDirectory, useExisting: Profiles },
    { provide: ExportAnnouncer, useExisting: AnnounceExport },
    { provide: ExportLog, useExisting: DeliveryQueries },
    {
      provide: ExportPolicy,
      inject: [Config],
      useFactory: (config: Config): ExportPolicy => ({ requiresApproval: config.exportRequiresApproval }),
    },
    ProcessingSignal,
    UploadReceiver,
    UploadDocument,
    UploadDocumentVersion,
    EditDocument,
    ChangeExternalRefs,
    ChangeDocumentStatus,
    ChangeDocuments,
    ReprocessDocument,
    DeleteDocument,
    ExportDocuments,
    DocumentProcessing,
    RemoveOrphanFiles,
    OrphanFilesJob,
    OlderRefKeysJob,
  ],
  exports: [
    ChangeExternalRefs,
    DocumentProcessing,
    DocumentQueries,
    FileStore,
    FileStoreHealth,
    ProcessingSignal,
    UploadDocument,
  ],
})
export class DocumentsModule {}
export {
  ChangeExternalRefs,
  DocumentProcessing,
  DocumentQueries,
  FileStore,
  ProcessingSignal,
  UploadDocument,
};
