import type { AttemptResult } from '../domain/classify-answer.js';
import type { Verdict } from '../domain/endpoint-health.js';
import { UnsettledClaims } from './unsettled-claims.js';

/** A delivery that belongs to this worker until its lease ends. */
export interface ClaimedDelivery {
  deliveryId: string;
  /** The fencing token: every write about this delivery must carry it. */
  claimToken: string;
  eventId: string;
  event: string;
  endpointId: number;
  /** Sends so far, also those whose outcome was lost. */
  attempts: number;
  /** Failures that count for the retry schedule. */
  failures: number;
  /** A person wanted it to go out again; the receiver is told. */
  isResend: boolean;
  /** The one request that a shut gate lets through. */
  isProbe: boolean;
  /** The exact text to sign and send. */
  body: string;
  /** Nothing was wrong with the endpoint when this was claimed. */
  isEndpointSteady: boolean;
  /** Requests that this worker may have out at the endpoint at one time. */
  slots: number;
}

/** What became of one send. */
export interface Settlement {
  delivery: ClaimedDelivery;
  result: AttemptResult;
  startedAt: Date;
  durationMs: number;
  statusCode: number | null;
  error: string | null;
  responseExcerpt: string | null;
}

/** The queue of unfinished deliveries. Its only clock is the database's. */
export abstract class DeliveryQueue {
  /** Kept by whoever settles through this. */
  readonly unsettled = new UnsettledClaims();

  /**
   * Nothing while delivery is offline. An endpoint whose gate is shut gets one request, when it is time for a probe.
   *
   * Leases up to `limit` due deliveries: of each document and endpoint only the lowest unfinished revision, and a fair
   * share for every endpoint that has some. All workers together hold at most `max_in_flight` of an endpoint; a worker
   * that has slots there also gets as many more as `ahead` says by endpoint id (none by default), which it must not
   * send before it has a free slot.
   */
  abstract claim(
    limit: number,
    leaseSeconds: number,
    worker: string,
    ahead?: ReadonlyMap<number, number>,
  ): Promise<ClaimedDelivery[]>;
  /**
   * Decides what becomes of each delivery and its endpoint, and writes that and the attempts log, in one transaction.
   * @param settlements each of another delivery
   * @returns verdicts by delivery id; a delivery without one is somebody else's by now, and nothing of it has changed
   * @throws UnstorableSettlement when a value of one of them can never be stored; RefusedSettlement when the database
   * refuses one for another reason; LockedEndpoint when somebody held the state of one's endpoint for too long; others
   * when the database is away. Nothing was written then
   */
  abstract settle(settlements: readonly Settlement[], worker: string): Promise<Map<string, Verdict>>;
  /** Whether this outcome depends on the state of its endpoint or changes it: then it may have to wait for that. */
  needsState({ delivery, result }: Settlement): boolean {
    return result.kind !== 'success' || !delivery.isEndpointSteady;
  }
  /** Gives back what was claimed and not sent. */
  abstract release(deliveries: readonly ClaimedDelivery[]): Promise<void>;
  /**
   * Takes over deliveries whose lease has run out; their send is logged as `lost`.
   * @param except claims that are left alone @returns how many
   */
  abstract recoverExpired(leaseSeconds: number, except?: readonly string[]): Promise<number>;
}
