import type {
  ClaimedDelivery,
  DeliveryQueue,
} from '../../src/webhook-delivery/application/delivery-queue.js';
import type { aDeliveryPolicy } from './a-delivery-policy.js';

export interface QueuedDelivery {
  endpointId: number;
  /** Another document for each, unless it is given. */
  documentId?: number;
  revision?: number;
  body?: string;
  /** From now; negative is long due. */
  dueInMs?: number;
  resend?: boolean;
}

export interface DeliveryFacts {
  state: 'pending' | 'delivering' | 'delivered' | 'parked' | 'superseded';
  reason: string | null;
  attempts: number;
  /** Of unfinished ones. */
  failures: number | null;
  /** Of pending ones, from now. */
  dueInMs: number | null;
}

export interface AttemptFacts {
  attempt: number;
  error: string | null;
  statusCode: number | null;
  responseExcerpt: string | null;
  worker: string;
}

/** What the suite needs besides the queue itself: to put things in and to look at them. */
export interface DeliveryQueueHarness {
  readonly queue: DeliveryQueue;
  /** The queue's own; what is changed here holds from then on. */
  readonly policy: ReturnType<typeof aDeliveryPolicy>;
  endpoint(settings?: { maxInFlight?: number; enabled?: boolean; deleted?: boolean }): Promise<number>;
  /** @returns the delivery ids, in the order given */
  enqueue(deliveries: readonly QueuedDelivery[]): Promise<string[]>;
  facts(deliveryId: string): Promise<DeliveryFacts | undefined>;
  /** Every send that was logged, the last of a delivered one included, oldest first. */
  attempts(deliveryId: string): Promise<AttemptFacts[]>;
  consecutiveFailures(endpointId: number): Promise<number>;
  /** As if the lease of each claim that these belong to had run out a moment ago. */
  expire(deliveries: readonly ClaimedDelivery[]): Promise<void>;
  /** Nothing is queued any more. */
  clear(): Promise<void>;
  close(): Promise<void>;
}
