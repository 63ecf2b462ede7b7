import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '../support/client.js';
import { until } from '../support/until.js';
import { drain, readFinalState } from './aftermath.js';
import { Api } from './api.js';
import { ChaosDatabase } from './chaos-database.js';
import { Dice } from './dice.js';
import { Faults } from './faults.js';
import { Fleet } from './fleet.js';
import { wasTaken, type EndpointRecord, type History, type Requests } from './history.js';
import { Load } from './load.js';
import { endpointFrom, Operator, someMaxInFlight } from './operator.js';
import { Receivers } from './receivers.js';
import { rest } from './rest.js';
import { Stalls } from './stalls.js';
import { Watcher } from './watcher.js';

const ROLES = ['api', 'worker', 'api,worker'];
const DOCUMENTS = 10;
/** Half of it must be enough for a busy machine to notice an answer: see `duplicatesHaveACause`. */
const TIMEOUT_MS = 2000;
/** The shortest that the timeout allows. */
const LEASE_SECONDS = 7;
/** Load without faults, in which nothing has an excuse. */
const CALM_MS = 5000;
const DRAIN_SECONDS = 90;
/** For a pause of 9 s. */
const PAUSE_SECONDS = 60;
/** Fewer than the endpoints would take, so that workers have to share; in some runs there is no limit. */
const SOME_IN_FLIGHT_OF_ALL = [0, 6, 12];

export interface ChaosOptions {
  /** How long there are faults, at least; the start and the draining come on top. */
  seconds: number;
  seed: number;
  log: (line: string) => void;
}

export interface ChaosRun {
  history: History;
  /** What operators did, and how often. */
  operations: Map<string, number>;
  /** Deliveries that were parked when the faults were over, and sent again. */
  parked: number;
  /** What was on its way still when nobody waited any longer. */
  left: string[];
  /** The part of the time in which this machine stood still. */
  standstill: number;
  ms: { start: number; faults: number; drain: number; all: number };
}

/** Load, bad receivers, and faults of processes and of the database at once; then peace until all is done. */
export async function runChaos({ seconds, seed, log }: ChaosOptions): Promise<ChaosRun> {
  const dice = new Dice(String(seed));
  const folder = await mkdtemp(join(tmpdir(), 're-chaos-'));
  const undo: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
  const stalls = new Stalls();
  const begun = performance.now();
  try {
    const database = await ChaosDatabase.start(join(folder, 'postgres'));
    undo.push(() => database.stop());
    const receivers = await Receivers.start(dice.of('receivers'));
    undo.push(() => receivers.stop());
    log(`PostgreSQL runs after ${Math.round(performance.now() - begun)} ms`);
    const maxInFlightOfAll = dice.of('limit').pick(SOME_IN_FLIGHT_OF_ALL);
    const fleet = await Fleet.start(ROLES, settings(database.url, maxInFlightOfAll), join(folder, 'data'));
    undo.push(() => fleet.stop());

    log(`The fleet runs after ${Math.round(performance.now() - begun)} ms`);
    const { documentIds, endpoints } = await prepare(fleet, receivers, dice.of('endpoints'));
    const api = new Api(
      fleet.apis.map(({ url }) => url),
      dice.of('api'),
      (words) => fleet.logged(words),
    );
    const requests: Requests = {
      endpoints,
      acknowledged: [],
      unanswered: [],
      refs: [],
      resent: [],
      cancelled: [],
      replayed: [],
      offline: [],
      looks: [],
      complaints: [],
    };
    const load = new Load(api, documentIds, requests, dice.of('load'));
    const operator = new Operator(api, receivers, requests, dice.of('operator'));
    const watcher = new Watcher(api, requests.looks);
    const faults = new Faults(fleet, database, LEASE_SECONDS * 1000, dice.of('faults'), log);

    const ready = performance.now();
    await meanwhile(
      () => pauseIsOver(receivers),
      (over) => [load.run(over), watcher.run(over)],
    );
    log(`A pause without faults and operators is over after ${Math.round(performance.now() - begun)} ms`);
    await meanwhile(
      async (over) => {
        await rest(CALM_MS, over);
        // Not AbortSignal.any(): on Node 20 the garbage collector takes such a signal away, and it never fires.
        const enough = new AbortController();
        const timer = setTimeout(() => enough.abort(), seconds * 1000);
        over.addEventListener('abort', () => enough.abort());
        await faults.run(enough.signal).finally(() => clearTimeout(timer));
      },
      (over) => [load.run(over), operator.run(over), receivers.comeAndGo(over), watcher.run(over)],
    );
    await receivers.heal();
    log('The faults are over, everything is well, and what is left drains.');
    const healed = performance.now();
    const { parked, left } = await drain(api, operator, DRAIN_SECONDS);
    const drained = performance.now();
    await operator.adopt();
    const final = await readFinalState(api, documentIds);
    requests.complaints.push(...api.complaints, ...fleet.complaints);
    return {
      history: {
        requests,
        arrivals: receivers.arrivals,
        final,
        faults: faults.done,
        stalls: stalls.seen,
        settings: { leaseMs: LEASE_SECONDS * 1000, timeoutMs: TIMEOUT_MS, maxInFlightOfAll },
      },
      operations: operator.done,
      parked,
      left,
      standstill: stalls.share,
      ms: {
        start: ready - begun,
        faults: healed - ready,
        drain: drained - healed,
        all: performance.now() - begun,
      },
    };
  } finally {
    stalls.stop();
    for (const step of undo.reverse()) await step();
  }
}

