/** What an attempt tells about the message and its endpoint; the contract's table of outcomes. */
export type AttemptResult =
  | { kind: 'success' }
  /** 410: nobody will ever listen there again. */
  | { kind: 'gone' }
  /** The receiver asks to wait, or the way to it is closed; null: nobody says for how long. */
  | { kind: 'pause'; waitMs: number | null }
  /** This message is refused; another one may be welcome. */
  | { kind: 'message_fault' }
  /** Nothing can be delivered there at the moment, whatever it is. */
  | { kind: 'endpoint_fault' }
  /** Given up by this service itself: says nothing about the endpoint. */
  | { kind: 'interrupted' };

export interface Answer {
  /** Null without an answer. */
  statusCode: number | null;
  /** The header as received. */
  retryAfter: string | null;
  /** The send was given up by this service. */
  aborted: boolean;
  /** The egress proxy made no connection, for a reason of its own. */
  proxyFailed: boolean;
}

const MIN_PAUSE_MS = 1000;
/** Nothing tells when a proxy works again, and asking it costs the receiver nothing. */
const PROXY_PAUSE_MS = 30_000;
const MAX_PAUSE_MS = 24 * 3_600_000;

/** Wrong credentials and a wrong address concern every message alike, so they are faults of the endpoint. */
const ENDPOINT_STATUSES = new Set([401, 403, 404]);

export function classifyAnswer(
  { statusCode, retryAfter, aborted, proxyFailed }: Answer,
  now: Date,
): AttemptResult {
  if (proxyFailed) return { kind: 'pause', waitMs: PROXY_PAUSE_MS }; // no fault of the endpoint: nothing is counted
  if (statusCode === null) return { kind: aborted ? 'interrupted' : 'endpoint_fault' };
  if (statusCode >= 200 && statusCode < 300) return { kind: 'success' };
  if (statusCode === 410) return { kind: 'gone' };
  const waitMs = parseRetryAfter(retryAfter, now);
  if (statusCode === 429 || (statusCode === 503 && waitMs !== null)) return { kind: 'pause', waitMs };
  const isMessageFault = statusCode >= 400 && statusCode < 500 && !ENDPOINT_STATUSES.has(statusCode);
  return { kind: isMessageFault ? 'message_fault' : 'endpoint_fault' };
}

/**
 * Seconds or an HTTP date (RFC 9110 10.2.3), kept within 1 s and 24 h; null when it is neither.
 */
function parseRetryAfter(header: string | null, now: Date): number | null {
  const text = header?.trim() ?? '';
  const isSeconds = /^\d{1,10}$/.test(text);
  // Every form of an HTTP date begins with the name of a day; Date.parse alone takes almost anything.
  const isDate = /^[A-Z][a-z]{2,8},? /.test(text) && !Number.isNaN(Date.parse(text));
  if (!isSeconds && !isDate) return null;
  const waitMs = isSeconds ? Number(text) * 1000 : Date.parse(text) - now.getTime();
  return Math.min(MAX_PAUSE_MS, Math.max(MIN_PAUSE_MS, waitMs));
}
