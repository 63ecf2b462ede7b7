import type { ReplayState } from '../domain/replay-state.js';
import type { ReplayableState } from '../domain/replayable-state.js';

export interface ReplayScope {
  endpointId: number;
  /** Inclusive, by the time in the event's id. */
  since: Date;
  /** Exclusive. */
  until: Date;
  states: readonly ReplayableState[];
  /** Also events of documents that the endpoint subscribes to and never had a delivery of. */
  includeMissing: boolean;
}

export interface ReplayView extends ReplayScope {
  id: number;
  state: ReplayState;
  /** Events that it is about: counted when it was made, and again when it is done. */
  total: number;
  /** How many of these it has worked through. */
  done: number;
  createdAt: Date;
  finishedAt: Date | null;
}

export abstract class Replays {
  /** How many events it is about. Reads all of the range, so not within a unit of work. */
  abstract count(scope: ReplayScope): Promise<number>;
  /** @returns its id */
  abstract add(scope: ReplayScope, total: number): Promise<number>;
  abstract get(id: number): Promise<ReplayView | undefined>;
  /** Newest first. */
  abstract list(endpointId: number | undefined, limit: number, before?: number): Promise<ReplayView[]>;
  /** Locks it, so that no worker takes a step of it meanwhile. */
  abstract forChange(id: number): Promise<{ endpointId: number; state: ReplayState } | undefined>;
  abstract set(id: number, state: ReplayState): Promise<void>;
  /** Ends those of an endpoint that are unfinished. Waits for a step that is being taken. */
  abstract cancelOf(endpointId: number): Promise<void>;
  /**
   * Takes one running replay that nobody else has at this moment through its next `events` events. The deliveries and
   * how far it has come are one transaction. A replay waits while its endpoint is disabled or gone. One with missing
   * events ends only when nothing is under way that could still be one: what is committed behind it is taken, too.
   * @returns whether there was one
   */
  abstract step(events: number): Promise<boolean>;
}
