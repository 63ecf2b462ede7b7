/** Another one whenever the document, or where its exports have got to, has changed. */
export interface DocumentMark {
  version: number;
  /** Of the states of its deliveries. */
  deliveries: string;
}

/** Tells whoever looks at a document that it has changed. */
export abstract class DocumentWatch {
  /**
   * Calls `listener` with the mark that it finds first, and whenever there is another one. Undefined is the last call:
   * the document is gone, or the service ends.
   * @returns what ends it
   * @throws too_many_watchers
   */
  abstract watch(documentId: number, listener: (mark: DocumentMark | undefined) => void): () => void;
}
