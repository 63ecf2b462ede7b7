import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from './until.js';

export interface Arrival {
  at: number;
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

type Answerer = (arrival: Arrival, response: ServerResponse) => void;

/** A real HTTP receiver on the loopback that keeps all that arrives. */
export class WebhookReceiver {
  readonly arrivals: Arrival[] = [];
  #answer: Answerer = (_, response) => response.writeHead(200).end('ok');

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('error', () => undefined);
      request.on('end', () => {
        const arrival = {
          at: performance.now(),
          path: request.url ?? '',
          headers: request.headers,
          body: Buffer.concat(chunks),
        };
        this.arrivals.push(arrival);
        this.#answer(arrival, response);
      });
    });
  }

  static async start(): Promise<WebhookReceiver> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new WebhookReceiver(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  /** How it answers from now on. */
  answer(answer: number | Answerer): void {
    this.#answer =
      typeof answer === 'number'
        ? (_, response) => response.writeHead(answer).end(`answer ${answer}`)
        : answer;
  }

  /** Waits until `count` requests have arrived in all. */
  async received(count: number, seconds?: number): Promise<Arrival[]> {
    await until(
      `${count} webhooks have arrived (there are ${this.arrivals.length})`,
      () => this.arrivals.length >= count,
      seconds,
    );
    return this.arrivals;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
