import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { check } from './checker.js';
import {
  DELIVERY_STATES,
  pair,
  type Arrival,
  type EndpointRecord,
  type FinalDelivery,
  type FinalLedger,
  type FinalReplay,
  type History,
} from './history.js';
import { RULES } from './violation.js';

const secretOf = (words: string): string => `whsec_${Buffer.from(words).toString('base64')}`;
const SECRET = secretOf('a secret of some length');
const NEXT_SECRET = secretOf('the secret that comes after it');
const STEADY = 1;
const FAILING = 2;
const LATE = 3;

/** Two documents; document 7 has three revisions, of which nobody was answered for the last. */
const EXPORTS = [
  { eventId: 'e1', documentId: 7, revision: 1, at: 110 },
  { eventId: 'e2', documentId: 7, revision: 2, at: 210 },
  { eventId: 'e3', documentId: 8, revision: 1, at: 310 },
  { eventId: 'e4', documentId: 7, revision: 3, at: 410 },
];

function signed(arrival: Pick<Arrival, 'id' | 'timestamp' | 'body'>, secret = SECRET): string {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const mac = createHmac('sha256', key).update(`${arrival.id}.${arrival.timestamp}.`).update(arrival.body);
  return `v1,${mac.digest('base64')}`;
}

const REFS = '{"crm" : {"amount":1.50}}';
function bodyOf(members: object, refs = REFS): Buffer {
  return Buffer.from(`${JSON.stringify(members).slice(0, -1)},"external_refs":${refs},"doc_url":""}`);
}

const urlOf = (endpointId: number): string => `http://receiver/${endpointId}`;

function arrivalOf(id: string, endpointId: number, at: number, told: Partial<Arrival> = {}): Arrival {
  const made = EXPORTS.find(({ eventId }) => eventId === id);
  const body = bodyOf({ event_id: id, id: made?.documentId, revision: made?.revision });
  const bare = { id, timestamp: String(at), body };
  return {
    ...bare,
    ...{ endpointId, at, url: urlOf(endpointId), auth: '' },
    signature: signed(bare),
    ...{ isResend: false, status: 200, retryAfterMs: null, answeredAt: at + 10 },
    endedAt: told.answeredAt === undefined ? at + 10 : told.answeredAt,
    ...told,
  };
}

function endpointOf(id: number, createdAt = 0): EndpointRecord {
  const always = {
    secret: SECRET,
    from: createdAt,
    surelyFrom: createdAt,
    surelyUntil: Infinity,
    until: Infinity,
  };
  const setting = <T>(value: T) => [{ value, from: createdAt, to: Infinity }];
  return {
    ...{ id, requestedAt: createdAt, createdAt, deleted: null, enabled: [] },
    settings: { url: setting(urlOf(id)), auth: setting(''), maxInFlight: setting(16) },
    ...{ secrets: [always], secretUnknown: [] },
  };
}

/** Of what the API lists. */
function ledgerOf({
  final,
  requests,
}: Pick<History, 'requests'> & { final: Pick<History['final'], 'deliveries'> }): FinalLedger {
  return {
    balanced: true,
    eventsWithoutEndpoint: 0,
    items: requests.endpoints.map(({ id }) => {
      const listed = final.deliveries.filter(({ endpointId }) => endpointId === id);
      const count = (wanted: string): number => listed.filter(({ state }) => state === wanted).length;
      const counts = Object.fromEntries(DELIVERY_STATES.map((state) => [state, count(state)]));
      return {
        endpointId: id,
        accepted: listed.length,
        ...(counts as Record<(typeof DELIVERY_STATES)[number], number>),
      };
    }),
  };
}

const COPY = {
  id: 'a copy',
  endpointId: STEADY,
  state: 'delivered',
  reason: null,
  resendOf: 'the one before',
};

/** Some attempts fail, a worker is killed after it has delivered, and an operator sends something again. */
function healthy(): History {
  const requests = {
    endpoints: [STEADY, FAILING].map((id) => endpointOf(id)),
    acknowledged: EXPORTS.slice(0, 3).map((made, index) => ({
      ...made,
      requestedAt: 100 * (index + 1),
      answeredAt: 100 * (index + 1) + 20,
    })),
    unanswered: [{ documentId: 7 }],
    refs: [7, 8].map((documentId) => ({ documentId, text: REFS })),
    resent: ['e1', 'e3'].map((eventId) => ({ eventId, endpointId: STEADY, at: 50_000 })),
    cancelled: [],
    replayed: [],
    offline: [{ from: 30_000, to: 35_000 }],
    looks: [],
    complaints: [],
  };
  const deliveries: FinalDelivery[] = [STEADY, FAILING].flatMap((endpointId) =>
    EXPORTS.map(({ eventId }) => ({
      ...{ id: pair(eventId, endpointId), eventId, endpointId },
      ...{ state: 'delivered', reason: null, resendOf: null },
    })),
  );
  deliveries.push({ ...COPY, eventId: 'e1' }, { ...COPY, eventId: 'e3' });
  return {
    requests,
    arrivals: [
      arrivalOf('e1', STEADY, 1000),
      arrivalOf('e1', FAILING, 1000, { status: 500 }),
      arrivalOf('e3', STEADY, 1100),
      arrivalOf('e2', STEADY, 1200),
      arrivalOf('e1', FAILING, 2000),
      arrivalOf('e4', STEADY, 2100),
      arrivalOf('e3', FAILING, 2200, { status: null, answeredAt: null }),
      arrivalOf('e2', FAILING, 3000),
      arrivalOf('e3', FAILING, 3300, { answeredAt: null }),
      arrivalOf('e4', FAILING, 20_000),
      arrivalOf('e4', FAILING, 27_000),
      arrivalOf('e1', STEADY, 51_000, { isResend: true }),
      arrivalOf('e3', STEADY, 52_000, { isResend: true }),
    ],
    final: {
      exports: [...EXPORTS],
      deliveries,
      replays: [],
      ledger: ledgerOf({ requests, final: { deliveries } }),
    },
    faults: [{ kind: 'kill', target: 'worker', from: 20_050, to: 23_000, losesOutcomes: true }],
    stalls: [],
    settings: { leaseMs: 6000, timeoutMs: 1000, maxInFlightOfAll: 0 },
  };
}

