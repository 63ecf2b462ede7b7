import type { DeliveryState } from '../domain/delivery-state.js';

export interface DeliveryView {
  id: string;
  eventId: string;
  event: string;
  endpointId: number;
  documentId: number | null;
  revision: number | null;
  state: DeliveryState;
  reason: string | null;
  attempts: number;
  nextAttemptAt: Date | null;
  resendOf: string | null;
  createdAt: Date;
  finishedAt: Date | null;
}

export interface AttemptView {
  attempt: number;
  startedAt: Date;
  durationMs: number | null;
  statusCode: number | null;
  error: string | null;
  responseExcerpt: string | null;
  worker: string;
}

export interface DeliveryFilter {
  endpointId?: number;
  documentId?: number;
  eventId?: string;
  state?: DeliveryState;
  createdAfter?: Date;
  createdBefore?: Date;
}

export interface RevisionView {
  revision: number;
  eventId: string;
  createdAt: Date;
  deliveries: DeliveryView[];
}

export abstract class DeliveryQueries {
  /** Newest first, ids below `before`. */
  abstract list(filter: DeliveryFilter, limit: number, before: string | undefined): Promise<DeliveryView[]>;
  abstract get(id: string): Promise<DeliveryView | undefined>;
  /** Oldest first. */
  abstract attempts(id: string): Promise<AttemptView[]>;
  /** What was exported of a document and where it went: newest revision first, those below `before`. */
  abstract ofDocument(documentId: number, limit: number, before?: number): Promise<RevisionView[]>;
  /** For each document that was exported: another text whenever one of its deliveries has changed. */
  abstract digests(documentIds: readonly number[]): Promise<ReadonlyMap<number, string>>;
}
