import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Dice } from './dice.js';
import type { Arrival } from './history.js';
import { rest } from './rest.js';

type Behaviour = (answer: Answer, arrival: ArrivalHere, dice: Dice) => void;

/** Some seconds longer than what was claimed before may take to start (7 s): only what comes later can be judged. */
const REQUESTS_TO_WAIT: [status: number, body: string, headers: Record<string, string>][] = [
  [429, 'slower', { 'retry-after': '10' }],
  [429, 'slower', { 'retry-after': '12' }],
  [429, 'slower', {}],
  [503, 'closed', { 'retry-after': '11' }],
];
/** Of the first request, before there are faults and operators: it can be judged in every run. */
const FIRST_WAIT: (typeof REQUESTS_TO_WAIT)[number] = [429, 'slower', { 'retry-after': '9' }];
/** What `auth` of an endpoint may be told by. */
const AUTH_HEADERS = ['authorization', 'x-api-key'];
const BREAKING_MS = { period: 36_000, well: 4000 };
/** Between two bytes. */
const DROP_MS = 50;

/** What receivers do to their senders. */
const BEHAVIOURS: Record<string, Behaviour> = {
  steady: (answer) => answer.whole(200),
  failing: (answer, _, dice) => answer.whole(dice.happens(0.3) ? 500 : 200),
  /** Late, so that a second one beside the first after a pause would be seen. */
  throttling: (answer, arrival, dice) => {
    const { at, number, pause } = arrival;
    const leftMs = pause.until - at;
    if (leftMs > 0) return answer.whole(429, 'slower', { 'retry-after': String(Math.ceil(leftMs / 1000)) });
    const isFirst = number === 1;
    if (!isFirst && !(pause.wasOver && dice.happens(0.1))) {
      pause.wasOver = true;
      return answer.late(dice.between(100, 300), 200);
    }
    answer.whole(...(isFirst ? FIRST_WAIT : dice.pick(REQUESTS_TO_WAIT)));
    pause.until = at + (arrival.retryAfterMs ?? 0);
  },
  slow: (answer, _, dice) => answer.late(dice.between(100, 500), 200),
  /** Well for a moment, then not at all for long: its breaker opens. Late, so that two probes at once would be seen. */
  breaking: (answer, { at }, dice) =>
    answer.late(dice.between(100, 300), at % BREAKING_MS.period < BREAKING_MS.well ? 200 : 500),
  choosy: (answer, { body }) =>
    answer.whole((JSON.parse(body.toString()) as { id: number }).id % 5 === 0 ? 422 : 200),
  hanging: (answer, _, dice) => (dice.happens(0.4) ? undefined : answer.whole(200)),
  resetting: (answer, _, dice) =>
    dice.pick([() => answer.reset(), () => answer.resetAtOnce(), () => answer.whole(200)])(),
  dripping: (answer, _, dice) =>
    dice.pick([() => answer.drip(), () => answer.dripHeader(), () => answer.whole(200)])(),
  garbled: (answer) => answer.whole(200, Buffer.from([0x00, 0x61, 0xff, 0xfe, 0xc3, 0x28, 0x00])),
  vanishing: (answer) => answer.whole(200),
  /** Says that it is gone for good, again and again; an operator knows better. */
  leaving: (answer, arrival) => answer.whole(arrival.number % 12 === 0 ? 410 : 200),
  /** Its endpoints are created and deleted all the while. */
  passing: (answer) => answer.whole(200),
};

interface ArrivalHere extends Omit<Arrival, 'endpointId'> {
  /** At this receiver, from 1. */
  number: number;
  /** That this receiver has asked for; whoever comes earlier is told so again. */
  pause: { until: number; wasOver: boolean };
}

class Answer {
  constructor(
    private readonly response: ServerResponse,
    private readonly arrival: ArrivalHere,
  ) {}

  whole(status: number, body: string | Buffer = 'ok', headers: Record<string, string> = {}): void {
    this.arrival.status = status;
    if (headers['retry-after']) this.arrival.retryAfterMs = Number(headers['retry-after']) * 1000;
    this.response.on('finish', () => (this.arrival.answeredAt = performance.now()));
    this.response.writeHead(status, headers).end(body);
  }

  late(ms: number, status: number): void {
    const timer = setTimeout(() => this.whole(status), ms);
    this.response.on('close', () => clearTimeout(timer));
  }

  /** Before anything of an answer. */
  resetAtOnce(): void {
    this.response.socket?.resetAndDestroy();
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
    this.every(DROP_MS, () => this.response.write('.'));
  }

  /** Success by its status line, and no end of the headers. */
  dripHeader(): void {
    this.response.socket?.write('HTTP/1.1 200 OK\r\nx-slow: ');
    this.every(DROP_MS, () => this.response.socket?.write('.'));
  }

  private every(ms: number, act: () => void): void {
    const timer = setInterval(act, ms);
    this.response.on('close', () => clearInterval(timer));
  }
}

/** HTTP servers on ports that stay the same when they go away and come back. */
export class Receiver {
  /** Ids of the endpoints that lead here, by URL. */
  readonly endpoints = new Map<string, number>();
  private urls = 0;
  private count = 0;
  private isHealthy = false;
  private readonly pause = { until: -Infinity, wasOver: false };
  private servers: Server[] = [];
  private ports = [0, 0];

  constructor(
    readonly name: string,
    private readonly behave: Behaviour,
    private readonly arrivals: ArrivalHere[],
    private readonly dice: Dice,
  ) {}

  /** Another path, and another port than last time. */
  newUrl(): string {
    const port = this.ports[++this.urls % this.ports.length];
    return `http://127.0.0.1:${port}/${this.name}/${this.urls}`;
  }

  async appear(): Promise<void> {
    this.servers = await Promise.all(this.ports.map((port) => this.listen(port)));
    this.ports = this.servers.map((server) => (server.address() as AddressInfo).port);
  }

  async vanish(): Promise<void> {
    await Promise.all(
      this.servers.splice(0).map(async (server) => {
        server.closeAllConnections();
        server.close();
        await once(server, 'close');
      }),
    );
  }

  async heal(): Promise<void> {
    this.isHealthy = true;
    if (this.servers.length === 0) await this.appear();
  }

  private async listen(port: number): Promise<Server> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('error', () => undefined);
      request.on('end', () => {
        const arrival: ArrivalHere = {
          url: `http://${request.headers.host}${request.url}`,
          auth: AUTH_HEADERS.flatMap((name) => {
            const value = request.headers[name];
            return value === undefined ? [] : [`${name}: ${String(value)}`];
          }).join(),
          ...{ number: ++this.count, pause: this.pause },
          at: performance.now(),
          id: String(request.headers['webhook-id']),
          timestamp: String(request.headers['webhook-timestamp']),
          signature: String(request.headers['webhook-signature']),
          isResend: request.headers['x-recordengine-resend'] === 'true',
          body: Buffer.concat(chunks),
          status: null,
          retryAfterMs: null,
          answeredAt: null,
          endedAt: null,
        };
        this.arrivals.push(arrival);
        response.on('close', () => (arrival.endedAt = performance.now()));
        const answer = new Answer(response, arrival);
        if (this.isHealthy) answer.whole(200);
        else this.behave(answer, arrival, this.dice);
      });
    }).listen(port, '127.0.0.1');
    await once(server, 'listening');
    return server;
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

  /** The one that an endpoint leads to. */
  of(endpointId: number): Receiver {
    const found = this.all.find(({ endpoints }) => [...endpoints.values()].includes(endpointId));
    if (!found) throw new Error(`Endpoint ${endpointId} leads nowhere`);
    return found;
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
