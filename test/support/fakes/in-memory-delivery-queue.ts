import { randomUUID } from 'node:crypto';
import {
  DeliveryQueue,
  type ClaimedDelivery,
  type Settlement,
} from '../../../src/webhook-delivery/application/delivery-queue.js';
import type {
  AttemptFacts,
  DeliveryFacts,
  DeliveryQueueHarness,
  QueuedDelivery,
} from '../delivery-queue-harness.js';

interface Endpoint {
  maxInFlight: number;
  active: boolean;
  failures: number;
}

interface Entry {
  id: string;
  eventId: string;
  endpointId: number;
  documentId: number;
  revision: number;
  body: string;
  isResend: boolean;
  dueAt: number;
  attempts: number;
  failures: number;
  claim: { token: string; until: number; worker: string } | undefined;
  finished: { state: 'delivered' | 'parked'; reason: string | null } | undefined;
  log: AttemptFacts[];
}

/** The queue without a database. Its clock is `performance.now()`. */
export class InMemoryDeliveryQueue extends DeliveryQueue implements DeliveryQueueHarness {
  readonly queue = this;
  #endpoints = new Map<number, Endpoint>();
  #entries: Entry[] = [];
  #lastId = 0;

  async claim(limit: number, leaseSeconds: number, worker: string): Promise<ClaimedDelivery[]> {
    const now = performance.now();
    const token = randomUUID();
    const due = this.#unfinished().filter((entry) => this.#isClaimable(entry, now));
    const shares = [...new Set(due.map((entry) => entry.endpointId))]
      .map((id) => ({ id, free: this.#endpoint(id).maxInFlight - this.#inFlight(id) }))
      .filter(({ free }) => free > 0)
      .slice(0, limit);
    const share = Math.ceil(limit / shares.length);
    return shares
      .flatMap(({ id, free }) =>
        due
          .filter((entry) => entry.endpointId === id)
          .sort((a, b) => a.dueAt - b.dueAt)
          .slice(0, Math.min(share, free)),
      )
      .slice(0, limit)
      .map((entry) => {
        entry.claim = { token, until: now + leaseSeconds * 1000, worker };
        return {
          deliveryId: entry.id,
          claimToken: token,
          eventId: entry.eventId,
          event: 'document.exported',
          endpointId: entry.endpointId,
          attempts: entry.attempts,
          failures: entry.failures,
          isResend: entry.isResend,
          body: entry.body,
          endpointFailures: this.#endpoint(entry.endpointId).failures,
        };
      });
  }

  async settle(settlements: readonly Settlement[], worker: string): Promise<Set<string>> {
    const settled = new Set<string>();
    for (const { delivery, verdict, statusCode, error, responseExcerpt } of settlements) {
      const entry = this.#ownedBy(delivery);
      if (!entry) continue;
      const endpoint = this.#endpoint(entry.endpointId);
      entry.claim = undefined;
      entry.attempts += 1;
      entry.log.push({ attempt: entry.attempts, error, statusCode, responseExcerpt, worker });
      endpoint.failures = verdict.kind === 'delivered' ? 0 : endpoint.failures + 1;
      if (verdict.kind === 'retry') {
        entry.failures += 1;
        entry.dueAt = performance.now() + verdict.delayMs;
      } else {
        entry.finished = {
          state: verdict.kind,
          reason: verdict.kind === 'parked' ? verdict.reason : null,
        };
      }
      settled.add(entry.id);
    }
    return settled;
  }

  async release(deliveries: readonly ClaimedDelivery[]): Promise<void> {
    for (const delivery of deliveries) {
      const entry = this.#ownedBy(delivery);
      if (entry) entry.claim = undefined;
    }
  }

  async recoverExpired(): Promise<number> {
    const now = performance.now();
    let recovered = 0;
    for (const entry of this.#unfinished()) {
      if (!entry.claim || entry.claim.until >= now) continue;
      const { worker } = entry.claim;
      entry.claim = undefined;
      entry.attempts += 1;
      entry.dueAt = now;
      entry.log.push({
        attempt: entry.attempts,
        error: 'lost: the worker ended or was frozen',
        statusCode: null,
        responseExcerpt: null,
        worker,
      });
      recovered += 1;
    }
    return recovered;
  }

  async endpoint({ maxInFlight = 16, enabled = true, deleted = false } = {}): Promise<number> {
    this.#endpoints.set(++this.#lastId, { maxInFlight, active: enabled && !deleted, failures: 0 });
    return this.#lastId;
  }

  async enqueue(deliveries: readonly QueuedDelivery[]): Promise<string[]> {
    const entries = deliveries.map(
      ({
        endpointId,
        documentId = ++this.#lastId,
        revision = 1,
        body = '{}',
        dueInMs = 0,
        resend = false,
      }) => ({
        id: randomUUID(),
        eventId: randomUUID(),
        endpointId,
        documentId,
        revision,
        body,
        isResend: resend,
        dueAt: performance.now() + dueInMs,
        attempts: 0,
        failures: 0,
        claim: undefined,
        finished: undefined,
        log: [],
      }),
    );
    this.#entries.push(...entries);
    return entries.map((entry) => entry.id);
  }

  async facts(deliveryId: string): Promise<DeliveryFacts | undefined> {
    const entry = this.#entries.find(({ id }) => id === deliveryId);
    if (!entry) return undefined;
    const { attempts, failures, claim, finished } = entry;
    if (finished) return { ...finished, attempts, failures: null, dueInMs: null };
    const dueInMs = claim ? null : entry.dueAt - performance.now();
    return { state: claim ? 'delivering' : 'pending', reason: null, attempts, failures, dueInMs };
  }

  async attempts(deliveryId: string): Promise<AttemptFacts[]> {
    return [...(this.#entries.find(({ id }) => id === deliveryId)?.log ?? [])];
  }

  async consecutiveFailures(endpointId: number): Promise<number> {
    return this.#endpoint(endpointId).failures;
  }

  async expire(deliveries: readonly ClaimedDelivery[]): Promise<void> {
    for (const delivery of deliveries) {
      const claim = this.#ownedBy(delivery)?.claim;
      if (claim) claim.until = performance.now() - 1;
    }
  }

  async clear(): Promise<void> {
    this.#entries = [];
  }

  async close(): Promise<void> {}

  #unfinished(): Entry[] {
    return this.#entries.filter((entry) => !entry.finished);
  }

  #isClaimable(entry: Entry, now: number): boolean {
    if (entry.claim || entry.dueAt > now || !this.#endpoint(entry.endpointId).active) return false;
    return entry.isResend || !this.#unfinished().some((other) => isEarlierRevision(other, entry));
  }

  #inFlight(endpointId: number): number {
    return this.#unfinished().filter((entry) => entry.endpointId === endpointId && entry.claim).length;
  }

  #ownedBy({ deliveryId, claimToken }: ClaimedDelivery): Entry | undefined {
    return this.#entries.find((entry) => entry.id === deliveryId && entry.claim?.token === claimToken);
  }

  #endpoint(id: number): Endpoint {
    const endpoint = this.#endpoints.get(id);
    if (!endpoint) throw new Error(`There is no endpoint ${id}`);
    return endpoint;
  }
}

function isEarlierRevision(other: Entry, entry: Entry): boolean {
  return (
    !other.isResend &&
    other.endpointId === entry.endpointId &&
    other.documentId === entry.documentId &&
    other.revision < entry.revision
  );
}
