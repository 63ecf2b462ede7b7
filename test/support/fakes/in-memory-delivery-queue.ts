import { randomUUID } from 'node:crypto';
import {
  DeliveryQueue,
  type ClaimedDelivery,
  type Settlement,
} from '../../../src/webhook-delivery/application/delivery-queue.js';
import type { AttemptResult } from '../../../src/webhook-delivery/domain/classify-answer.js';
import {
  EndpointHealth,
  type EndpointHealthSnapshot,
  type Gate,
  type Verdict,
} from '../../../src/webhook-delivery/domain/endpoint-health.js';
import { aDeliveryPolicy } from '../a-delivery-policy.js';
import type {
  AttemptFacts,
  DeliveryFacts,
  DeliveryQueueHarness,
  QueuedDelivery,
} from '../delivery-queue-harness.js';

interface Endpoint {
  maxInFlight: number;
  active: boolean;
  health: EndpointHealthSnapshot;
  gateUntil: number;
  lastDeliveredAt: number;
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
  failingSince: number | undefined;
  claim: { token: string; until: number; worker: string } | undefined;
  finished: { state: 'delivered' | 'parked' | 'superseded'; reason: string | null } | undefined;
  log: AttemptFacts[];
}

/** The queue without a database. Its clock is `performance.now()`. */
export class InMemoryDeliveryQueue extends DeliveryQueue implements DeliveryQueueHarness {
  readonly queue = this;
  readonly policy = aDeliveryPolicy();
  #endpoints = new Map<number, Endpoint>();
  #entries: Entry[] = [];
  #lastId = 0;

  async claim(
    limit: number,
    leaseSeconds: number,
    worker: string,
    ahead: ReadonlyMap<number, number> = new Map(),
  ): Promise<ClaimedDelivery[]> {
    const now = performance.now();
    const token = randomUUID();
    const due = this.#unfinished().filter((entry) => this.#isClaimable(entry, now));
    const shares = [...new Set(due.map((entry) => entry.endpointId))]
      .map((id) => {
        const slots = this.#room(id, now) - this.#inFlight(id, (holder) => holder !== worker);
        const mine = this.#inFlight(id, (holder) => holder === worker);
        return { id, slots, free: slots > 0 ? slots + this.#ahead(id, ahead) - mine : 0 };
      })
      .filter(({ free }) => free > 0)
      .slice(0, limit);
    const share = Math.ceil(limit / shares.length);
    return shares
      .flatMap(({ id, slots, free }) =>
        due
          .filter((entry) => entry.endpointId === id)
          .sort((a, b) => Number(this.#wasProbed(a)) - Number(this.#wasProbed(b)) || a.dueAt - b.dueAt)
          .slice(0, Math.min(share, free))
          .map((entry) => ({ entry, slots })),
      )
      .slice(0, limit)
      .map(({ entry, slots }) => {
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
          isProbe: this.#health(entry).gate !== 'closed',
          isEndpointSteady: EndpointHealth.isSteady(this.#health(entry)),
          slots,
        };
      });
  }

  async settle(settlements: readonly Settlement[], worker: string): Promise<Map<string, Verdict>> {
    const verdicts = new Map<string, Verdict>();
    for (const { delivery, result, statusCode, error, responseExcerpt } of settlements) {
      const entry = this.#ownedBy(delivery);
      if (!entry) continue;
      const verdict = this.#judge(entry, delivery.isProbe, result, error);
      entry.claim = undefined;
      entry.attempts += 1;
      entry.log.push({ attempt: entry.attempts, error, statusCode, responseExcerpt, worker });
      if (verdict.kind === 'retry' || verdict.kind === 'held') {
        entry.failingSince ??= performance.now();
        if (verdict.kind === 'retry') {
          entry.failures += 1;
          entry.dueAt = performance.now() + verdict.delayMs;
        }
      } else {
        entry.finished = { state: verdict.kind, reason: 'reason' in verdict ? verdict.reason : null };
      }
      verdicts.set(entry.id, verdict);
    }
    return verdicts;
  }

  async release(deliveries: readonly ClaimedDelivery[]): Promise<void> {
    for (const delivery of deliveries) {
      const entry = this.#ownedBy(delivery);
      if (entry) entry.claim = undefined;
    }
  }

  async recoverExpired(_leaseSeconds?: number, except: readonly string[] = []): Promise<number> {
    const now = performance.now();
    let recovered = 0;
    for (const entry of this.#unfinished()) {
      if (!entry.claim || entry.claim.until >= now || except.includes(entry.claim.token)) continue;
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
    this.#endpoints.set(++this.#lastId, {
      maxInFlight,
      active: enabled && !deleted,
      health: EndpointHealth.fresh(),
      gateUntil: 0,
      lastDeliveredAt: 0,
    });
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
        failingSince: undefined,
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
    return this.#endpoint(endpointId).health.consecutiveFailures;
  }

  gate(endpointId: number): Gate {
    return this.#endpoint(endpointId).health.gate;
  }

  async expire(deliveries: readonly ClaimedDelivery[]): Promise<void> {
    const tokens = deliveries.map(({ claimToken }) => claimToken);
    for (const { claim } of this.#entries) {
      if (claim && tokens.includes(claim.token)) claim.until = performance.now() - 1;
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
    const endpoint = this.#endpoint(entry.endpointId);
    if (entry.claim || !endpoint.active) return false;
    if (endpoint.health.gate === 'closed' && entry.dueAt > now) return false;
    return entry.isResend || !this.#unfinished().some((other) => isEarlierRevision(other, entry));
  }

  #health(entry: Entry): EndpointHealthSnapshot {
    return this.#endpoint(entry.endpointId).health;
  }

  #room(endpointId: number, now: number): number {
    const { health, gateUntil, maxInFlight } = this.#endpoint(endpointId);
    if (health.gate === 'closed') return Math.min(maxInFlight, health.ramp ?? maxInFlight);
    return health.gate !== 'gone' && gateUntil <= now ? 1 : 0;
  }

  #wasProbed(entry: Entry): boolean {
    const { gate, lastProbedDocument } = this.#health(entry);
    return gate !== 'closed' && lastProbedDocument === entry.documentId;
  }

