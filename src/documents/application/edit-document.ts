import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import type { DocumentEdit } from '../domain/document.js';
import { checkPlacement } from './check-placement.js';
import { DocumentRepository } from './document.repository.js';
import { FolderDirectory } from './folder-directory.js';

export interface EditDocumentInput {
  documentId: number;
  edit: DocumentEdit;
  expectedVersions: readonly number[] | undefined;
  actor: string;
}

@Injectable()
export class EditDocument {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly documents: DocumentRepository,
    private readonly folders: FolderDirectory,
  ) {}

  /** @throws document_not_found, version_mismatch, document_locked, and what `checkPlacement` throws */
  execute({ documentId, edit, expectedVersions, actor }: EditDocumentInput): Promise<void> {
    return this.unitOfWork.run(async () => {
      const document = await this.documents.forChange(documentId);
      document.expect(expectedVersions);
      document.edit(edit);
      if (edit.contactId !== undefined || edit.folderId !== undefined) {
        await checkPlacement(this.folders, document.contactId, document.folderId);
      }
      await this.documents.save([document], actor);
    });
  }
}
