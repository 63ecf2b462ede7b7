import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { checkProfile } from './check-profile.js';
import { DocumentRepository } from './document.repository.js';
import { ProcessingQueue } from './processing-queue.js';
import { ProfileDirectory } from './profile-directory.js';

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
    private readonly profiles: ProfileDirectory,
  ) {}

  /** @throws document_not_found, version_mismatch, status_not_allowed, unknown_profile */
  execute({ documentId, profileId, expectedVersions, actor }: ReprocessDocumentInput): Promise<void> {
    return this.unitOfWork.run(async () => {
      if (profileId !== undefined) await checkProfile(this.profiles, profileId);
      const document = await this.documents.forChange(documentId);
      document.expect(expectedVersions);
      document.reprocess(profileId);
      await this.documents.save([document], actor);
      await this.processing.request(documentId);
    });
  }
}
