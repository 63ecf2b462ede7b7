import type { AttemptResult } from './classify-answer.js';
import type { DeliveryPolicy } from './delivery-policy.js';
import type { OperationalEvent } from './webhook-events.js';
import { retryDelay } from './retry-schedule.js';

/**
 * `closed`: everything that is due goes out. `open` and `paused`: one request at a time finds out whether it may again.
 * `gone`: the receiver said so; only a person can take that back.
 */
export type Gate = 'closed' | 'open' | 'paused' | 'gone';

export interface EndpointHealthSnapshot {
  gate: Gate;
  /** Endpoint faults in a row. */
  consecutiveFailures: number;
  lastFailure: string | null;
  /** Documents whose messages were refused since the last success, up to the number that makes an endpoint fault. */
  refusedDocuments: number[];
  /** Between the last two probes of an open gate. */
  probeIntervalMs: number;
  /** The last pause for which the receiver gave no length. */
  pauseMs: number;
  /** The document that was tried last at an open gate. */
  lastProbedDocument: number | null;
  /** Requests at the same time while an endpoint recovers; null: as many as it may have. */
  ramp: number | null;
  /** What subscribers of operational events were told last; null: nothing, or that it is well. */
  announced: 'failing' | 'open' | null;
}

/** A delivery whose attempt has ended, as it is before the outcome is written. */
export interface AttemptedDelivery {
  documentId: number | null;
  /** It tells of another endpoint: whatever becomes of it is not announced. */
  isOperational: boolean;
  isResend: boolean;
  /** It was let through a shut gate to find out. Others that come back then were under way when it shut. */
  isProbe: boolean;
  /** Counted failures before this attempt. */
  failures: number;
  /** A later revision of the document waits for this endpoint. */
  hasLaterRevision: boolean;
  /** Something else was delivered to this endpoint since this delivery began to fail. */
  othersDeliveredSince: boolean;
}

export type Verdict =
  | { kind: 'delivered' }
  /** Again after `delayMs`; an attempt of the schedule is spent. `shuts`: it was the one that opened the breaker. */
  | { kind: 'retry'; delayMs: number; shuts?: true }
  /** Goes on waiting; nothing is spent. */
  | { kind: 'held' }
  /** Kept for a person to decide. */
  | { kind: 'parked'; reason: 'retries_exhausted' | 'gone' }
  /** Its successor says all that it said, and more. */
  | { kind: 'superseded'; reason: 'later_revision' };

/** So many different documents refused in a row are no fault of theirs. */
const REFUSALS_OF_AN_ENDPOINT = 10;
const FIRST_PAUSE_MS = 5000;
const LONGEST_PAUSE_MS = 600_000;
const FIRST_RAMP = 2;

/** What attempts have told about an endpoint: the circuit breaker, and what becomes of each delivery. */
export class EndpointHealth {
  #state: EndpointHealthSnapshot;
  #gateDelayMs: number | undefined;
  #delivered = false;
  #reopened = false;
  #announcements: OperationalEvent[] = [];

  constructor(
    snapshot: EndpointHealthSnapshot,
    private readonly policy: DeliveryPolicy,
    private readonly random: () => number = Math.random,
  ) {
    this.#state = { ...snapshot };
  }

  static fresh(): EndpointHealthSnapshot {
    return {
      gate: 'closed',
      consecutiveFailures: 0,
      lastFailure: null,
      refusedDocuments: [],
      probeIntervalMs: 0,
      pauseMs: 0,
      lastProbedDocument: null,
      ramp: null,
      announced: null,
    };
  }

  snapshot(): EndpointHealthSnapshot {
    return { ...this.#state };
  }

  /** From now to the next probe, where this changed. */
  get gateDelayMs(): number | undefined {
    return this.#gateDelayMs;
  }

  /** Something was delivered. */
  get delivered(): boolean {
    return this.#delivered;
  }

  /** A probe has arrived at an open endpoint: everything that waits is due. */
  get reopened(): boolean {
    return this.#reopened;
  }

  /** What has happened to the endpoint itself, for those who subscribe to it, in this order. */
  get announcements(): readonly OperationalEvent[] {
    return this.#announcements;
  }

  /** Nothing to remember: a success changes nothing about it. */
  static isSteady(state: EndpointHealthSnapshot): boolean {
    const { gate, consecutiveFailures, refusedDocuments, ramp, announced } = state;
    return (
      gate === 'closed' &&
      consecutiveFailures === 0 &&
      refusedDocuments.length === 0 &&
      ramp === null &&
      announced === null
    );
  }

  /** @param maxInFlight of the endpoint, where recovery ends */
  record(
    delivery: AttemptedDelivery,
    result: AttemptResult,
    error: string | null,
    maxInFlight: number,
  ): Verdict {
    const { gate } = this.#state;
    const verdict = this.#judge(delivery, result, error, maxInFlight);
    if (!delivery.isOperational) this.#announce(gate);
    return verdict;
  }

  #judge(
    delivery: AttemptedDelivery,
    result: AttemptResult,
    error: string | null,
    maxInFlight: number,
  ): Verdict {
    if (delivery.isProbe) this.#state.lastProbedDocument = delivery.documentId;
    switch (result.kind) {
      case 'success':
        this.#succeed(delivery, maxInFlight);
        return { kind: 'delivered' };
      case 'interrupted':
        return { kind: 'held' };
      case 'gone':
        this.#shut('gone', 0);
        this.#state.lastFailure = error;
        return { kind: 'parked', reason: 'gone' };
      case 'pause':
        this.#pause(delivery, result.waitMs);
        this.#state.lastFailure = error;
        return { kind: 'held' };
      case 'message_fault':
        return this.#refuse(delivery, error);
      case 'endpoint_fault':
        return this.#fail(delivery, error);
    }
  }

