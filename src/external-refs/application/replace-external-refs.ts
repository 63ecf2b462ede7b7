import { Injectable } from '@nestjs/common';
import { DomainError } from '../../shared/kernel/domain-error.js';
import type { ExternalRefs } from '../../shared/kernel/external-refs.js';
import { RefsEditor } from './document-refs.js';

export interface ReplaceExternalRefsInput {
  documentId: number;
  refs: ExternalRefs;
  /** Whether the caller accepts to replace what is there. */
  accepts: (current: ExternalRefs) => boolean;
  expectedVersions: readonly number[] | undefined;
  actor: string;
}

/**
 * Replaces the whole value; `ExternalRefs.EMPTY` clears it. Allowed in every status: it is correlation, not
 * content.
 */
@Injectable()
export class ReplaceExternalRefs {
  constructor(private readonly editor: RefsEditor) {}

  /** @returns the refs as committed. @throws document_not_found, version_mismatch */
  execute({
    documentId,
    refs,
    accepts,
    expectedVersions,
    actor,
  }: ReplaceExternalRefsInput): Promise<ExternalRefs> {
    const replace = (current: ExternalRefs): ExternalRefs => {
      if (accepts(current)) return refs;
      throw new DomainError(
        'precondition',
        'version_mismatch',
        'The external_refs have changed meanwhile. Read them again and repeat.',
      );
    };
    return this.editor.change(documentId, replace, expectedVersions, actor);
  }
}
