import { Injectable } from '@nestjs/common';
import type { ExternalRefs } from '../../shared/kernel/external-refs.js';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { DocumentRepository } from './document.repository.js';

/** Changes the refs of a document under its lock, so that writers of different members lose nothing. */
@Injectable()
export class ChangeExternalRefs {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly documents: DocumentRepository,
  ) {}

  /** @returns the refs as committed by this call and the version. @throws document_not_found, version_mismatch */
  change(
    documentId: number,
    to: (current: ExternalRefs) => ExternalRefs,
    expectedVersions: readonly number[] | undefined,
    actor: string,
  ): Promise<ExternalRefs> {
    return this.unitOfWork.run(async () => {
      const document = await this.documents.forChange(documentId);
      document.expect(expectedVersions);
      document.edit({ externalRefs: to(document.externalRefs) });
      await this.documents.save([document], actor);
      return document.externalRefs;
    });
  }
}
