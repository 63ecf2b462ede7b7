import type {
  ClaimedDelivery,
  DeliveryQueue,
} from '../../../src/webhook-delivery/application/delivery-queue.js';
import { InMemoryDeliveryQueue } from '../fakes/in-memory-delivery-queue.js';
import type { DeliveryRow, DeliveryWorld } from './delivery-world.js';

class WatchedQueue extends InMemoryDeliveryQueue {
  readonly tokens = new Map<string, string>();

  override async claim(limit: number, leaseSeconds: number, worker: string): Promise<ClaimedDelivery[]> {
    const claims = await super.claim(limit, leaseSeconds, worker);
    for (const { deliveryId, claimToken } of claims) this.tokens.set(deliveryId, claimToken);
    return claims;
  }
}

/** The fake: workers only. It cannot be told that time passes, so everything is due at once. */
export class InMemoryDeliveryWorld implements DeliveryWorld {
  readonly people = undefined;
  #queue = new WatchedQueue();
  #endpointIds: number[] = [];
  #known: Pick<DeliveryRow, 'deliveryId' | 'endpointId' | 'documentId' | 'revision'>[] = [];

  async begin(maxInFlight: readonly number[]): Promise<number[]> {
    this.#queue = new WatchedQueue();
    Object.assign(this.#queue.policy, {
      retrySchedule: [0, 0],
      breaker: { failures: 3, probeMinMs: 0, probeMaxMs: 0 },
    });
    this.#known = [];
    this.#endpointIds = await Promise.all(
      maxInFlight.map((limit) => this.#queue.endpoint({ maxInFlight: limit })),
    );
    return this.#endpointIds;
  }

  async append(documentId: number, revision: number): Promise<void> {
    const made = this.#endpointIds.map((endpointId) => ({
      endpointId,
      documentId,
      revision,
      body: JSON.stringify({ documentId, revision }),
    }));
    const ids = await this.#queue.enqueue(made);
    this.#known.push(
      ...this.#endpointIds.map((endpointId, index) => ({
        deliveryId: ids[index]!,
        endpointId,
        documentId,
        revision,
      })),
    );
  }

  worker(): DeliveryQueue {
    return this.#queue;
  }

  lapse(claims: readonly ClaimedDelivery[]): Promise<void> {
    return this.#queue.expire(claims);
  }

  async passTime(): Promise<void> {}

  rows(): Promise<DeliveryRow[]> {
    return Promise.all(
      this.#known.map(async (known) => {
        const { state, reason, attempts } = (await this.#queue.facts(known.deliveryId))!;
        const claimToken = state === 'delivering' ? this.#queue.tokens.get(known.deliveryId)! : null;
        const same = { eventId: known.deliveryId, resendOf: null, isDue: true };
        return { ...known, ...same, state, reason, attempts, claimToken };
      }),
    );
  }

  async health(): Promise<Map<number, string>> {
    const failures = this.#endpointIds.map(
      async (id) => [id, String(await this.#queue.consecutiveFailures(id))] as const,
    );
    return new Map(await Promise.all(failures));
  }

  async close(): Promise<void> {}
}
