import type { ConfidenceLabel } from '../domain/confidence.js';
import type { DocumentState, DocumentSource } from '../domain/document.js';
import type { DocumentStatus } from '../domain/document-status.js';

/** A document as it is shown and sent. */
export interface DocumentView extends DocumentState {
  contactName: string;
  folderName: string;
  confidenceLabel: ConfidenceLabel | null;
  /** Older documents with the same content, oldest first, at most 100. */
  duplicateOf: number[];
}

export interface DocumentFilter {
  status?: DocumentStatus;
  contactId?: number;
  folderId?: number;
  source?: DocumentSource;
  createdAfter?: Date;
  createdBefore?: Date;
  updatedAfter?: Date;
}

export interface HistoryEntry {
  id: number;
  at: Date;
  actor: string;
  action: string;
  field: string | null;
  /** JSON texts. */
  from: string | null;
  to: string | null;
}

export abstract class DocumentQueries {
  /** In the order given; what does not exist is left out. */
  abstract byIds(ids: readonly number[]): Promise<DocumentView[]>;
  /** Newest first, ids below `before`. */
  abstract list(filter: DocumentFilter, limit: number, before: number | undefined): Promise<DocumentView[]>;
  /** Newest first, ids below `before`. */
  abstract history(id: number, limit: number, before: number | undefined): Promise<HistoryEntry[]>;
  abstract text(id: number): Promise<string | undefined>;
  /** Whether it was there once and has been deleted. */
  abstract isDeleted(id: number): Promise<boolean>;
}
