import type { KeyObject } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { StringDecoder } from 'node:string_decoder';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import {
  WebhookSender,
  type ErrorClass,
  type SendOutcome,
  type SendTarget,
  type WebhookMessage,
} from '../application/webhook-sender.js';
import type { AnswerHead } from './answer-reader.js';
import type { Connector, Origin } from './connector.js';
import { describeSendError } from './describe-send-error.js';
import type { Exchange, HttpConnection } from './http-connection.js';
import { HttpConnections } from './http-connections.js';
import { packageVersion } from './package-version.js';
import { signingKey, signWebhook } from './webhook-signature.js';

const EXCERPT_BYTES = 4096;
const BODY_MS = 1000;
const FIELD_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const FIELD_VALUE = /^[\t\x20-\x7e]*$/;

interface Prepared {
  origin: Origin;
  /** The request line and the fields that are the same for every request. */
  head: string;
  keys: KeyObject[];
}

/** On connections of its own: ADR 19 says why, and what was measured. */
@Injectable()
export class HttpWebhookSender extends WebhookSender implements OnApplicationShutdown {
  readonly #connections: HttpConnections;
  readonly #prepared = new WeakMap<SendTarget, Prepared>();
  readonly #abortable = new WeakMap<AbortSignal, Set<Send>>();
  readonly #userAgent = `RecordEngine/${packageVersion()}`;

  constructor(
    connector: Connector,
    private readonly timeoutMs: number,
  ) {
    super();
    this.#connections = new HttpConnections(connector);
  }

  send(target: SendTarget, message: WebhookMessage, signal?: AbortSignal): Promise<SendOutcome> {
    return new Promise((resolve) => {
      const send = new Send(this.timeoutMs, resolve);
      if (signal) this.#endOnAbort(send, signal);
      if (send.settled) return;
      try {
        const prepared = this.#prepare(target);
        send.request = requestOf(prepared, message, Math.floor(send.startedAt.getTime() / 1000));
        this.#connections.exchange(prepared.origin, send);
      } catch (error) {
        send.onError(error as Error);
      }
    });
  }

  onApplicationShutdown(): void {
    this.#connections.end();
  }

  #prepare(target: SendTarget): Prepared {
    let prepared = this.#prepared.get(target);
    if (!prepared) {
      const { protocol, hostname, port, host, pathname, search } = new URL(target.url);
      const isTls = protocol === 'https:';
      const { auth } = target;
      const fields: [string, string][] = [
        ['host', host],
        ['connection', 'keep-alive'],
        ['content-type', 'application/json'],
        ['user-agent', this.#userAgent],
      ];
      if (auth.type === 'bearer') fields.push(['authorization', `Bearer ${auth.token}`]);
      if (auth.type === 'header') fields.push([auth.name, auth.value]);
      fields.push(...Object.entries(target.headers));
      prepared = {
        origin: {
          isTls,
          hostname: hostname.replace(/^\[|\]$/g, ''),
          port: port === '' ? (isTls ? 443 : 80) : Number(port),
        },
        head: `POST ${pathname}${search} HTTP/1.1\r\n${fields.map(field).join('')}`,
        keys: target.secrets.map(signingKey),
      };
      this.#prepared.set(target, prepared);
    }
    return prepared;
  }

  /** One listener for each signal, however many sends share it. */
  #endOnAbort(send: Send, signal: AbortSignal): void {
    if (signal.aborted) return send.abort();
    let sends = this.#abortable.get(signal);
    if (!sends) {
      const started = (sends = new Set());
      signal.addEventListener('abort', () => started.forEach((each) => each.abort()), { once: true });
      this.#abortable.set(signal, sends);
    }
    const running = sends.add(send);
    send.onSettled = () => running.delete(send);
  }
}

/** Endpoints have been checked when they were stored; what would break the request in two is never sent. */
function field([name, value]: [string, string]): string {
  if (FIELD_NAME.test(name) && FIELD_VALUE.test(value)) return `${name}: ${value}\r\n`;
  throw new Error(`The header ${JSON.stringify(name)} cannot be sent`);
}

function requestOf({ head, keys }: Prepared, message: WebhookMessage, timestamp: number): string {
  const { id, body } = message;
  return `${head}webhook-id: ${id}\r
webhook-timestamp: ${timestamp}\r
webhook-signature: ${signWebhook(keys, id, timestamp, body)}\r
x-recordengine-event: ${message.event}\r
x-recordengine-attempt: ${message.attempt}\r
${message.resend ? 'x-recordengine-resend: true\r\n' : ''}content-length: ${Buffer.byteLength(body)}\r
\r
${body}`;
}

