import type { EndpointAuth } from '../domain/endpoint-auth.js';
import type { EndpointCondition } from '../domain/operational-event-body.js';

/** An endpoint as it is shown: no secret in it, not even encrypted. */
export interface EndpointView {
  id: number;
  url: string;
  events: string[];
  description: string | null;
  enabled: boolean;
  authType: EndpointAuth['type'];
  authName: string | null;
  headerNames: string[];
  maxInFlight: number;
  state: 'healthy' | 'failing' | 'open' | 'paused' | 'disabled';
  /** The last failure while it is failing, open or paused; `gone` after a 410. */
  stateReason: string | null;
  consecutiveFailures: number;
  /** When one request finds out whether an open or paused endpoint takes webhooks again. */
  nextProbeAt: Date | null;
  /** Deliveries that wait or are on their way; parked ones do not count. */
  backlog: number;
  oldestPendingAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

export abstract class EndpointQueries {
  /** Newest first, `limit` of them, those with ids below `before`. */
  abstract list(limit: number, before?: number): Promise<EndpointView[]>;
  /** @throws endpoint_not_found, also when deleted */
  abstract get(id: number): Promise<EndpointView>;
  /** How these are, without counting what waits. Deleted ones are left out. */
  abstract conditions(ids: readonly number[]): Promise<(EndpointCondition & { enabled: boolean })[]>;
}
