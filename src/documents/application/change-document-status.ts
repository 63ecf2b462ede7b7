import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import type { Document } from '../domain/document.js';
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
      await this.move(document, status, reason, actor);
    });
  }

  /** A document that the caller has locked, with what else was changed of it. Refused before anything is written. */
  async move(
    document: Document,
    status: DocumentStatus,
    reason: string | null,
    actor: string,
  ): Promise<void> {
    if (status === 'Export' && document.status !== 'Export') {
      await this.exports.export(document, actor, reason);
      return;
    }
    const waited = document.status === 'New' && status !== 'New';
    if (status !== 'Export') document.moveTo(status, reason);
    await this.documents.save([document], actor);
    if (waited) await this.processing.withdraw(document.id);
  }
}
