import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/kernel/clock.js';
import type { ExternalRefs } from '../../shared/kernel/external-refs.js';
import { DEFAULT_PROFILE_ID } from '../../shared/kernel/extraction-profile.js';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { Document, type DocumentSource } from '../domain/document.js';
import { checkPlacement } from './check-placement.js';
import { checkProfile } from './check-profile.js';
import { DocumentQueries, type DocumentView } from './document.queries.js';
import { DocumentRepository } from './document.repository.js';
import type { StagedFile } from './file-store.js';
import { FolderDirectory } from './folder-directory.js';
import { ProcessingQueue } from './processing-queue.js';
import { ProfileDirectory } from './profile-directory.js';

export interface UploadDocumentInput {
  file: StagedFile;
  filename: string;
  source: DocumentSource;
  contactId: number;
  folderId: number;
  profileId: number | undefined;
  externalRefs: ExternalRefs;
  notes: string | null;
  actor: string;
}

/** Row and file are durable when this returns; extraction follows by itself. */
@Injectable()
export class UploadDocument {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly documents: DocumentRepository,
    private readonly queries: DocumentQueries,
    private readonly folders: FolderDirectory,
    private readonly processing: ProcessingQueue,
    private readonly clock: Clock,
    private readonly profiles: ProfileDirectory,
  ) {}

  /**
   * @returns the document as committed by this call
   * @throws unknown_contact, unknown_folder, folder_of_another_contact, unknown_profile
   */
  async execute(input: UploadDocumentInput): Promise<DocumentView> {
    const mimeType = await input.file.mimeType(input.filename);
    await input.file.prepare();
    return this.unitOfWork.run(async () => {
      const contact = await checkPlacement(this.folders, input.contactId, input.folderId);
      const profileId = input.profileId ?? contact.defaultProfileId ?? DEFAULT_PROFILE_ID;
      // A contact names none that does not exist, and the default always does.
      if (input.profileId !== undefined) await checkProfile(this.profiles, profileId);
      await this.documents.lockContent(input.file.sha256);
      await input.file.keep();
      const document = Document.receive(
        {
          originalFilename: input.filename,
          mimeType,
          size: input.file.size,
          sha256: input.file.sha256,
          source: input.source,
          contactId: input.contactId,
          folderId: input.folderId,
          profileId,
          notes: input.notes,
          externalRefs: input.externalRefs,
        },
        this.clock.now(),
      );
      const id = await this.documents.add(document, input.actor);
      await this.processing.request(id);
      const [uploaded] = await this.queries.byIds([id]);
      if (!uploaded) throw new Error(`Document ${id} vanished while it was uploaded`);
      return uploaded;
    });
  }
}
