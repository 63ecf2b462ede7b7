export interface ExportedRevision {
  revision: number;
  eventId: string;
  createdAt: Date;
  deliveries: RevisionDelivery[];
}

export interface RevisionDelivery {
  id: string;
  endpointId: number;
  state: string;
  reason: string | null;
  attempts: number;
  nextAttemptAt: Date | null;
  finishedAt: Date | null;
}

/** What became of a document's exports. */
export abstract class ExportLog {
  /** Newest revision first, those below `before`. */
  abstract ofDocument(documentId: number, limit: number, before?: number): Promise<ExportedRevision[]>;
  /** For each document that was exported: another text whenever one of its deliveries has changed. */
  abstract digests(documentIds: readonly number[]): Promise<ReadonlyMap<number, string>>;
}
