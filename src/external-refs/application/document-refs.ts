import type { ExternalRefs } from '../../shared/kernel/external-refs.js';

/** The documents, as far as their refs go. */
export abstract class DocumentRefs {
  /** Undefined when there is no such document. */
  abstract read(documentId: number): Promise<ExternalRefs | undefined>;
}

/** One change of a document's refs, under the document's lock. */
export abstract class RefsEditor {
  /** @returns the refs as committed. @throws document_not_found, version_mismatch */
  abstract change(
    documentId: number,
    to: (current: ExternalRefs) => ExternalRefs,
    expectedVersions: readonly number[] | undefined,
    actor: string,
  ): Promise<ExternalRefs>;
}
