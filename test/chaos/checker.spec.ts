import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { check, RULES } from './checker.js';
import type { Arrival, History } from './history.js';

const SECRET = `whsec_${Buffer.from('a secret of some length').toString('base64')}`;
const STEADY = 1;
const FAILING = 2;

/** Two documents; document 7 has three revisions, of which nobody was answered for the last. */
const EXPORTS = [
  { eventId: 'e1', documentId: 7, revision: 1 },
  { eventId: 'e2', documentId: 7, revision: 2 },
  { eventId: 'e3', documentId: 8, revision: 1 },
  { eventId: 'e4', documentId: 7, revision: 3 },
];

function signed(arrival: Pick<Arrival, 'id' | 'timestamp' | 'body'>): string {
  const key = Buffer.from(SECRET.slice('whsec_'.length), 'base64');
  const mac = createHmac('sha256', key).update(`${arrival.id}.${arrival.timestamp}.`).update(arrival.body);
  return `v1,${mac.digest('base64')}`;
}

function arrivalOf(id: string, endpointId: number, at: number, told: Partial<Arrival> = {}): Arrival {
  const made = EXPORTS.find(({ eventId }) => eventId === id);
  const body = Buffer.from(JSON.stringify({ event_id: id, id: made?.documentId, revision: made?.revision }));
  const bare = { id, timestamp: String(at), body };
  return {
    ...bare,
    endpointId,
    at,
    signature: signed(bare),
    isResend: false,
    status: 200,
    answeredAt: at + 10,
    ...told,
  };
}

/** Some attempts fail, a worker is killed after it has delivered, and an operator sends something again. */
function healthy(): History {
  return {
    requests: {
      endpoints: [STEADY, FAILING].map((id) => ({ id, secret: SECRET, createdAt: 0 })),
      acknowledged: EXPORTS.slice(0, 3).map((made, index) => ({ ...made, requestedAt: 100 * (index + 1) })),
      unanswered: [{ documentId: 7 }],
      resent: [{ eventId: 'e3', endpointId: STEADY, at: 50_000 }],
      complaints: [],
    },
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
      arrivalOf('e3', STEADY, 52_000),
    ],
    final: {
      exports: [...EXPORTS],
      deliveries: [STEADY, FAILING].flatMap((endpointId) =>
        EXPORTS.map(({ eventId }) => ({
          eventId,
          endpointId,
          state: 'delivered',
          reason: null,
          resendOf: null,
        })),
      ),
      ledger: { balanced: true },
    },
    faults: [{ kind: 'kill', target: 'worker', from: 20_050, to: 23_000, losesOutcomes: true }],
    settings: { leaseMs: 6000, timeoutMs: 1000 },
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
function deliveryIn({ final }: History, id: string, endpointId: number): { state: string } {
  const found = final.deliveries.find((each) => each.eventId === id && each.endpointId === endpointId);
  if (!found) throw new Error(`${id} has no delivery to ${endpointId}`);
  return found;
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
      requests.acknowledged.push({ eventId: 'e9', documentId: 9, revision: 1, requestedAt: 400 }),
  ],
  [
    'not-drained',
    'a delivery stays pending',
    (history) => {
      deliveryIn(history, 'e3', FAILING).state = 'pending';
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
      final.exports.push({ eventId: 'e5', documentId: 7, revision: 5 });
    },
  ],
  [
    'revisions',
    'one is there twice',
    ({ requests, final }) => {
      requests.unanswered.push({ documentId: 8 });
      final.exports.push({ eventId: 'e5', documentId: 8, revision: 1 });
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
        arrival.body = Buffer.from(JSON.stringify({ event_id: 'e3', id: 8, revision: 2 }));
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
  ['delivered-unanswered', 'it never arrived', (history) => withoutArrivals(history, 'e4', STEADY)],
  [
    'delivered-unanswered',
    'no arrival was answered with 2xx',
    (history) => {
      arrivalIn(history, 'e2', FAILING).status = 500;
    },
  ],
  [
    'ledger',
    'it does not balance',
    ({ final }) => {
      final.ledger = { balanced: false };
    },
  ],
  [
    'complaint',
    'a process ended by itself',
    ({ requests }) => requests.complaints.push('The worker ended by itself'),
  ],
];

describe('What a chaos run is judged by', () => {
  it('finds nothing in a healthy history', () => {
    expect(check(healthy())).toEqual([]);
  });

  it.each(PLANTED)('%s: %s', (rule, _, plant) => {
    const history = healthy();
    plant(history);
    expect(new Set(check(history).map((violation) => violation.rule))).toEqual(new Set([rule]));
  });

  it('has a planted violation for each rule', () => {
    expect(new Set(PLANTED.map(([rule]) => rule))).toEqual(new Set(RULES));
  });

  it.each(['parked', 'superseded', 'cancelled'])('lets a %s delivery never arrive', (state) => {
    const history = healthy();
    withoutArrivals(history, 'e4', FAILING);
    deliveryIn(history, 'e4', FAILING).state = state;
    expect(check(history)).toEqual([]);
  });

  it('asks nothing of an endpoint that came after the export', () => {
    const history = healthy();
    history.requests.endpoints.push({ id: 3, secret: SECRET, createdAt: 500 });
    expect(check(history)).toEqual([]);
  });

  it('lets what an operator has sent again come late', () => {
    const history = healthy();
    withoutArrivals(history, 'e1', FAILING);
    insert(history, arrivalOf('e1', FAILING, 60_000));
    history.requests.resent.push({ eventId: 'e1', endpointId: FAILING, at: 59_000 });
    expect(check(history)).toEqual([]);
  });
});
