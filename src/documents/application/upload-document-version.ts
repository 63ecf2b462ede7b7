import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { checkProfile } from './check-profile.js';
import { DocumentQueries, type DocumentView } from './document.queries.js';
import { DocumentRepository } from './document.repository.js';
import type { StagedFile } from './file-store.js';
import { ProcessingQueue } from './processing-queue.js';
import { ProfileDirectory } from './profile-directory.js';

export interface UploadDocumentVersionInput {
  documentId: number;
  file: StagedFile;
  filename: string;
  profileId: number | undefined;
  expectedVersions: readonly number[] | undefined;
  actor: string;
}

/**
 * A new file for a document, which is read again and keeps everything that is not read in a file, its external_refs
 * above all. The file before stays readable, with what was found in it. What was exported is out, and stays as it was.
 */
@Injectable()
export class UploadDocumentVersion {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly documents: DocumentRepository,
    private readonly queries: DocumentQueries,
    private readonly processing: ProcessingQueue,
    private readonly profiles: ProfileDirectory,
  ) {}

  /**
   * @returns the document as committed by this call
   * @throws document_not_found, version_mismatch, document_locked, unknown_profile
   */
  async execute(input: UploadDocumentVersionInput): Promise<DocumentView> {
    const { documentId, file, filename, profileId } = input;
    const mimeType = await file.mimeType(filename);
    await file.prepare();
    return this.unitOfWork.run(async () => {
      if (profileId !== undefined) await checkProfile(this.profiles, profileId);
      const document = await this.documents.forChange(documentId);
      document.expect(input.expectedVersions);
      const { size, sha256 } = file;
      document.replaceFile({ originalFilename: filename, mimeType, size, sha256 }, profileId);
      await this.documents.lockContent(sha256);
      await file.keep();
      await this.documents.save([document], input.actor);
      await this.processing.restart(documentId);
      const [replaced] = await this.queries.byIds([documentId]);
      if (!replaced) throw new Error(`Document ${documentId} vanished while it got another file`);
      return replaced;
    });
  }
}
