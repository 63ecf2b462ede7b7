/** What happened in a run, from three sides that know nothing of one another. Times are those of performance.now(). */
export interface History {
  requests: Requests;
  /** In the order in which they came. */
  arrivals: Arrival[];
  final: FinalState;
  faults: Fault[];
  /** When this machine stood still: no answer can be called late then. */
  stalls: Span[];
  settings: { leaseMs: number; timeoutMs: number };
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
  /** Replays that operators asked for, and were not refused. */
  replayed: ReplayRequest[];
  /** From the answer that delivery is held back to the request to let it go. */
  offline: Span[];
  /** Answers that the API description does not know, and other misbehaviour that a user sees. */
  complaints: string[];
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
  secrets: SecretRecord[];
  /** When it may have signed with a secret that nobody was told, for an answer got lost. */
  secretUnknown: Span[];
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
  at: number;
  id: string;
  timestamp: string;
  signature: string;
  isResend: boolean;
  body: Buffer;
  /** What it was answered; null when it was left without an answer. */
  status: number | null;
  /** When the last byte of the answer was out; null when that never happened. */
  answeredAt: number | null;
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
