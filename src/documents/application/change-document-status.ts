import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import type { DocumentStatus } from '../domain/document-status.js';
import { DocumentRepository } from './document.repository.js';
import { ExportDocuments } from './export-documents.js';
import { ProcessingQueue } from './processing-queue.js';

export interface ChangeDocumentStatusInput {
  documentId: number;
  status: DocumentStatus;
  reason: string | null;
  expectedVersions: readonly number[] | undefined;
  actor: string;
}

@Injectable()
export class ChangeDocumentStatus {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly documents: DocumentRepository,
    private readonly exports: ExportDocuments,
    private readonly processing: ProcessingQueue,
  ) {}

  /** @throws document_not_found, version_mismatch, status_not_allowed, approval_required */
  execute({ documentId, status, reason, expectedVersions, actor }: ChangeDocumentStatusInput): Promise<void> {
    return this.unitOfWork.run(async () => {
      const document = await this.documents.forChange(documentId);
      document.expect(expectedVersions);
      if (status === document.status) return;
      if (status === 'Export') {
        await this.exports.export(document, actor, reason);
        return;
      }
      const waited = document.status === 'New';
      document.moveTo(status, reason);
      await this.documents.save([document], actor);
      if (waited) await this.processing.withdraw(documentId);
    });
  }
}
