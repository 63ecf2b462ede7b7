import type { Socket } from 'node:net';
import { AnswerReader, type AnswerListener } from './answer-reader.js';
import type { Connector, Line, Origin } from './connector.js';

/** The connection has ended, and the answer has not come, or not whole. */
export class ConnectionClosed extends Error {
  readonly code = 'CLOSED';
}

/** An end later than this is none of a stale connection: the receiver has had the request, and worked on it. */
const STALE_MS = 1000;
const CLOSED_CODES = ['CLOSED', 'ECONNRESET', 'EPIPE'];

/** One request and its answer. `onEnd` or `onError` comes last, and never before it was given to a connection. */
export interface Exchange extends AnswerListener {
  /** The whole request. */
  readonly request: string;
  /** This one has the exchange from now on: ending it gives the exchange up. There may be another one later. */
  onConnection(connection: HttpConnection): void;
  /** There is a connection, and the request is on its way. */
  onSent(): void;
  onEnd(): void;
  onError(error: Error): void;
}

/** A connection that has one exchange after the other, never two at a time. */
export class HttpConnection implements Line {
  readonly #reader = new AnswerReader();
  #socket: Socket | undefined;
  #exchange: Exchange | undefined;
  #waitsUntil = 0;
  /** Until when an end without an answer only says that the connection had been given up, by `performance.now()`. */
  #staleUntil = 0;
  ended = false;

  /** @param owner `onStale`: the connection had waited, and was closed before anything of the answer came */
  constructor(
    private readonly owner: { onIdle(): void; onEnded(): void; onStale(exchange: Exchange): void },
  ) {}

  /** Until when it may be used again, by `performance.now()`; 0 when it is busy or has ended. */
  get waitsUntil(): number {
    return this.#waitsUntil;
  }

  open(connector: Connector, origin: Origin, exchange: Exchange): void {
    this.#exchange = exchange;
    void connector.open(origin, this);
  }

  start(exchange: Exchange): void {
    this.#exchange = exchange;
    this.#staleUntil = this.#waitsUntil > 0 ? performance.now() + STALE_MS : 0;
    this.#waitsUntil = 0;
    this.#reader.begin(exchange);
    exchange.onSent();
    this.#socket?.write(exchange.request, 'utf8');
  }

  /** At once. An exchange that runs hears nothing more. */
  end(): void {
    if (this.ended) return;
    this.ended = true;
    this.#waitsUntil = 0;
    this.#exchange = undefined;
    this.#socket?.destroy();
    this.owner.onEnded();
  }

  onSocket(socket: Socket): void {
    this.#socket = socket;
  }

  onReady(): void {
    if (this.#exchange) this.start(this.#exchange);
  }

  onBytes(bytes: Buffer): void {
    const exchange = this.#exchange;
    if (!exchange) return this.end(); // an answer to nothing
    this.#staleUntil = 0;
    try {
      if (!this.#reader.read(bytes) || this.ended) return;
    } catch (error) {
      return this.onError(error as Error);
    }
    this.#exchange = undefined;
    const seconds = this.#reader.keepAliveSeconds;
    if (seconds > 0 && this.#socket?.writableLength === 0) {
      this.#waitsUntil = performance.now() + seconds * 1000;
      this.owner.onIdle();
    } else this.end();
    exchange.onEnd();
  }

  onError(error: Error): void {
    const exchange = this.#exchange;
    const { code = '' } = error as NodeJS.ErrnoException;
    const isStale = CLOSED_CODES.includes(code) && performance.now() < this.#staleUntil;
    this.end();
    if (exchange && isStale) this.owner.onStale(exchange);
    else exchange?.onError(error);
  }

  onClosed(): void {
    const exchange = this.#exchange;
    if (!exchange || !this.#reader.end())
      return this.onError(new ConnectionClosed('The connection was closed'));
    this.end();
    exchange.onEnd();
  }
}
