import type {
  ClaimedDelivery,
  DeliveryQueue,
} from '../../../src/webhook-delivery/application/delivery-queue.js';
import type { DeliveryState } from '../../../src/webhook-delivery/domain/delivery-state.js';

/** A delivery as it is now, whatever table it is in. */
export interface DeliveryRow {
  deliveryId: string;
  eventId: string;
  endpointId: number;
  documentId: number;
  revision: number;
  resendOf: string | null;
  state: DeliveryState;
  reason: string | null;
  attempts: number;
  /** Of one that is being sent. */
  claimToken: string | null;
  /** Of a pending one. */
  isDue: boolean;
}

/** What people and the jobs of the service do besides the workers. */
export interface DeliveryPeople {
  turn(endpointId: number, enabled: boolean): Promise<unknown>;
  remove(endpointId: number): Promise<unknown>;
  /** @returns the id of the delivery that goes out @throws DomainError */
  resend(deliveryId: string): Promise<string>;
  /** @throws DomainError */
  cancel(deliveryId: string): Promise<unknown>;
  /** Puts what is not where it belongs in its place, of disabled, enabled and deleted endpoints. */
  tidy(): Promise<unknown>;
  /** The service's own account, by endpoint. */
  ledger(): Promise<ReadonlyMap<number, Readonly<Record<DeliveryState | 'accepted', number>>>>;
}

/** A queue with everything around it, for the model to be compared with. */
export interface DeliveryWorld {
  /** Undefined where there are only workers. */
  readonly people: DeliveryPeople | undefined;
  /** Forgets what was, and begins with an endpoint for each of these limits. @returns their ids */
  begin(maxInFlight: readonly number[]): Promise<number[]>;
  /** One export: an event for every endpoint there is. Its body is `{documentId, revision}`. */
  append(documentId: number, revision: number): Promise<void>;
  /** The queue as this worker sees it, over connections of its own. */
  worker(number: number): DeliveryQueue;
  /** As if the leases of those of these that still are the caller's had run out. */
  lapse(claims: readonly ClaimedDelivery[]): Promise<void>;
  /** As if so much time had passed that every retry and every probe is due. */
  passTime(): Promise<void>;
  /** All as of one moment. */
  rows(): Promise<DeliveryRow[]>;
  /** What is remembered of each endpoint, as text. */
  health(): Promise<ReadonlyMap<number, string>>;
  close(): Promise<void>;
}
