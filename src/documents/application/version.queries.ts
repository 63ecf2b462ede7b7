import type { ConfidenceLabel } from '../domain/confidence.js';
import type { DocumentState } from '../domain/document.js';

/** A file that a document has or had, and what was found in it. */
export interface DocumentVersion extends Pick<
  DocumentState,
  | ('mimeType' | 'size' | 'sha256' | 'status' | 'statusReason' | 'profileId' | 'docType' | 'docDate')
  | ('aiSummary' | 'confidenceScore' | 'confidenceReasoning' | 'extractedFields' | 'lineItems')
> {
  documentId: number;
  /** 1, 2, 3… of the document. */
  number: number;
  /** As it was uploaded. */
  filename: string;
  uploadedBy: string;
  uploadedAt: Date;
  /** Null: it is the one that the document has. Then its `status` is that of the document. */
  replacedAt: Date | null;
  confidenceLabel: ConfidenceLabel | null;
}

export abstract class VersionQueries {
  /** Newest first, numbers below `before`; the document's own one among them. Empty where there is no document. */
  abstract list(documentId: number, limit: number, before: number | undefined): Promise<DocumentVersion[]>;
  abstract find(documentId: number, number: number): Promise<DocumentVersion | undefined>;
}
