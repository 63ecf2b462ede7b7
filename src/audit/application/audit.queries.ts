export interface AuditFilter {
  actor?: string | undefined;
  documentId?: number | undefined;
  /** `document.status`, or `document` for everything that begins so. */
  kind?: string | undefined;
  /** Inclusive. */
  since?: Date | undefined;
  /** Exclusive. */
  until?: Date | undefined;
  /** Occurs in the actor or the summary, in upper or lower case. */
  q?: string | undefined;
}

export interface AuditEntry {
  /** Which log it is from; ids are its own. */
  source: number;
  id: number;
  at: Date;
  actor: string;
  kind: string;
  subjectType: string;
  subjectId: string | null;
  summary: string;
  documentId: number | null;
}

export type AuditKey = readonly [at: Date, source: number, id: number];

export abstract class AuditQueries {
  /** Newest first. */
  abstract list(filter: AuditFilter, limit: number, before: AuditKey | undefined): Promise<AuditEntry[]>;
}
