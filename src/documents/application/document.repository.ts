import type { Document, NewDocument } from '../domain/document.js';

export abstract class DocumentRepository {
  /** Keeps the content of `sha256` from being removed until the transaction ends. */
  abstract lockContent(sha256: string): Promise<void>;
  /** Those of the contents (up to about 1,000) that no document has in any version at the moment. Locks nothing. */
  abstract withoutDocument(sha256s: readonly string[]): Promise<string[]>;
  /** Whether no document has this content in any version; nobody can add one until the transaction ends. */
  abstract isOrphan(sha256: string): Promise<boolean>;
  /** The time of writing becomes its `createdAt` and `updatedAt`. @returns the new id */
  abstract add(document: NewDocument, actor: string): Promise<number>;
  /** Locks the document for a change. @throws document_not_found */
  abstract forChange(id: number): Promise<Document>;
  /** Locks those that exist, in the order of their ids. */
  abstract manyForChange(ids: readonly number[]): Promise<Document[]>;
  /**
   * Writes changed documents, their history and what they are found by; unchanged ones cost nothing. The time of
   * writing becomes their `updatedAt`, and the `exportedAt` of a new revision. Where a document has a new file, the one
   * before is kept as a version, with what was read in it but its text.
   */
  abstract save(documents: readonly Document[], actor: string): Promise<void>;
  /**
   * Removes a locked document with all its versions and what was read in them. Its history stays, without the values,
   * and ends with who removed it. @returns the contents that it had
   */
  abstract remove(document: Document, actor: string): Promise<string[]>;
  /** Writes a document together with the text that was read in it. */
  abstract saveWithText(document: Document, text: string, actor: string): Promise<void>;
  /** Names in the API of what people have set since its file was uploaded, or last sent to be read again. */
  abstract editedSinceRequested(id: number, systemActor: string): Promise<Set<string>>;
}
