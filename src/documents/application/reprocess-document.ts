import { Injectable } from '@nestjs/common';
import { findProfile } from '../../shared/kernel/profiles.js';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { DocumentRepository } from './document.repository.js';
import { ProcessingQueue } from './processing-queue.js';

export interface ReprocessDocumentInput {
  documentId: number;
  profileId: number | undefined;
  expectedVersions: readonly number[] | undefined;
  actor: string;
}

/** Has a document read again, with another profile if one is named. What is found replaces its fields. */
@Injectable()
export class ReprocessDocument {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly documents: DocumentRepository,
    private readonly processing: ProcessingQueue,
  ) {}

  /** @throws document_not_found, version_mismatch, status_not_allowed, unknown_profile */
  execute({ documentId, profileId, expectedVersions, actor }: ReprocessDocumentInput): Promise<void> {
    return this.unitOfWork.run(async () => {
      if (profileId !== undefined) findProfile(profileId, '/profile_id');
      const document = await this.documents.forChange(documentId);
      document.expect(expectedVersions);
      document.reprocess(profileId);
      await this.documents.save([document], actor);
      await this.processing.request(documentId);
    });
  }
}
