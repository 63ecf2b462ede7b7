import { Injectable, Logger } from '@nestjs/common';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { DocumentRepository } from './document.repository.js';
import { RemoveOrphanFiles } from './remove-orphan-files.js';

export interface DeleteDocumentInput {
  documentId: number;
  expectedVersions: readonly number[] | undefined;
  actor: string;
}

/**
 * Deletes a document in any status; an extraction that has it in hand settles to nothing. What was exported is out:
 * its deliveries have bodies of their own, and go on.
 */
@Injectable()
export class DeleteDocument {
  readonly #log = new Logger(DeleteDocument.name);

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly documents: DocumentRepository,
    private readonly orphanFiles: RemoveOrphanFiles,
  ) {}

  /** @throws document_not_found, version_mismatch */
  async execute({ documentId, expectedVersions, actor }: DeleteDocumentInput): Promise<void> {
    let removal: Promise<void> | undefined;
    await this.unitOfWork.run(async () => {
      const document = await this.documents.forChange(documentId);
      document.expect(expectedVersions);
      const contents = await this.documents.remove(document, actor);
      this.unitOfWork.afterCommit(() => {
        removal = this.removeFiles(contents);
      });
    });
    await removal;
  }

  /** The document is gone already: what stays behind now is found by the nightly search for orphans. */
  private async removeFiles(contents: readonly string[]): Promise<void> {
    for (const sha256 of contents) {
      try {
        await this.orphanFiles.removeContent(sha256);
      } catch (error) {
        this.#log.warn({ err: error, sha256 }, 'A file of a deleted document is still there');
      }
    }
  }
}
