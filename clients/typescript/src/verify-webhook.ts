import { createHmac, timingSafeEqual } from 'node:crypto';
import { findMember, skipSpace } from './json-spans.js';
import { WebhookError } from './webhook-error.js';
import type { WebhookEvent } from './webhook-event.js';

interface FetchHeaders {
  get(name: string): string | null;
}
type NodeHeaders = Record<string, string | string[] | undefined>;
type Headers = FetchHeaders | NodeHeaders;

export interface WebhookRequest {
  /** Those of `node:http`, Express or the Fetch API. */
  headers: Headers;
  /** The raw body as it arrived. What was parsed and printed again has another signature. */
  body: Uint8Array | string;
  /** `whsec_…`, as shown when the endpoint was created. Several while they are being rotated. */
  secret: string | string[];
  /** How far the sender's clock and yours may be apart, either way. Default: 300. */
  toleranceSeconds?: number;
  /** The present time in milliseconds. Default: this machine's. */
  now?: () => number;
}

export interface VerifiedWebhook {
  /** The same on every attempt, resend and replay: drop what you have seen. */
  id: string;
  /** When this attempt was sent. */
  sentAt: Date;
  /** The parsed body. `JSON.parse` rounds long numbers, and sorts keys that look like integers to the front. */
  event: WebhookEvent;
  /** The text of `external_refs`, byte for byte as it was stored. Undefined where the event has none. */
  externalRefsText: string | undefined;
  /** The whole body. */
  text: string;
}

/**
 * Verifies a webhook after Standard Webhooks 1.0 and parses it. Throws a `WebhookError` when the request is not to be
 * trusted, and a `TypeError` when it was called in a way that can never work.
 */
export function verifyWebhook(request: WebhookRequest): VerifiedWebhook {
  const { headers, body, secret, toleranceSeconds = 300, now = Date.now } = request;
  const keys = [secret].flat().map(keyOf);
  if (keys.length === 0) throw new TypeError('Give at least one secret: the whsec_… of the endpoint.');
  const bytes = bytesOf(body);

  const id = header(headers, 'webhook-id');
  const timestamp = header(headers, 'webhook-timestamp');
  const signatures = header(headers, 'webhook-signature').split(' ');
  const sentAt = timeOf(timestamp, now() / 1000, toleranceSeconds);

  const right = keys.map((key) => {
    const hmac = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(bytes);
    return Buffer.from(`v1,${hmac.digest('base64')}`);
  });
  const given = signatures.map((signature) => Buffer.from(signature));
  if (!given.some((one) => right.some((other) => isEqual(one, other)))) {
    throw new WebhookError(
      'signature_wrong',
      `None of the ${given.length} signatures in webhook-signature fits. Is the secret that of this endpoint, and ` +
        'the body the raw one, unchanged on its way here?',
    );
  }
  return { id, sentAt, ...parsed(bytes) };
}

function keyOf(secret: string): Buffer {
  const base64 = typeof secret === 'string' ? secret.replace(/^whsec_/, '') : '';
  if (!/^[A-Za-z0-9+/]{16,}={0,2}$/.test(base64)) {
    throw new TypeError(
      'The secret must be whsec_ and base64, as it was shown when the endpoint was created.',
    );
  }
  return Buffer.from(base64, 'base64');
}

function bytesOf(body: unknown): Buffer {
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  throw new TypeError(
    'The body must be the raw one, as bytes or text: a parsed one cannot be verified. In Express take ' +
      "express.raw({ type: 'application/json' }) for this route.",
  );
}

function header(headers: Headers, name: string): string {
  const value = isFetchHeaders(headers) ? headers.get(name) : ofRecord(headers, name);
  const text = Array.isArray(value) ? value.join(' ') : value;
  if (text) return text;
  throw new WebhookError('header_missing', `The header ${name} is missing: RecordEngine always sends it.`);
}

function isFetchHeaders(headers: Headers): headers is FetchHeaders {
  return typeof headers['get'] === 'function';
}

function ofRecord(headers: NodeHeaders, name: string): string | string[] | undefined {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
}

function timeOf(timestamp: string, now: number, tolerance: number): Date {
  if (!/^\d{1,12}$/.test(timestamp)) {
    throw new WebhookError('timestamp_malformed', 'webhook-timestamp is not a number of seconds.');
  }
  const age = now - Number(timestamp);
  if (!(Math.abs(age) <= tolerance)) {
    const apart = `${Math.abs(Math.round(age))} s ${age > 0 ? 'old' : 'ahead'}`;
    throw new WebhookError(
      'timestamp_out_of_tolerance',
      `webhook-timestamp is ${apart}, and ${tolerance} s are allowed. Is the clock of this machine right? ` +
        'RecordEngine signs every attempt anew, so that an old one is a copy of somebody.',
    );
  }
  return new Date(Number(timestamp) * 1000);
}

/** Takes the same time wherever they differ. */
function isEqual(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

function parsed(bytes: Buffer): Pick<VerifiedWebhook, 'event' | 'externalRefsText' | 'text'> {
  let text: string;
  let event: WebhookEvent;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    event = JSON.parse(text) as WebhookEvent;
  } catch (error) {
    throw new WebhookError(
      'body_malformed',
      `The signature fits, but the body is not JSON: ${String(error)}`,
    );
  }
  const start = skipSpace(text, 0);
  const refs = text[start] === '{' ? findMember(text, 'external_refs', start) : undefined;
  return { text, event, externalRefsText: refs && text.slice(refs.start, refs.end) };
}
