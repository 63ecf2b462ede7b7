/** What happened in a run, from three sides that know nothing of one another. Times are those of performance.now(). */
export interface History {
  requests: Requests;
  /** In the order in which they came. */
  arrivals: Arrival[];
  final: FinalState;
  faults: Fault[];
  /** When this machine stood still: no answer can be called late then. */
  stalls: Span[];
  settings: {
    leaseMs: number;
    timeoutMs: number;
    /** Of all workers to all endpoints; 0: as many as they like. */
    maxInFlightOfAll: number;
  };
}

export interface Span {
  from: number;
  to: number;
}

/** The side of the API's users and operators. */
export interface Requests {
  endpoints: EndpointRecord[];
  /** Exports that were answered with 2xx. */
  acknowledged: {
    eventId: string;
    documentId: number;
    revision: number;
    requestedAt: number;
    answeredAt: number;
  }[];
  /** Exports that may have been made, or not: no answer, or one that says so. */
  unanswered: { documentId: number }[];
  /** `external_refs` that were written, or may have been, byte for byte. */
  refs: { documentId: number; text: string }[];
  /** Deliveries that an operator sent again. */
  resent: { eventId: string; endpointId: number; at: number }[];
  /** Deliveries that an operator wanted not to go out, and was not refused. */
  cancelled: Cancellation[];
  /** Replays that operators asked for, and were not refused. */
  replayed: ReplayRequest[];
  /** From the answer that delivery is held back to the request to let it go. */
  offline: Span[];
  /** Endpoints that the API called open or paused; the time is that of the request. */
  looks: Look[];
  /** Answers that the API description does not know, and other misbehaviour that a user sees. */
  complaints: string[];
}

export interface Cancellation {
  deliveryId: string;
  eventId: string;
  endpointId: number;
  at: number;
  /** Null when nobody got an answer. */
  answeredAt: number | null;
}

export interface Look extends Span {
  endpointId: number;
  state: 'open' | 'paused';
  /** As the API says it. */
  nextProbe: string;
  nextProbeAt: number;
}

export interface ReplayRequest {
  endpointId: number;
  at: number;
  /** Null when nobody got an answer. */
  id: number | null;
  /** Events that were listed there before: finished in a state that is asked for, and not unfinished again. */
  finished: string[];
  /** Whether somebody wanted it to end early. */
  isCancelled: boolean;
}

export interface EndpointRecord {
  id: number;
  /** When its creation was asked for; -Infinity when nobody got an answer. */
  requestedAt: number;
  /** When the answer to its creation was there; Infinity when nobody got one. */
  createdAt: number;
  /** From the request to delete it to the answer. */
  deleted: Span | null;
  settings: EndpointSettings;
  /** Requests to enable it: where it was off, it begins anew. */
  enabled: Span[];
  secrets: SecretRecord[];
  /** When it may have signed with a secret that nobody was told, for an answer got lost. */
  secretUnknown: Span[];
}

export interface EndpointSettings {
  url: Setting<string>[];
  /** As a receiver sees it: the header, or nothing. */
  auth: Setting<string>[];
  maxInFlight: Setting<number>[];
}

/** May be in force from the request for it to the answer to the request for the next one. */
export interface Setting<T> extends Span {
  value: T;
}

/** A secret is used at the earliest and at the latest, and surely between. */
export interface SecretRecord {
  secret: string;
  from: number;
  surelyFrom: number;
  surelyUntil: number;
  until: number;
}

/** The side of a receiver: a request that was here to its last byte. */
export interface Arrival {
  endpointId: number;
  url: string;
  auth: string;
  at: number;
  id: string;
  timestamp: string;
  signature: string;
  isResend: boolean;
  body: Buffer;
  /** What it was answered; null when it was left without an answer. */
  status: number | null;
  /** Of the answer's Retry-After. */
  retryAfterMs: number | null;
  /** When the last byte of the answer was out; null when that never happened. */
  answeredAt: number | null;
  /** When that happened, or the connection was seen to be closed. */
  endedAt: number | null;
}

/** What the API says when everything is over. */
export interface FinalState {
  exports: FinalExport[];
  deliveries: FinalDelivery[];
  replays: FinalReplay[];
  ledger: FinalLedger;
}

export interface FinalExport {
  eventId: string;
  documentId: number;
  revision: number;
  /** The time in the id of its event, by which replays choose. */
  at: number;
}

export interface FinalReplay {
  id: number;
  endpointId: number;
  state: string;
  done: number;
  /** Inclusive. */
  since: number;
  /** Exclusive. */
  until: number;
  states: string[];
  includeMissing: boolean;
}

export interface FinalDelivery {
  id: string;
  eventId: string;
  endpointId: number;
  state: string;
  reason: string | null;
  resendOf: string | null;
}

export const DELIVERY_STATES = [
  'delivered',
  'pending',
  'delivering',
  'parked',
  'superseded',
  'cancelled',
] as const;

export interface FinalLedger {
  balanced: boolean;
  eventsWithoutEndpoint: number;
  items: ({ endpointId: number; accepted: number } & Record<(typeof DELIVERY_STATES)[number], number>)[];
}

export const FAULT_KINDS = ['kill', 'freeze', 'restart', 'crash', 'terminate', 'cut'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** Until everything worked again. */
export interface Fault extends Span {
  kind: FaultKind;
  target: string;
  /** Outcomes of sends can be lost by it. */
  losesOutcomes: boolean;
}

export const pair = (eventId: string, endpointId: number): string => `${eventId} at endpoint ${endpointId}`;

export const wasTaken = ({ status }: Arrival): boolean => status !== null && status >= 200 && status < 300;

export const overlap = (a: Span, b: Span): boolean => a.from <= b.to && b.from <= a.to;

export function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
