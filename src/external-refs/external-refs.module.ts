import { Module } from '@nestjs/common';
import { ChangeExternalRefs, DocumentQueries, DocumentsModule } from '../documents/documents.module.js';
import { DocumentRefs, RefsEditor } from './application/document-refs.js';
import { EditExternalRefs } from './application/edit-external-refs.js';
import { ExternalRefsController } from './http/external-refs.controller.js';

@Module({
  imports: [DocumentsModule],
  controllers: [ExternalRefsController],
  providers: [
    { provide: RefsEditor, useExisting: ChangeExternalRefs },
    {
      provide: DocumentRefs,
      inject: [DocumentQueries],
      useFactory: (queries: DocumentQueries): DocumentRefs => ({
        read: async (documentId) => (await queries.byIds([documentId]))[0]?.externalRefs,
      }),
    },
    EditExternalRefs,
  ],
})
export class ExternalRefsModule {}