/** The first arrival of an event at an endpoint, to be changed. */
function arrivalIn({ arrivals }: History, id: string, endpointId: number): Arrival {
  const found = arrivals.find((arrival) => arrival.id === id && arrival.endpointId === endpointId);
  if (!found) throw new Error(`${id} did not arrive at ${endpointId}`);
  return found;
}
function withoutArrivals(history: History, id: string, endpointId: number): void {
  history.arrivals = history.arrivals.filter(
    (arrival) => arrival.id !== id || arrival.endpointId !== endpointId,
  );
}
function insert(history: History, arrival: Arrival): void {
  history.arrivals.push(arrival);
  history.arrivals.sort((a, b) => a.at - b.at);
}
function deliveryIn({ final }: History, id: string, endpointId: number): FinalDelivery {
  const found = final.deliveries.find((each) => each.eventId === id && each.endpointId === endpointId);
  if (!found) throw new Error(`${id} has no delivery to ${endpointId}`);
  return found;
}
function endpointIn({ requests }: History, id: number): EndpointRecord {
  const found = requests.endpoints.find((endpoint) => endpoint.id === id);
  if (!found) throw new Error(`There is no endpoint ${id}`);
  return found;
}
/** The secret of an endpoint is another one from then on; the old one signs, too, for some time. */
function rotate(history: History, endpointId: number, from: number, until: number): void {
  const endpoint = endpointIn(history, endpointId);
  const [before] = endpoint.secrets;
  Object.assign(before ?? {}, { surelyUntil: until, until });
  endpoint.secrets.push({
    secret: NEXT_SECRET,
    from,
    surelyFrom: from + 20,
    surelyUntil: Infinity,
    until: Infinity,
  });
  const { leaseMs, timeoutMs } = history.settings;
  for (const arrival of history.arrivals) {
    if (arrival.endpointId !== endpointId || arrival.at < from + leaseMs + timeoutMs) continue;
    arrival.signature = signed(arrival, NEXT_SECRET);
    if (arrival.at < until) arrival.signature += ` ${signed(arrival)}`;
  }
}
/** Asked for by an operator, and come. */
function resend(history: History, eventId: string, endpointId: number, at: number): void {
  history.requests.resent.push({ eventId, endpointId, at: at - 1 });
  history.final.deliveries.push({ ...COPY, eventId, endpointId });
  insert(history, arrivalOf(eventId, endpointId, at, { isResend: true }));
}
/** To the failing one at 60 s, of all that it has; all that changes is what was told. */
function replay(history: History, told: Partial<FinalReplay> = {}): FinalReplay {
  const made = {
    ...{ id: 5, endpointId: FAILING, state: 'done', done: EXPORTS.length, since: 0, until: 60_010 },
    ...{ states: ['delivered', 'parked', 'superseded', 'cancelled'], includeMissing: false, ...told },
  };
  const { id, endpointId } = made;
  const finished = EXPORTS.map(({ eventId }) => eventId);
  history.requests.replayed.push({ id, endpointId, at: 60_000, finished, isCancelled: false });
  history.final.replays.push(made);
  return made;
}
/** What a replay sends to the failing one. */
function sendAgain(history: History, eventId: string, at: number, told: Partial<Arrival> = {}): void {
  insert(history, arrivalOf(eventId, FAILING, at, { isResend: true, ...told }));
  history.final.deliveries.push({ ...COPY, endpointId: FAILING, eventId });
}
function replayAll(history: History, told: Partial<FinalReplay> = {}): void {
  replay(history, told);
  EXPORTS.forEach(({ eventId }, index) => sendAgain(history, eventId, 61_000 + index));
}
/** An endpoint that came when all was exported, and what a replay sent there. */
function addLate(history: History, order: string[]): void {
  history.requests.endpoints.push(endpointOf(LATE, 500));
  for (const [index, eventId] of order.entries()) {
    insert(history, arrivalOf(eventId, LATE, 61_000 + index));
    history.final.deliveries.push({ ...COPY, endpointId: LATE, eventId, resendOf: null });
  }
}
/** Deleted so early that nothing but the first export was for it. */
function deleteFailing(history: History): void {
  endpointIn(history, FAILING).deleted = { from: 130, to: 140 };
  for (const { eventId } of EXPORTS.slice(1)) {
    withoutArrivals(history, eventId, FAILING);
    withoutDelivery(history, eventId, FAILING);
  }
}
/** By an operator, who was told so at 19.9 s: it is on its way to the failing one from 20 s on. */
function cancel(history: History, told: Partial<FinalDelivery> = {}): void {
  const delivery = deliveryIn(history, 'e4', FAILING);
  Object.assign(delivery, { state: 'cancelled', reason: 'cancelled_by_operator', ...told });
  history.requests.cancelled.push({
    ...{ deliveryId: delivery.id, eventId: 'e4', endpointId: FAILING, at: 19_800, answeredAt: 19_900 },
  });
}
/** An endpoint that nothing gets through to. */
function addFailing(history: History): EndpointRecord {
  const endpoint = endpointOf(LATE, 500);
  history.requests.endpoints.push(endpoint);
  return endpoint;
}
/** A third of a second long. */
function attempt(history: History, at: number, told: Partial<Arrival> = {}): void {
  insert(history, arrivalOf('e1', LATE, at, { status: 500, answeredAt: at + 300, ...told }));
}
/** As the API said at 60 s; what was claimed before has started at 65.1 s. */
function look(history: History, state: 'open' | 'paused', nextProbeAt = 70_000): void {
  const nextProbe = String(nextProbeAt);
  history.requests.looks.push({ endpointId: LATE, state, from: 60_000, to: 60_100, nextProbe, nextProbeAt });
}
/** To wait for 9 s: it is written at 61 s, and what was claimed before has started at 66 s. */
function askToWait(history: History, told: Partial<Arrival> = {}): void {
  attempt(history, 59_700, { status: 429, retryAfterMs: 9000, ...told });
}
/** The second one comes while the first is under way. */
function probeTwice(history: History): void {
  addFailing(history);
  look(history, 'open');
  attempt(history, 66_000);
  attempt(history, 66_200);
}
/** The pause is over, and the second one comes before the first is answered. */
function sendTwoAfterPause(history: History): void {
  addFailing(history);
  askToWait(history, { retryAfterMs: 5000 });
  look(history, 'paused', 65_200);
  attempt(history, 66_000);
  attempt(history, 66_200);
}
function ignorePause(history: History): void {
  addFailing(history);
  look(history, 'paused');
  attempt(history, 66_500);
}
function ignoreRetryAfter(history: History): void {
  addFailing(history);
  askToWait(history);
  attempt(history, 66_500);
}
/** Where one is allowed; the first one hangs. */
function sendTwo(history: History, second = 60_200): void {
  addFailing(history).settings.maxInFlight = [{ value: 1, from: 500, to: Infinity }];
  attempt(history, 60_000, { answeredAt: null });
  attempt(history, second);
}
function move(history: History, at: number): void {
  const { url } = endpointIn(history, FAILING).settings;
  Object.assign(url[0]!, { to: at + 20 });
  url.push({ value: 'http://receiver/moved', from: at, to: Infinity });
}
function withoutDelivery({ final }: History, id: string, endpointId: number): void {
  final.deliveries = final.deliveries.filter((each) => each.eventId !== id || each.endpointId !== endpointId);
}

