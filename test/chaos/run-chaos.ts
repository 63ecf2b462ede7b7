import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from '../support/client.js';
import { drain, readFinalState } from './aftermath.js';
import { Api } from './api.js';
import { ChaosDatabase } from './chaos-database.js';
import { Dice } from './dice.js';
import { Faults } from './faults.js';
import { Fleet } from './fleet.js';
import type { History } from './history.js';
import { Load } from './load.js';
import { Receivers } from './receivers.js';

const ROLES = ['api', 'worker', 'api,worker'];
const DOCUMENTS = 16;
const TIMEOUT_MS = 1000;
/** The shortest that the timeout allows. */
const LEASE_SECONDS = 6;
/** Load without faults, in which nothing has an excuse. */
const CALM_MS = 3000;
const DRAIN_SECONDS = 120;

export interface ChaosOptions {
  /** How long there are faults; the start and the draining come on top. */
  seconds: number;
  seed: number;
  log: (line: string) => void;
}

export interface ChaosRun {
  history: History;
  /** Deliveries that were parked when the faults were over, and sent again. */
  parked: number;
  drainedWithinMs: number;
}

/** Load, bad receivers, and faults of processes and of the database at once; then peace until all is done. */
export async function runChaos({ seconds, seed, log }: ChaosOptions): Promise<ChaosRun> {
  const dice = new Dice(String(seed));
  const folder = await mkdtemp(join(tmpdir(), 're-chaos-'));
  const undo: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    const database = await ChaosDatabase.start(join(folder, 'postgres'));
    undo.push(() => database.stop());
    const receivers = await Receivers.start(dice.of('receivers'));
    undo.push(() => receivers.stop());
    const fleet = await Fleet.start(ROLES, settings(database.url), join(folder, 'data'));
    undo.push(() => fleet.stop());

    const { documentIds, endpoints } = await prepare(fleet, receivers);
    const api = new Api(
      fleet.apis.map(({ url }) => url),
      dice.of('api'),
    );
    const load = new Load(api, documentIds, endpoints, receivers.named('steady').endpointId, dice.of('load'));
    const faults = new Faults(fleet, database, LEASE_SECONDS * 1000, dice.of('faults'), log);

    await under(load, receivers, async () => {
      await pause(CALM_MS);
      await faults.run(AbortSignal.timeout(seconds * 1000));
    });
    await receivers.heal();
    log('The faults are over, everything is well, and what is left drains.');
    const healedAt = performance.now();
    const { drained, parked } = await drain(api, load, DRAIN_SECONDS);
    const drainedWithinMs = performance.now() - healedAt;
    const final = await readFinalState(api, documentIds);
    load.requests.complaints.push(...api.complaints, ...fleet.complaints);
    if (!drained) load.requests.complaints.push(`Something was left to do after ${DRAIN_SECONDS} s of peace`);
    return {
      history: {
        requests: load.requests,
        arrivals: receivers.arrivals,
        final,
        faults: faults.done,
        settings: { leaseMs: LEASE_SECONDS * 1000, timeoutMs: TIMEOUT_MS },
      },
      parked,
      drainedWithinMs,
    };
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

/** Load and a receiver that comes and goes, for as long as something else goes on. */
async function under(load: Load, receivers: Receivers, work: () => Promise<void>): Promise<void> {
  const over = new AbortController();
  const all = [load.run(over.signal), receivers.comeAndGo(over.signal)];
  try {
    await Promise.race([work(), Promise.all(all)]);
  } finally {
    over.abort();
    await Promise.all(all);
  }
}

const settings = (databaseUrl: string): Record<string, string> => ({
  DATABASE_URL: databaseUrl,
  PUBLIC_BASE_URL: 'http://localhost',
  WEBHOOK_TIMEOUT_MS: String(TIMEOUT_MS),
  WEBHOOK_LEASE_SECONDS: String(LEASE_SECONDS),
  WEBHOOK_RETRY_SCHEDULE: ['100ms', '200ms', '400ms', '800ms', ...Array<string>(8).fill('1s')].join(),
  WEBHOOK_BREAKER: 'failures=5,probe_min=200ms,probe_max=2s',
  RATE_LIMIT_PER_SECOND: '0',
});

async function prepare(
  fleet: Fleet,
  receivers: Receivers,
): Promise<{ documentIds: number[]; endpoints: { id: number; secret: string; createdAt: number }[] }> {
  const [first] = fleet.apis;
  if (!first) throw new Error('No process has the API');
  const client = new Client(first.service);
  const endpoints = [];
  for (const receiver of receivers.all) {
    const { id, secret } = await client.endpoint(receiver.url);
    receiver.endpointId = id;
    endpoints.push({ id, secret, createdAt: performance.now() });
  }
  const documentIds = [];
  for (let count = 0; count < DOCUMENTS; count++) documentIds.push((await client.reviewed()).id);
  return { documentIds, endpoints };
}