/** The throttling receiver has asked for one at its first request, and takes what comes after it. */
async function pauseIsOver(receivers: Receivers): Promise<void> {
  const ids = [...receivers.named('throttling').endpoints.values()];
  const isOver = (): boolean =>
    receivers.arrivals.some((arrival) => ids.includes(arrival.endpointId) && wasTaken(arrival));
  await until('the first pause is over', isOver, PAUSE_SECONDS);
}

/** What goes on for as long as something else does. Nothing of it goes on afterwards, whatever fails. */
async function meanwhile(
  work: (over: AbortSignal) => Promise<void>,
  others: (over: AbortSignal) => Promise<void>[],
): Promise<void> {
  const over = new AbortController();
  const all = others(over.signal);
  const working = work(over.signal);
  try {
    await Promise.race([working, Promise.all(all)]);
  } finally {
    over.abort();
    await Promise.allSettled([working, ...all]);
  }
  await Promise.all(all);
}

const settings = (databaseUrl: string, maxInFlightOfAll: number): Record<string, string> => ({
  DATABASE_URL: databaseUrl,
  PUBLIC_BASE_URL: 'http://localhost',
  WEBHOOK_TIMEOUT_MS: String(TIMEOUT_MS),
  WEBHOOK_LEASE_SECONDS: String(LEASE_SECONDS),
  WEBHOOK_MAX_IN_FLIGHT: String(maxInFlightOfAll),
  WEBHOOK_RETRY_SCHEDULE: ['100ms', '200ms', '400ms', '800ms', ...Array<string>(8).fill('1s')].join(),
  WEBHOOK_BREAKER: 'failures=5,probe_min=200ms,probe_max=2s',
  RATE_LIMIT_PER_SECOND: '0',
});

async function prepare(
  fleet: Fleet,
  receivers: Receivers,
  dice: Dice,
): Promise<{ documentIds: number[]; endpoints: EndpointRecord[] }> {
  const [first] = fleet.apis;
  if (!first) throw new Error('No process has the API');
  const client = new Client(first.service);
  const endpoints: EndpointRecord[] = [];
  for (const receiver of receivers.all) {
    const url = receiver.newUrl();
    const requestedAt = performance.now();
    const maxInFlight = someMaxInFlight(dice);
    const { id, secret } = await client.endpoint(url, { max_in_flight: maxInFlight });
    receiver.endpoints.set(url, id);
    const span = { from: requestedAt, to: performance.now() };
    endpoints.push(endpointFrom({ id, url, span, secret, maxInFlight }));
  }
  const documents = await Promise.all(Array.from({ length: DOCUMENTS }, () => client.reviewed()));
  return { documentIds: documents.map(({ id }) => id), endpoints };
}