const PLANTED: [rule: (typeof RULES)[number], what: string, plant: (history: History) => void][] = [
  [
    'lost',
    'an acknowledged export never arrives, and its delivery is gone',
    (history) => {
      withoutArrivals(history, 'e3', FAILING);
      withoutDelivery(history, 'e3', FAILING);
    },
  ],
  [
    'lost',
    'the API does not list an acknowledged export',
    ({ requests }) =>
      requests.acknowledged.push({
        eventId: 'e9',
        documentId: 9,
        revision: 1,
        requestedAt: 400,
        answeredAt: 420,
      }),
  ],
  [
    'not-drained',
    'a delivery stays pending',
    (history) => {
      deliveryIn(history, 'e3', FAILING).state = 'pending';
    },
  ],
  [
    'not-drained',
    'a delivery stays parked',
    (history) => {
      deliveryIn(history, 'e3', FAILING).state = 'parked';
    },
  ],
  [
    'superseded',
    'no later revision was delivered',
    (history) => {
      deliveryIn(history, 'e4', FAILING).state = 'superseded';
    },
  ],
  [
    'cancelled',
    'the endpoint is there',
    (history) =>
      void Object.assign(deliveryIn(history, 'e4', FAILING), {
        ...{ state: 'cancelled', reason: 'endpoint_deleted' },
      }),
  ],
  [
    'cancelled',
    'nobody asked for it',
    (history) => {
      cancel(history);
      withoutArrivals(history, 'e4', FAILING);
      history.requests.cancelled = [];
    },
  ],
  ['cancelled', 'it comes all the same', (history) => cancel(history)],
  [
    'cancelled',
    'it comes as a resend, and there is none',
    (history) => {
      cancel(history);
      withoutArrivals(history, 'e4', FAILING);
      insert(history, arrivalOf('e4', FAILING, 20_000, { isResend: true }));
      history.requests.resent.push({ eventId: 'e4', endpointId: FAILING, at: 19_950 });
    },
  ],
  [
    'cancelled',
    'it is acknowledged, and it is delivered',
    (history) => {
      cancel(history, { state: 'delivered' });
      history.requests.cancelled[0]!.answeredAt = 40_000;
    },
  ],
  ['target', 'it goes to the old address long after that', (history) => move(history, 3000)],
  [
    'target',
    'it has no auth',
    (history) => {
      endpointIn(history, FAILING).settings.auth[0]!.value = 'authorization: Bearer of it';
      for (const arrival of history.arrivals) {
        if (arrival.endpointId === FAILING && arrival.at < 20_000)
          arrival.auth = 'authorization: Bearer of it';
      }
    },
  ],
  ['pause', 'the API says that it lasts', ignorePause],
  ['pause', 'the receiver has asked for it', ignoreRetryAfter],
  [
    'pause',
    'the receiver has asked for it with a 503',
    (history) => {
      ignoreRetryAfter(history);
      arrivalIn(history, 'e1', LATE).status = 503;
    },
  ],
  ['probe', 'there are two at once', probeTwice],
  ['probe', 'there are two at once after a pause', sendTwoAfterPause],
  [
    'probe',
    'there are two at once after a pause, of which one asks for another',
    (history) => {
      sendTwoAfterPause(history);
      history.arrivals.find(({ at }) => at === 66_000)!.status = 429;
    },
  ],
  ['in-flight', 'there are two at once', (history) => sendTwo(history)],
  [
    'in-flight',
    'more were allowed long before',
    (history) => {
      sendTwo(history);
      endpointIn(history, LATE).settings.maxInFlight.unshift({ value: 16, from: 500, to: 54_900 });
    },
  ],
  ['in-flight', 'one has hung almost as long as a send may', (history) => sendTwo(history, 61_900)],
  [
    'in-flight',
    'there are two at once, and all workers together may have one',
    (history) => {
      sendTwo(history);
      endpointIn(history, LATE).settings.maxInFlight[0]!.value = 16;
      history.settings.maxInFlightOfAll = 1;
    },
  ],
  [
    'invented',
    'an endpoint gets what was exported after its end',
    (history) => {
      const kept = { ...deliveryIn(history, 'e3', FAILING), state: 'cancelled', reason: 'endpoint_deleted' };
      deleteFailing(history);
      history.final.deliveries.push(kept);
    },
  ],
  [
    'invented',
    'an event arrives that no export made',
    (history) => insert(history, arrivalOf('e9', STEADY, 30_000)),
  ],
  [
    'invented',
    'there is an export that nobody asked for',
    ({ requests }) => {
      requests.unanswered = [];
    },
  ],
  [
    'revisions',
    'one is missing',
    ({ requests, final }) => {
      requests.unanswered.push({ documentId: 7 });
      final.exports.push({ eventId: 'e5', documentId: 7, revision: 5, at: 510 });
    },
  ],
  [
    'revisions',
    'one is there twice',
    ({ requests, final }) => {
      requests.unanswered.push({ documentId: 8 });
      final.exports.push({ eventId: 'e5', documentId: 8, revision: 1, at: 510 });
    },
  ],
  [
    'body',
    'one attempt has other bytes',
    (history) => {
      const arrival = arrivalIn(history, 'e2', FAILING);
      arrival.body = Buffer.from(`${arrival.body.toString()} `);
      arrival.signature = signed(arrival);
    },
  ],
  [
    'body',
    'it tells of another revision',
    (history) => {
      for (const arrival of history.arrivals.filter(({ id }) => id === 'e3')) {
        arrival.body = bodyOf({ event_id: 'e3', id: 8, revision: 2 });
        arrival.signature = signed(arrival);
      }
    },
  ],
  [
    'refs',
    'they are spelled anew',
    (history) => {
      for (const arrival of history.arrivals.filter(({ id }) => id === 'e3')) {
        arrival.body = bodyOf({ event_id: 'e3', id: 8, revision: 1 }, '{"crm":{"amount":1.5}}');
        arrival.signature = signed(arrival);
      }
    },
  ],
  [
    'signature',
    'it is not that of the body',
    (history) => {
      arrivalIn(history, 'e2', STEADY).signature = signed(arrivalIn(history, 'e1', STEADY));
    },
  ],
  [
    'signature',
    'the new secret does not sign',
    (history) => {
      rotate(history, FAILING, 5000, Infinity);
      const arrival = arrivalIn(history, 'e4', FAILING);
      arrival.signature = signed(arrival);
    },
  ],
  [
    'signature',
    'the old secret does not sign though the overlap lasts',
    (history) => {
      rotate(history, FAILING, 5000, Infinity);
      const arrival = arrivalIn(history, 'e4', FAILING);
      arrival.signature = signed(arrival, NEXT_SECRET);
    },
  ],
  [
    'signature',
    'the old secret signs alone long after its time',
    (history) => {
      rotate(history, FAILING, 3000, 5000);
      endpointIn(history, FAILING).secrets.pop();
      for (const arrival of history.arrivals) arrival.signature = signed(arrival);
    },
  ],
  [
    'order',
    'a revision first arrives after a later one',
    (history) => {
      withoutArrivals(history, 'e1', FAILING);
      insert(history, arrivalOf('e1', FAILING, 3100));
    },
  ],
  ['duplicate', 'no fault is near', (history) => insert(history, arrivalOf('e2', STEADY, 1900))],
  [
    'duplicate',
    'the fault is one that loses nothing',
    ({ faults }) => {
      for (const fault of faults) fault.losesOutcomes = false;
    },
  ],
  [
    'duplicate',
    'the outcome must have been written when the fault came',
    ({ faults: [fault] }) => {
      fault!.from = 22_000;
    },
  ],
  [
    'duplicate',
    'the fault was over when it was sent',
    ({ faults: [fault] }) => {
      Object.assign(fault!, { from: 14_000, to: 17_000 });
    },
  ],
  [
    'duplicate',
    'a replay is asked for only afterwards',
    (history) => {
      replayAll(history);
      history.requests.replayed[0]!.at = 70_000;
      history.requests.replayed[0]!.finished = [];
    },
  ],
  [
    'duplicate',
    'a replay sends one twice',
    (history) => {
      replayAll(history);
      insert(history, arrivalOf('e2', FAILING, 65_000, { isResend: true }));
    },
  ],
  [
    'duplicate',
    'something comes again beside a replay, and does not say so',
    (history) => {
      replayAll(history);
      insert(history, arrivalOf('e2', FAILING, 60_500));
    },
  ],
  [
    'invented',
    'a replay makes two deliveries of one event',
    (history) => {
      replayAll(history);
      history.final.deliveries.push({ ...COPY, endpointId: FAILING, eventId: 'e2' });
    },
  ],
  [
    'invented',
    'a replay sends what is not in its range',
    (history) => {
      replayAll(history, { until: 400, done: 3 });
      withoutArrivals(history, 'e4', FAILING);
      insert(history, arrivalOf('e4', FAILING, 61_000, { isResend: true }));
    },
  ],
  [
    'invented',
    'a replay sends to another endpoint',
    (history) => {
      replay(history, { endpointId: STEADY, done: 4 });
      history.requests.replayed[0]!.finished = [];
      sendAgain(history, 'e4', 61_000);
      withoutArrivals(history, 'e4', FAILING);
      insert(history, arrivalOf('e4', FAILING, 61_000, { isResend: true }));
    },
  ],
  [
    'invented',
    'it comes as a resend, and there is none',
    (history) => {
      withoutArrivals(history, 'e4', STEADY);
      insert(history, arrivalOf('e4', STEADY, 2100, { isResend: true }));
    },
  ],
  [
    'invented',
    'an event has two deliveries that are no resend',
    ({ final }) => final.deliveries.push({ ...COPY, eventId: 'e4', resendOf: null }),
  ],
  [
    'invented',
    'a replay delivers what is missing, and was not asked to',
    (history) => {
      replay(history, { endpointId: LATE });
      history.requests.replayed[0]!.finished = [];
      addLate(history, ['e1']);
    },
  ],
  [
    'replayed',
    'an event does not come again',
    (history) => {
      replay(history);
      for (const [index, eventId] of ['e1', 'e3', 'e4'].entries())
        sendAgain(history, eventId, 61_000 + index);
    },
  ],
  [
    'replayed',
    'it has worked through less than there was',
    (history) => replayAll(history, { done: EXPORTS.length - 1 }),
  ],
  [
    'replayed',
    'it was acknowledged, and is gone',
    ({ requests }) =>
      requests.replayed.push({
        ...{ id: 5, endpointId: FAILING, at: 60_000, finished: [], isCancelled: false },
      }),
  ],
  [
    'replayed',
    'nobody asked for it',
    (history) => {
      replayAll(history);
      replayAll(history, { id: 6 });
      history.requests.replayed.pop();
      Object.assign(history.requests.replayed[0]!, { id: null });
    },
  ],
  [
    'replayed',
    'something is missing still',
    (history) => {
      replay(history, { endpointId: LATE, includeMissing: true });
      history.requests.replayed[0]!.finished = [];
      addLate(history, ['e1', 'e2']);
    },
  ],
  [
    'replayed',
    'something is missing that was acknowledged after it was asked for',
    (history) => {
      replay(history, { endpointId: LATE, includeMissing: true });
      history.requests.replayed[0]!.finished = [];
      const late = history.requests.acknowledged.at(-1)!;
      late.answeredAt = 60_500;
      addLate(
        history,
        EXPORTS.map(({ eventId }) => eventId).filter((eventId) => eventId !== late.eventId),
      );
    },
  ],
  ['not-drained', 'a replay is running still', (history) => void replayAll(history, { state: 'running' })],
  [
    'not-drained',
    'a replay was cancelled by nobody',
    (history) => void replayAll(history, { state: 'cancelled' }),
  ],
  [
    'order',
    'a replay delivers what was missing in another order',
    (history) => {
      replay(history, { endpointId: LATE, includeMissing: true, states: ['delivered'] });
      history.requests.replayed[0]!.finished = [];
      addLate(history, ['e2', 'e1', 'e3', 'e4']);
    },
  ],
  [
    'body',
    'a replay sends other bytes',
    (history) => {
      replayAll(history);
      const arrival = history.arrivals.at(-1)!;
      arrival.body = Buffer.from(`${arrival.body.toString()} `);
      arrival.signature = signed(arrival);
    },
  ],
  [
    'signature',
    'a replay signs with another secret',
    (history) => {
      replayAll(history);
      const arrival = history.arrivals.at(-1)!;
      arrival.signature = signed(arrival, NEXT_SECRET);
    },
  ],
  ['offline', 'something is sent', (history) => resend(history, 'e3', STEADY, 33_000)],
  [
    'deleted',
    'something is sent long after that',
    (history) => {
      deleteFailing(history);
      resend(history, 'e1', FAILING, 20_000);
    },
  ],
  ['delivered-unanswered', 'it never arrived', (history) => withoutArrivals(history, 'e4', STEADY)],
  [
    'delivered-unanswered',
    'no arrival was answered with 2xx',
    (history) => {
      arrivalIn(history, 'e2', FAILING).status = 500;
    },
  ],
  [
    'delivered-unanswered',
    'a resend never arrived',
    (history) => {
      resend(history, 'e2', STEADY, 53_000);
      history.arrivals.pop();
    },
  ],
  ...(
    [
      ['it does not balance', (ledger) => (ledger.balanced = false)],
      ['an event has no endpoint', (ledger) => (ledger.eventsWithoutEndpoint = 1)],
      ['an endpoint is not in it', (ledger) => ledger.items.pop()],
      ['it has accepted more than is listed', ({ items: [item] }) => (item!.accepted += 1)],
      ['it has delivered less than is listed', ({ items: [item] }) => (item!.delivered -= 1)],
    ] as [string, (ledger: FinalLedger) => void][]
  ).map(([what, change]): (typeof PLANTED)[number] => [
    'ledger',
    what,
    ({ final, requests }) => {
      final.ledger = ledgerOf({ final, requests });
      change(final.ledger);
    },
  ]),
  [
    'complaint',
    'a process ended by itself',
    ({ requests }) => requests.complaints.push('The worker ended by itself'),
  ],
];

