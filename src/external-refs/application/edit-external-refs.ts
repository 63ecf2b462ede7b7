import { Injectable } from '@nestjs/common';
import { DomainError } from '../../shared/kernel/domain-error.js';
import type { ExternalRefs } from '../../shared/kernel/external-refs.js';
import { RefsEditor } from './document-refs.js';

export interface EditExternalRefsInput {
  documentId: number;
  edit: (current: ExternalRefs) => ExternalRefs;
  /** Whether the caller accepts to change what is there. */
  accepts: (current: ExternalRefs) => boolean;
  expectedVersions: readonly number[] | undefined;
  actor: string;
}

/**
 * Replaces the value, or some of its members, under the document's lock: writers of different members lose nothing.
 * Allowed in every status: it is correlation, not content.
 */
@Injectable()
export class EditExternalRefs {
  constructor(private readonly editor: RefsEditor) {}

  /** @returns the refs as committed. @throws document_not_found, version_mismatch, external_refs_too_large */
  execute({
    documentId,
    edit,
    accepts,
    expectedVersions,
    actor,
  }: EditExternalRefsInput): Promise<ExternalRefs> {
    const change = (current: ExternalRefs): ExternalRefs => {
      if (accepts(current)) return edit(current);
      throw new DomainError(
        'precondition',
        'version_mismatch',
        'The external_refs have changed meanwhile. Read them again and repeat.',
      );
    };
    return this.editor.change(documentId, change, expectedVersions, actor);
  }
}
