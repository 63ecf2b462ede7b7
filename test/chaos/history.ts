/** What happened in a run, from three sides that know nothing of one another. Times are those of performance.now(). */
export interface History {
  requests: Requests;
  /** In the order in which they came. */
  arrivals: Arrival[];
  final: FinalState;
  faults: Fault[];
  settings: { leaseMs: number; timeoutMs: number };
}

/** The side of the API's user. */
export interface Requests {
  endpoints: { id: number; secret: string; createdAt: number }[];
  /** Exports that were answered with 2xx. */
  acknowledged: { eventId: string; documentId: number; revision: number; requestedAt: number }[];
  /** Exports that may have been made, or not: no answer, or one that says so. */
  unanswered: { documentId: number }[];
  /** Deliveries that an operator sent again. */
  resent: { eventId: string; endpointId: number; at: number }[];
  /** Answers that the API description does not know, and other misbehaviour that a user sees. */
  complaints: string[];
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
  exports: { eventId: string; documentId: number; revision: number }[];
  deliveries: FinalDelivery[];
  ledger: { balanced: boolean };
}

export interface FinalDelivery {
  eventId: string;
  endpointId: number;
  state: string;
  reason: string | null;
  resendOf: string | null;
}

export type FaultKind = 'kill' | 'freeze' | 'restart' | 'crash' | 'terminate' | 'cut';

export interface Fault {
  kind: FaultKind;
  target: string;
  from: number;
  /** When everything worked again. */
  to: number;
  /** Outcomes of sends can be lost by it. */
  losesOutcomes: boolean;
}