/** One request and what becomes of it. The first that settles it wins; what comes later is ignored. */
class Send implements Exchange {
  request = '';
  #connection: HttpConnection | undefined;
  readonly startedAt = new Date();
  readonly #start = performance.now();
  #timer: NodeJS.Timeout;
  #isSent = false;
  #answer: { statusCode: number; retryAfter: string | null; durationMs: number } | undefined;
  #chunks: Buffer[] = [];
  #bytes = 0;
  settled = false;
  onSettled: (() => void) | undefined;

  constructor(
    private readonly timeoutMs: number,
    private readonly resolve: (outcome: SendOutcome) => void,
  ) {
    this.#timer = setTimeout(timedOut, timeoutMs, this);
  }

  timeOut(): void {
    if (this.#answer) return this.#finish(true);
    const what = this.#isSent ? 'no response headers' : 'no connection';
    this.#fail('timeout', `${what} within ${this.timeoutMs} ms`);
  }

  abort(): void {
    if (this.#answer) this.#finish(true);
    else this.#fail('aborted', 'given up because the service is stopping');
  }

  onConnection(connection: HttpConnection): void {
    this.#connection = connection;
  }

  onSent(): void {
    this.#isSent = true;
  }

  onHead({ statusCode, retryAfter }: AnswerHead): void {
    clearTimeout(this.#timer);
    this.#answer = { statusCode, retryAfter, durationMs: this.#elapsed() };
    // A short body has arrived with the headers, and ends this before the microtask: no second timer for it.
    queueMicrotask(() => {
      if (!this.settled) this.#timer = setTimeout(timedOut, BODY_MS, this);
    });
  }

  onBody(bytes: Buffer): void {
    this.#chunks.push(Buffer.from(bytes));
    this.#bytes += bytes.length;
    if (this.#bytes > EXCERPT_BYTES) this.#finish(true);
  }

  onEnd(): void {
    this.#finish(false);
  }

  onError(error: Error): void {
    if (this.#answer) return this.#finish(false);
    const { errorClass, words } = describeSendError(error);
    this.#fail(errorClass, words);
  }

  #fail(errorClass: ErrorClass, words: string): void {
    this.#settle(
      { statusCode: null, retryAfter: null, durationMs: this.#elapsed() },
      errorClass,
      words,
      null,
    );
    this.#disconnect();
  }

  /** `unread`: more of the body is to come, so the connection cannot be used again. */
  #finish(unread: boolean): void {
    const answer = this.#answer;
    if (!answer || this.settled) return;
    const { statusCode } = answer;
    const excerpt = this.#excerpt(unread);
    if (statusCode < 300) this.#settle(answer, null, '', excerpt);
    else {
      const redirect = statusCode < 400 ? '; redirects are not followed' : '';
      const words = `the receiver answered ${statusCode} ${STATUS_CODES[statusCode] ?? ''}`.trimEnd();
      this.#settle(answer, 'http', words + redirect, excerpt);
    }
    if (unread) this.#disconnect();
  }

  #settle(
    answer: { statusCode: number | null; retryAfter: string | null; durationMs: number },
    errorClass: ErrorClass | null,
    words: string,
    responseExcerpt: string | null,
  ): void {
    if (this.settled) return;
    this.settled = true;
    clearTimeout(this.#timer);
    this.onSettled?.();
    this.resolve({
      startedAt: this.startedAt,
      durationMs: answer.durationMs,
      statusCode: answer.statusCode,
      error: errorClass && `${errorClass}: ${words}`,
      errorClass,
      responseExcerpt,
      retryAfter: answer.retryAfter,
    });
  }

  #disconnect(): void {
    this.#connection?.end();
  }

  #elapsed(): number {
    return Math.round(performance.now() - this.#start);
  }

  /** Bytes that are no UTF-8, and U+0000, become U+FFFD; half a character at the cut is left out. */
  #excerpt(cut: boolean): string | null {
    if (this.#bytes === 0) return null;
    const bytes = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
    const text = cut ? new StringDecoder('utf8').write(bytes.subarray(0, EXCERPT_BYTES)) : bytes.toString();
    return text.includes('\u0000') ? text.replaceAll('\u0000', '\ufffd') : text;
  }
}

function timedOut(send: Send): void {
  send.timeOut();
}