  #judge(entry: Entry, isProbe: boolean, result: AttemptResult, error: string | null): Verdict {
    const endpoint = this.#endpoint(entry.endpointId);
    const health = new EndpointHealth(endpoint.health, this.policy);
    const others = this.#unfinished().filter((other) => other !== entry);
    const verdict = health.record(
      {
        documentId: entry.documentId,
        isOperational: false,
        isResend: entry.isResend,
        isProbe,
        failures: entry.failures,
        hasLaterRevision: others.some((other) => isEarlierRevision({ ...entry, isResend: false }, other)),
        othersDeliveredSince:
          entry.failingSince !== undefined && endpoint.lastDeliveredAt > entry.failingSince,
      },
      result,
      error,
      endpoint.maxInFlight,
    );
    const now = performance.now();
    endpoint.health = health.snapshot();
    if (health.gateDelayMs !== undefined) endpoint.gateUntil = now + health.gateDelayMs;
    if (health.delivered) endpoint.lastDeliveredAt = now;
    if (health.reopened) {
      for (const other of others) {
        if (other.endpointId === entry.endpointId && !other.claim) other.dueAt = Math.min(other.dueAt, now);
      }
    }
    return verdict;
  }

  #ahead(endpointId: number, ahead: ReadonlyMap<number, number>): number {
    return this.#endpoint(endpointId).health.gate === 'closed' ? (ahead.get(endpointId) ?? 0) : 0;
  }

  #inFlight(endpointId: number, by: (worker: string) => boolean): number {
    return this.#unfinished().filter(
      ({ claim, ...entry }) => entry.endpointId === endpointId && claim && by(claim.worker),
    ).length;
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
