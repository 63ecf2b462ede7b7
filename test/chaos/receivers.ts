import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Dice } from './dice.js';
import type { Arrival } from './history.js';
import { rest } from './rest.js';

type Behaviour = (answer: Answer, arrival: ArrivalHere, dice: Dice) => void;

/** What receivers do to their senders. */
const BEHAVIOURS: Record<string, Behaviour> = {
  steady: (answer) => answer.whole(200),
  failing: (answer, _, dice) => answer.whole(dice.happens(0.3) ? 500 : 200),
  throttling: (answer, _, dice) =>
    dice.happens(0.1) ? answer.whole(429, 'slower', { 'retry-after': '1' }) : answer.whole(200),
  choosy: (answer, { body }) =>
    answer.whole((JSON.parse(body.toString()) as { id: number }).id % 5 === 0 ? 422 : 200),
  hanging: (answer, _, dice) => (dice.happens(0.4) ? undefined : answer.whole(200)),
  resetting: (answer, _, dice) => (dice.happens(0.5) ? answer.reset() : answer.whole(200)),
  dripping: (answer, _, dice) => (dice.happens(0.5) ? answer.drip() : answer.whole(200)),
  garbled: (answer) => answer.whole(200, Buffer.from([0x00, 0x61, 0xff, 0xfe, 0xc3, 0x28, 0x00])),
  vanishing: (answer) => answer.whole(200),
  /** Says that it is gone for good, again and again; an operator knows better. */
  leaving: (answer, arrival) => answer.whole(arrival.number % 12 === 0 ? 410 : 200),
  /** Its endpoints are created and deleted all the while. */
  passing: (answer) => answer.whole(200),
};

interface ArrivalHere extends Omit<Arrival, 'endpointId'> {
  url: string;
  /** At this receiver, from 1. */
  number: number;
}

class Answer {
  constructor(
    private readonly response: ServerResponse,
    private readonly arrival: ArrivalHere,
  ) {}

  whole(status: number, body: string | Buffer = 'ok', headers: Record<string, string> = {}): void {
    this.arrival.status = status;
    this.response.on('finish', () => (this.arrival.answeredAt = performance.now()));
    this.response.writeHead(status, headers).end(body);
  }

  /** Success by its headers, and no end of the body. */
  reset(): void {
    this.arrival.status = 200;
    this.response.writeHead(200, { 'content-length': '1000' });
    this.response.write('half of ', () => this.response.socket?.resetAndDestroy());
  }

  /** Success by its headers, and a body that takes longer than anybody waits. */
  drip(): void {
    this.arrival.status = 200;
    this.response.writeHead(200, { 'content-length': '1000' });
    const drops = setInterval(() => this.response.write('.'), 50);
    this.response.on('close', () => clearInterval(drops));
  }
}

/** One HTTP server on a port that stays the same when it goes away and comes back. */
export class Receiver {
  /** Ids of the endpoints that lead here, by URL. */
  readonly endpoints = new Map<string, number>();
  private urls = 0;
  private count = 0;
  private isHealthy = false;
  private server: Server | undefined;
  private port = 0;

  constructor(
    readonly name: string,
    private readonly behave: Behaviour,
    private readonly arrivals: ArrivalHere[],
    private readonly dice: Dice,
  ) {}

  /** Of its only endpoint. */
  get endpointId(): number {
    const [id] = this.endpoints.values();
    if (id === undefined) throw new Error(`No endpoint leads to ${this.name}`);
    return id;
  }

  newUrl(): string {
    return `http://127.0.0.1:${this.port}/${this.name}/${++this.urls}`;
  }

  async appear(): Promise<void> {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('error', () => undefined);
      request.on('end', () => {
        const arrival: ArrivalHere = {
          url: `http://127.0.0.1:${this.port}${request.url}`,
          number: ++this.count,
          at: performance.now(),
          id: String(request.headers['webhook-id']),
          timestamp: String(request.headers['webhook-timestamp']),
          signature: String(request.headers['webhook-signature']),
          isResend: request.headers['x-recordengine-resend'] === 'true',
          body: Buffer.concat(chunks),
          status: null,
          answeredAt: null,
        };
        this.arrivals.push(arrival);
        const answer = new Answer(response, arrival);
        if (this.isHealthy) answer.whole(200);
        else this.behave(answer, arrival, this.dice);
      });
    }).listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  async vanish(): Promise<void> {
    const { server } = this;
    if (!server) return;
    this.server = undefined;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }

  async heal(): Promise<void> {
    this.isHealthy = true;
    if (!this.server) await this.appear();
  }
}

/** One receiver of each kind, and everything that arrived at them. */
export class Receivers {
  readonly all: Receiver[];
  private readonly arrived: ArrivalHere[] = [];

  private constructor(private readonly dice: Dice) {
    this.all = Object.entries(BEHAVIOURS).map(
      ([name, behave]) => new Receiver(name, behave, this.arrived, dice.of(name)),
    );
  }

  /** Once it is known which endpoint each URL belongs to. */
  get arrivals(): Arrival[] {
    const ids = new Map(this.all.flatMap(({ endpoints }) => [...endpoints]));
    return this.arrived.map((arrival) => ({ ...arrival, endpointId: ids.get(arrival.url) ?? -1 }));
  }

  static async start(dice: Dice): Promise<Receivers> {
    const receivers = new Receivers(dice);
    for (const receiver of receivers.all) await receiver.appear();
    return receivers;
  }

  named(name: string): Receiver {
    const found = this.all.find((receiver) => receiver.name === name);
    if (!found) throw new Error(`There is no receiver ${name}`);
    return found;
  }

  /** One goes away and comes back, until it is over. */
  async comeAndGo(over: AbortSignal): Promise<void> {
    const receiver = this.named('vanishing');
    while (!over.aborted) {
      await rest(this.dice.between(1500, 4000), over);
      await receiver.vanish();
      await rest(this.dice.between(1000, 4000), over);
      await receiver.appear();
    }
  }

  async heal(): Promise<void> {
    for (const receiver of this.all) await receiver.heal();
  }

  async stop(): Promise<void> {
    for (const receiver of this.all) await receiver.vanish();
  }
}
