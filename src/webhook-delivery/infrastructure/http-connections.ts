import type { Connector, Origin } from './connector.js';
import { HttpConnection, type Exchange } from './http-connection.js';

const SWEEP_MS = 1000;

/** The service is stopping. */
export class ConnectionsEnded extends Error {}

/**
 * Keeps connections for the next request, the last used first. One is opened for each request that finds none: how many
 * run at a time is limited by what is claimed.
 */
export class HttpConnections {
  readonly #waiting = new Map<string, HttpConnection[]>();
  readonly #open = new Set<HttpConnection>();
  #sweep: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(private readonly connector: Connector) {}

  /**
   * Receivers end connections that wait, and may do so while a request is on its way: it goes out a second time then,
   * on a new connection. The receiver cannot tell that from any other repeat: the `webhook-id` is the same.
   */
  exchange(origin: Origin, exchange: Exchange): void {
    const key = `${origin.isTls ? 'https' : 'http'}://${origin.hostname}:${origin.port}`;
    const waiting = this.#waiting.get(key);
    const now = performance.now();
    for (let one = waiting?.pop(); one; one = waiting?.pop()) {
      if (one.waitsUntil > now) {
        exchange.onConnection(one);
        return one.start(exchange);
      }
      one.end();
    }
    this.#connect(key, origin, exchange);
  }

  /** Ends all connections; exchanges that still run fail with `ConnectionsEnded`. */
  end(): void {
    this.#ended = true;
    clearInterval(this.#sweep);
    for (const one of this.#open) one.onError(new ConnectionsEnded());
  }

  #connect(key: string, origin: Origin, exchange: Exchange): void {
    const made = new HttpConnection({
      onIdle: () => this.#keep(key, made),
      onEnded: () => this.#open.delete(made),
      onStale: (unanswered) => this.#connect(key, origin, unanswered),
    });
    this.#open.add(made);
    if (this.#ended) queueMicrotask(() => made.onError(new ConnectionsEnded()));
    exchange.onConnection(made);
    made.open(this.connector, origin, exchange);
  }

  #keep(key: string, connection: HttpConnection): void {
    const waiting = this.#waiting.get(key);
    if (waiting) waiting.push(connection);
    else this.#waiting.set(key, [connection]);
    this.#sweep ??= setInterval(() => this.#endIdle(), SWEEP_MS).unref();
  }

  #endIdle(): void {
    const now = performance.now();
    for (const [key, waiting] of this.#waiting) {
      const kept = waiting.filter((one) => one.waitsUntil > now);
      for (const one of waiting) if (one.waitsUntil <= now) one.end();
      if (kept.length > 0) this.#waiting.set(key, kept);
      else this.#waiting.delete(key);
    }
  }
}