  #announce(before: Gate): void {
    const state = this.#state;
    const tell = (event: OperationalEvent, announced: EndpointHealthSnapshot['announced']): void => {
      this.#announcements.push(event);
      state.announced = announced;
    };
    if (state.gate === 'gone') {
      if (before !== 'gone') tell('endpoint.disabled', null);
    } else if (state.gate === 'open') {
      if (state.announced !== 'open') tell('endpoint.open', 'open');
    } else if (state.gate === 'closed' && state.consecutiveFailures > 0) {
      if (state.announced === null) tell('endpoint.failing', 'failing');
    } else if (state.gate === 'closed' && state.announced !== null) tell('endpoint.recovered', null);
  }

  #succeed(delivery: AttemptedDelivery, maxInFlight: number): void {
    const state = this.#state;
    this.#delivered = true;
    // An answer that was under way: what was said stays said.
    if (state.gate === 'gone') return;
    if (state.gate === 'paused' && !delivery.isProbe) {
      state.consecutiveFailures = 0;
      state.refusedDocuments = [];
      return;
    }
    const ramp =
      state.gate === 'open' ? FIRST_RAMP : state.ramp === null ? null : Math.min(state.ramp + 1, maxInFlight);
    if (state.gate === 'open') this.#reopened = true; // after a pause, what was held is due already
    this.#state = {
      ...EndpointHealth.fresh(),
      ramp: ramp !== null && ramp >= maxInFlight ? null : ramp,
      announced: state.announced,
    };
    this.#gateDelayMs = undefined;
  }

  #refuse(delivery: AttemptedDelivery, error: string | null): Verdict {
    const state = this.#state;
    const known = state.refusedDocuments;
    const { documentId } = delivery;
    const isNew = documentId !== null && !known.includes(documentId);
    if (isNew && known.length < REFUSALS_OF_AN_ENDPOINT) state.refusedDocuments = [...known, documentId];
    if (state.refusedDocuments.length >= REFUSALS_OF_AN_ENDPOINT) return this.#fail(delivery, error);
    // It answers, though not as hoped: another document is tried soon. Once each was refused there is no hurry.
    if (state.gate === 'open' && delivery.isProbe) {
      this.#shut('open', isNew ? this.policy.breaker.probeMinMs : this.#nextProbeMs());
    }
    if (state.gate === 'paused' && delivery.isProbe) this.#close();
    if (delivery.hasLaterRevision && !delivery.isResend)
      return { kind: 'superseded', reason: 'later_revision' };
    if (state.gate === 'open') return { kind: 'held' }; // probes do not follow the schedule, and spend nothing of it
    return this.#spend(delivery) ?? { kind: 'parked', reason: 'retries_exhausted' };
  }

  #fail(delivery: AttemptedDelivery, error: string | null): Verdict {
    const state = this.#state;
    state.consecutiveFailures += 1;
    state.lastFailure = error;
    if (state.gate === 'gone') return { kind: 'parked', reason: 'gone' };
    if (state.gate === 'open') {
      if (delivery.isProbe) this.#shut('open', this.#nextProbeMs());
      return { kind: 'held' };
    }
    if (state.gate === 'paused' && delivery.isProbe) this.#close();
    const shuts = state.consecutiveFailures >= this.policy.breaker.failures && this.#open();
    const retry = this.#spend(delivery);
    if (retry) return shuts ? { ...retry, shuts } : retry;
    if (delivery.othersDeliveredSince || this.#delivered)
      return { kind: 'parked', reason: 'retries_exhausted' };
    this.#open(); // it is not this delivery that is at fault
    return { kind: 'held' };
  }

  #spend(delivery: AttemptedDelivery): { kind: 'retry'; delayMs: number } | undefined {
    const delayMs = retryDelay(this.policy.retrySchedule, delivery.failures + 1, this.random());
    return delayMs === undefined ? undefined : { kind: 'retry', delayMs };
  }

  /** @returns whether it did: a pause that the receiver asked for is not cut short, its probe decides */
  #open(): boolean {
    if (this.#state.gate !== 'closed') return false;
    this.#state.probeIntervalMs = this.policy.breaker.probeMinMs;
    this.#state.ramp = null;
    this.#shut('open', this.#state.probeIntervalMs);
    return true;
  }

  #pause(delivery: AttemptedDelivery, waitMs: number | null): void {
    const { gate } = this.#state;
    if (gate === 'gone') return;
    if (gate === 'open') {
      if (delivery.isProbe) this.#shut('open', waitMs ?? this.#nextProbeMs());
      return;
    }
    if (waitMs !== null) return this.#shut('paused', waitMs);
    if (gate === 'paused' && !delivery.isProbe) return; // one of many that were told the same
    this.#state.pauseMs = Math.min(LONGEST_PAUSE_MS, this.#state.pauseMs * 2 || FIRST_PAUSE_MS);
    this.#shut('paused', this.#state.pauseMs);
  }

  #nextProbeMs(): number {
    const { probeMinMs, probeMaxMs } = this.policy.breaker;
    this.#state.probeIntervalMs = Math.min(probeMaxMs, Math.max(probeMinMs, this.#state.probeIntervalMs * 2));
    return this.#state.probeIntervalMs;
  }

  #shut(gate: Gate, delayMs: number): void {
    this.#state.gate = gate;
    this.#gateDelayMs = delayMs;
    this.#reopened = false;
  }

  #close(): void {
    this.#state.gate = 'closed';
    this.#gateDelayMs = undefined;
  }
}
