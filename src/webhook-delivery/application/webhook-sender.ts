import type { EndpointAuth } from '../domain/endpoint-auth.js';

/** Everything that is needed to send to an endpoint, decrypted. */
export interface SendTarget {
  endpointId: number;
  url: string;
  auth: EndpointAuth;
  headers: Record<string, string>;
  /** `whsec_…`, newest first; two during a rotation. */
  secrets: string[];
}

export interface WebhookMessage {
  /** The event id: the same on every attempt. */
  id: string;
  event: string;
  /** The bytes that are signed and sent, as text. */
  body: string;
  /** From 1. */
  attempt: number;
  resend: boolean;
}

/**
 * What went wrong. `http`: an answer other than 2xx, or one that is not HTTP. `unreachable`: no route, or no local
 * port or file descriptor left, or the proxy cannot reach the receiver. `proxy`: a fault of the proxy, not of the
 * receiver; nothing was sent. `aborted`: given up by the caller; the receiver may have got it. `internal`: a defect
 * on our side, nothing was sent.
 */
export type ErrorClass =
  | 'timeout'
  | 'dns'
  | 'tls'
  | 'refused'
  | 'reset'
  | 'unreachable'
  | 'address_refused'
  | 'proxy'
  | 'http'
  | 'aborted'
  | 'internal';

export interface SendOutcome {
  startedAt: Date;
  /** Until the response headers, or until it failed. */
  durationMs: number;
  /** Null without an answer. */
  statusCode: number | null;
  /** `<class>: <plain words>`; null for a 2xx. */
  error: string | null;
  errorClass: ErrorClass | null;
  /** At most 4 KiB of the body as text that PostgreSQL can store; null when there was none. */
  responseExcerpt: string | null;
  /** The header as received. */
  retryAfter: string | null;
}

export abstract class WebhookSender {
  /**
   * One signed POST. Success is a 2xx whose headers arrive within the timeout; connecting counts. The body of the
   * answer is read for at most another second and changes nothing. Never rejects. An aborted `signal` ends it at once.
   */
  abstract send(target: SendTarget, message: WebhookMessage, signal?: AbortSignal): Promise<SendOutcome>;
}
