import type { AccessEvent, AccessEventKind } from '../domain/access-event.js';

export interface AccessEventView extends AccessEvent {
  id: number;
  at: Date;
}

export abstract class AccessEventQueries {
  /** Newest first, `limit` of them, those with ids below `before`. */
  abstract list(
    filter: { what?: AccessEventKind },
    limit: number,
    before?: number,
  ): Promise<AccessEventView[]>;
}
