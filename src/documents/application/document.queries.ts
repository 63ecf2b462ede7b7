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
  /** Any of them. */
  status?: readonly DocumentStatus[];
  contactId?: number;
  folderId?: number;
  profileId?: number;
  source?: DocumentSource;
  createdAfter?: Date;
  createdBefore?: Date;
  updatedAfter?: Date;
  /** Lower-case hex. */
  sha256?: string;
  /** Any of these records. */
  records?: readonly RecordName[];
  /** This record, too. */
  record?: RecordName;
  /** Every word of it occurs, as the beginning of a word; "quoted" ones whole and together. */
  q?: string;
}

/** What another system calls a document; without a record id, any that the system has a name for. */
export interface RecordName {
  system: string;
  recordId?: string;
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

export interface ChangesPage {
  documents: DocumentView[];
  more: boolean;
}

export abstract class DocumentQueries {
  /** In the order given; what does not exist is left out. */
  abstract byIds(ids: readonly number[]): Promise<DocumentView[]>;
  /** Newest first, ids below `before`. */
  abstract list(filter: DocumentFilter, limit: number, before: number | undefined): Promise<DocumentView[]>;
  /**
   * By (updatedAt, id), the oldest first, those changed after `after`. Whatever is committed later comes after all of
   * them, so that who goes on from the last one misses nothing; therefore not in a transaction, and without the latest
   * changes while a write is under way. Documents of one time are never parted, and those of `updatedAfter` itself do
   * not count: a page can be longer than `limit`, and always gets further than the one before.
   */
  abstract listByUpdate(filter: DocumentFilter, limit: number, after: Date | undefined): Promise<ChangesPage>;
  /** Of each record the newest documents, at most `limit`, in the order given. */
  abstract idsByRecords(records: readonly RecordName[], limit: number): Promise<number[][]>;
  /** Newest first, ids below `before`. */
  abstract history(id: number, limit: number, before: number | undefined): Promise<HistoryEntry[]>;
  abstract text(id: number): Promise<string | undefined>;
  /** Whether it was there once and has been deleted. */
  abstract isDeleted(id: number): Promise<boolean>;
}