const rulesBrokenIn = (history: History): string[] =>
  [...new Set(check(history).map(({ rule }) => rule))].sort();

describe('What a chaos run is judged by', () => {
  it('finds nothing in a healthy history', () => {
    expect(check(healthy())).toEqual([]);
  });

  it.each(PLANTED)('%s: %s', (rule, _, plant) => {
    const history = healthy();
    plant(history);
    if (rule !== 'ledger') history.final.ledger = ledgerOf(history);
    expect(new Set(check(history).map((violation) => violation.rule))).toEqual(new Set([rule]));
  });

  it('has a planted violation for each rule', () => {
    expect(new Set(PLANTED.map(([rule]) => rule))).toEqual(new Set(RULES));
  });

  it('lets a superseded delivery never arrive when a later revision was delivered', () => {
    const history = healthy();
    withoutArrivals(history, 'e2', FAILING);
    deliveryIn(history, 'e2', FAILING).state = 'superseded';
    history.final.ledger = ledgerOf(history);
    expect(check(history)).toEqual([]);
  });

  it('asks of a deleted endpoint what was exported before, and lets that be cancelled', () => {
    const history = healthy();
    deleteFailing(history);
    history.final.ledger = ledgerOf(history);
    expect(check(history)).toEqual([]);
    Object.assign(deliveryIn(history, 'e1', FAILING), { state: 'cancelled', reason: 'endpoint_deleted' });
    withoutArrivals(history, 'e1', FAILING);
    history.final.ledger = ledgerOf(history);
    expect(check(history)).toEqual([]);
    withoutDelivery(history, 'e1', FAILING);
    history.final.ledger = ledgerOf(history);
    expect(check(history)).toEqual([expect.objectContaining({ rule: 'lost' })]);
  });

  it.each<[string, (history: History) => void]>([
    ['is cancelled, and does not come', () => undefined],
    [
      'is cancelled by a request that nobody got an answer for',
      ({ requests }) => (requests.cancelled[0]!.answeredAt = null),
    ],
    [
      'was under way before that was acknowledged',
      (history) => {
        history.requests.cancelled[0]!.answeredAt = 20_000;
        insert(history, arrivalOf('e4', FAILING, 20_000));
      },
    ],
    ['is sent again afterwards', (history) => resend(history, 'e4', FAILING, 60_000)],
    [
      'was what a later revision gave way to',
      (history) => {
        withoutArrivals(history, 'e2', FAILING);
        deliveryIn(history, 'e2', FAILING).state = 'superseded';
        withoutArrivals(history, 'e1', FAILING);
        deliveryIn(history, 'e1', FAILING).state = 'superseded';
      },
    ],
    [
      'was sent again by a replay, and that was cancelled, too',
      (history) => {
        replayAll(history);
        history.arrivals.splice(
          history.arrivals.findIndex(({ id, at }) => id === 'e4' && at > 60_000),
          1,
        );
        const copy = history.final.deliveries.at(-1)!;
        Object.assign(copy, { id: 'the copy', state: 'cancelled', reason: 'cancelled_by_operator' });
        history.requests.cancelled.push({
          ...{ deliveryId: 'the copy', eventId: 'e4', endpointId: FAILING, at: 60_500, answeredAt: 60_600 },
        });
      },
    ],
  ])('lets a delivery that %s', (_, change) => {
    const history = healthy();
    withoutArrivals(history, 'e4', FAILING);
    cancel(history);
    change(history);
    history.final.ledger = ledgerOf(history);
    expect(check(history)).toEqual([]);
  });

  it('takes the old address as long as something may have been claimed with it', () => {
    const history = healthy();
    move(history, 13_000);
    for (const arrival of history.arrivals) {
      if (arrival.endpointId === FAILING && arrival.at > 21_000) arrival.url = 'http://receiver/moved';
    }
    expect(check(history)).toEqual([]);
  });

  it.each<[string, (history: History) => void, (history: History) => void]>([
    ['a pause that is over', ignorePause, ({ requests }) => (requests.looks[0]!.nextProbeAt = 66_000)],
    ['what was claimed before the pause', ignorePause, (history) => (history.arrivals.at(-1)!.at = 65_000)],
    [
      'a pause that is ended by enabling',
      ignorePause,
      (history) => endpointIn(history, LATE).enabled.push({ from: 66_000, to: 66_050 }),
    ],
    [
      'a pause that is ended by another address',
      ignorePause,
      (history) => {
        const { url } = endpointIn(history, LATE).settings;
        Object.assign(url[0]!, { to: 66_050 });
        url.push({ value: 'http://receiver/moved', from: 66_000, to: Infinity });
      },
    ],
    [
      'a pause that another answer makes shorter',
      ignorePause,
      (history) => askToWait(history, { retryAfterMs: 1000 }),
    ],
    [
      'a pause that was not written by a process that was killed',
      ignoreRetryAfter,
      ({ faults }) =>
        faults.push({ kind: 'kill', target: '', from: 60_100, to: 62_000, losesOutcomes: true }),
    ],
    [
      'an answer that asks for nothing',
      ignoreRetryAfter,
      (history) => (arrivalIn(history, 'e1', LATE).retryAfterMs = null),
    ],
    [
      'a pause that was asked for by half an answer',
      ignoreRetryAfter,
      (history) => (arrivalIn(history, 'e1', LATE).answeredAt = null),
    ],
    [
      'two probes of which a process that stood still has sent one',
      probeTwice,
      ({ faults }) =>
        faults.push({ kind: 'freeze', target: '', from: 60_000, to: 65_500, losesOutcomes: true }),
    ],
    [
      'requests that were claimed before the breaker opened',
      probeTwice,
      ({ requests }) => Object.assign(requests.looks[0]!, { from: 61_000, to: 61_100 }),
    ],
    [
      'requests after a success that may have closed the breaker',
      probeTwice,
      (history) => insert(history, arrivalOf('e3', LATE, 65_200)),
    ],
    [
      'requests after a success that was written late',
      probeTwice,
      (history) => {
        insert(history, arrivalOf('e3', LATE, 44_000));
        history.faults.push(
          { kind: 'freeze', target: '', from: 51_000, to: 58_000, losesOutcomes: true },
          { kind: 'crash', target: '', from: 58_500, to: 59_500, losesOutcomes: true },
        );
      },
    ],
    [
      'requests after somebody has enabled the endpoint',
      probeTwice,
      (history) => endpointIn(history, LATE).enabled.push({ from: 65_800, to: 65_900 }),
    ],
    [
      'requests after the first one after a pause',
      sendTwoAfterPause,
      (history) => (history.arrivals.at(-1)!.at = 66_301),
    ],
    [
      'requests after one that nobody answered and that may have ended a pause',
      sendTwoAfterPause,
      (history) => attempt(history, 65_500, { status: null, answeredAt: null }),
    ],
    [
      'requests after an answer that may have been written when the API was asked, and ended a pause',
      sendTwoAfterPause,
      (history) => attempt(history, 58_700),
    ],
    [
      'requests after an answer that a fault may have kept from being written, and that ended a pause',
      sendTwoAfterPause,
      (history) => {
        attempt(history, 55_000);
        history.faults.push({ kind: 'cut', target: '', from: 55_900, to: 55_900, losesOutcomes: true });
      },
    ],
    [
      'requests that were claimed between two pauses, when nobody looked',
      (history) => {
        sendTwoAfterPause(history);
        Object.assign(arrivalIn(history, 'e1', LATE), { at: 55_000, answeredAt: 55_300 });
        attempt(history, 59_700);
        look(history, 'paused', 65_300);
        Object.assign(history.requests.looks[1]!, { from: 61_200, to: 61_300 });
        Object.assign(history.requests.looks[0]!, { from: 59_800, to: 59_900 });
      },
      (history) => attempt(history, 61_000, { status: 429, retryAfterMs: 4000 }),
    ],
    [
      'requests that were claimed before a pause',
      sendTwoAfterPause,
      ({ requests }) => Object.assign(requests.looks[0]!, { from: 61_000, to: 61_100 }),
    ],
    [
      'requests after somebody has enabled an endpoint that is paused',
      sendTwoAfterPause,
      (history) => endpointIn(history, LATE).enabled.push({ from: 65_800, to: 65_900 }),
    ],
    [
      'as many requests as a short time before',
      sendTwo,
      (history) =>
        endpointIn(history, LATE).settings.maxInFlight.unshift({ value: 2, from: 500, to: 55_100 }),
    ],
    [
      'a request beside that of a process that stands still',
      sendTwo,
      (history) => (history.arrivals.at(-1)!.at = 62_100),
    ],
    [
      'a connection that was closed before it was noticed',
      sendTwo,
      (history) => (arrivalIn(history, 'e1', LATE).endedAt = 60_400),
    ],
    [
      'requests of which a receiver heard late',
      sendTwo,
      ({ stalls }) => stalls.push({ from: 59_000, to: 59_950 }),
    ],
  ])('lets %s', (_, plant, excuse) => {
    const history = healthy();
    plant(history);
    expect(check(history)).not.toEqual([]);
    excuse(history);
    history.final.ledger = ledgerOf(history);
    expect(check(history)).toEqual([]);
  });

  it('counts a request that is reset at once as one', () => {
    const history = healthy();
    addFailing(history).settings.maxInFlight = [{ value: 1, from: 500, to: Infinity }];
    attempt(history, 60_000, { status: null, answeredAt: null, endedAt: 60_000 });
    history.final.ledger = ledgerOf(history);
    expect(check(history)).toEqual([]);
  });

  it('asks nothing of an endpoint that came after the export', () => {
    const history = healthy();
    history.requests.endpoints.push(endpointOf(3, 500));
    history.final.ledger = ledgerOf(history);
    expect(check(history)).toEqual([]);
  });

  it('takes both secrets of a rotation, and one that nobody was told while an answer was lost', () => {
    const history = healthy();
    rotate(history, FAILING, 5000, 25_000);
    expect(check(history)).toEqual([]);
    const arrival = arrivalIn(history, 'e3', FAILING);
    arrival.signature = signed(arrival, secretOf('one that nobody was told'));
    endpointIn(history, FAILING).secrets[0]!.surelyUntil = 2000;
    expect(check(history)).toEqual([expect.objectContaining({ rule: 'signature' })]);
    endpointIn(history, FAILING).secretUnknown.push({ from: 2000, to: 3000 });
    expect(check(history)).toEqual([]);
  });

  it.each<[string, (history: History) => void]>([
    [
      'an operator has sent again',
      ({ requests }) => requests.resent.push({ eventId: 'e1', endpointId: FAILING, at: 59_000 }),
    ],
    [
      'a replay has sent',
      (history) => {
        replay(history, { until: 200 });
        history.requests.replayed[0]!.at = 59_000;
      },
    ],
    [
      'a replay has sent that nobody got an answer for',
      (history) => {
        replay(history, { until: 200 });
        Object.assign(history.requests.replayed[0]!, { at: 59_000, id: null });
      },
    ],
  ])('lets what %s come late, and once again', (_, note) => {
    const history = healthy();
    withoutArrivals(history, 'e1', FAILING);
    insert(history, arrivalOf('e1', FAILING, 60_000));
    sendAgain(history, 'e1', 61_000);
    history.final.ledger = ledgerOf(history);
    expect(rulesBrokenIn(history)).toEqual(['duplicate', 'invented', 'order']);
    note(history);
    expect(check(history)).toEqual([]);
    insert(history, arrivalOf('e1', FAILING, 62_000, { isResend: true }));
    expect(rulesBrokenIn(history)).toEqual(['duplicate']);
  });

  it('lets a replay send everything once more, whatever the order', () => {
    const history = healthy();
    replay(history);
    EXPORTS.forEach(({ eventId }, index) => sendAgain(history, eventId, 69_000 - index));
    history.final.ledger = ledgerOf(history);
    expect(check(history)).toEqual([]);
  });

  it('lets what a replay sends be tried again until it is taken, or when that was lost', () => {
    const history = healthy();
    replayAll(history);
    insert(history, arrivalOf('e2', FAILING, 60_500, { isResend: true, status: 500 }));
    history.final.ledger = ledgerOf(history);
    expect(check(history)).toEqual([]);
    for (const [at, status] of [
      [61_500, 500],
      [62_000, 500],
      [69_000, 200],
    ] as const)
      insert(history, arrivalOf('e2', FAILING, at, { isResend: true, status }));
    expect(rulesBrokenIn(history)).toEqual(['duplicate']);
    history.faults.push({ kind: 'kill', target: 'worker', from: 61_100, to: 61_200, losesOutcomes: true });
    expect(check(history)).toEqual([]);
  });

  it('lets two replays send everything twice', () => {
    const history = healthy();
    replayAll(history);
    replayAll(history, { id: 6 });
    history.final.ledger = ledgerOf(history);
    expect(check(history)).toEqual([]);
  });

  it('asks of a replay that was cancelled, or whose endpoint was deleted, nothing but to send no more', () => {
    for (const end of [
      ({ requests }: History) => (requests.replayed[0]!.isCancelled = true),
      (history: History) => (endpointIn(history, FAILING).deleted = { from: 60_050, to: 60_060 }),
    ]) {
      const history = healthy();
      replay(history, { state: 'cancelled', done: 1 });
      sendAgain(history, 'e1', 61_000);
      history.final.ledger = ledgerOf(history);
      expect(rulesBrokenIn(history)).toEqual(['not-drained']);
      end(history);
      expect(check(history)).toEqual([]);
    }
  });

  it('lets a replay of what is missing deliver it in order, and supersede what a later revision has overtaken', () => {
    const history = healthy();
    replay(history, { endpointId: LATE, includeMissing: true, states: ['delivered'] });
    history.requests.replayed[0]!.finished = [];
    addLate(history, ['e2', 'e3', 'e4']);
    history.final.deliveries.push({
      ...{
        id: 'overtaken',
        eventId: 'e1',
        endpointId: LATE,
        state: 'superseded',
        reason: 'later_revision',
        resendOf: null,
      },
    });
    history.final.ledger = ledgerOf(history);
    expect(check(history)).toEqual([]);
  });

  it('explains a duplicate, and a late send, by a machine that stood still', () => {
    const history = healthy();
    history.faults = [];
    resend(history, 'e3', STEADY, 33_000);
    history.final.ledger = ledgerOf(history);
    expect(new Set(check(history).map(({ rule }) => rule))).toEqual(new Set(['duplicate', 'offline']));
    history.stalls.push({ from: 20_500, to: 21_000 }, { from: 29_000, to: 31_000 });
    expect(check(history)).toEqual([]);
  });
});
