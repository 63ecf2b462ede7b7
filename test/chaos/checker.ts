import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Arrival, FinalDelivery, History } from './history.js';

export const RULES = [
  'lost',
  'not-drained',
  'invented',
  'revisions',
  'body',
  'signature',
  'order',
  'duplicate',
  'delivered-unanswered',
  'ledger',
  'complaint',
] as const;

export interface Violation {
  rule: (typeof RULES)[number];
  evidence: string;
}

/** What the contract promises, applied to what happened. It shares no code with the service. */
export function check(history: History): Violation[] {
  return [
    ...acknowledgedArrives(history),
    ...everythingEnds(history),
    ...nothingIsInvented(history),
    ...revisionsHaveNoGaps(history),
    ...bodiesStayTheSame(history),
    ...signaturesHold(history),
    ...firstArrivalsAreInOrder(history),
    ...duplicatesHaveACause(history),
    ...deliveredWasAnswered(history),
    ...theLedgerBalances(history),
    ...history.requests.complaints.map((evidence): Violation => ({ rule: 'complaint', evidence })),
  ];
}

const pair = (eventId: string, endpointId: number): string => `${eventId} at endpoint ${endpointId}`;
const wasTaken = ({ status }: Arrival): boolean => status !== null && status >= 200 && status < 300;

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

const byPair = ({ arrivals }: History): Map<string, Arrival[]> =>
  grouped(arrivals, ({ id, endpointId }) => pair(id, endpointId));

/** The deliveries that exports made, without the copies that resends made of them. */
function originals({ final }: History): Map<string, FinalDelivery> {
  const made = final.deliveries.filter(({ resendOf }) => resendOf === null);
  return new Map(made.map((delivery) => [pair(delivery.eventId, delivery.endpointId), delivery]));
}

function acknowledgedArrives(history: History): Violation[] {
  const { requests, final } = history;
  const violations: Violation[] = [];
  const known = new Map(final.exports.map((made) => [made.eventId, made]));
  const arrived = byPair(history);
  const deliveries = originals(history);
  for (const { eventId, documentId, revision, requestedAt } of requests.acknowledged) {
    const what = `revision ${revision} of document ${documentId} (${eventId})`;
    const made = known.get(eventId);
    if (made?.documentId !== documentId || made.revision !== revision) {
      violations.push({ rule: 'lost', evidence: `${what} was acknowledged, and the API does not list it` });
      continue;
    }
    for (const endpoint of requests.endpoints) {
      if (endpoint.createdAt > requestedAt) continue;
      const key = pair(eventId, endpoint.id);
      if (arrived.get(key)?.some(wasTaken)) continue;
      if (deliveries.has(key)) continue; // what its state promises is judged by other rules
      violations.push({
        rule: 'lost',
        evidence: `${what} was never taken by endpoint ${endpoint.id} and has no delivery`,
      });
    }
  }
  return violations;
}

function everythingEnds({ final }: History): Violation[] {
  return final.deliveries
    .filter(({ state }) => state === 'pending' || state === 'delivering')
    .map(({ eventId, endpointId, state }) => ({
      rule: 'not-drained',
      evidence: `${pair(eventId, endpointId)} is still ${state}`,
    }));
}

function nothingIsInvented({ requests, arrivals, final }: History): Violation[] {
  const violations: Violation[] = [];
  const known = new Set(final.exports.map(({ eventId }) => eventId));
  for (const { id, endpointId } of arrivals) {
    if (!known.has(id))
      violations.push({
        rule: 'invented',
        evidence: `${pair(id, endpointId)} arrived, and the API lists no such export`,
      });
  }
  const acknowledged = new Set(requests.acknowledged.map(({ eventId }) => eventId));
  const unanswered = grouped(requests.unanswered, ({ documentId }) => String(documentId));
  const unclaimed = grouped(
    final.exports.filter(({ eventId }) => !acknowledged.has(eventId)),
    ({ documentId }) => String(documentId),
  );
  for (const [documentId, made] of unclaimed) {
    const askedFor = unanswered.get(documentId)?.length ?? 0;
    if (made.length > askedFor)
      violations.push({
        rule: 'invented',
        evidence: `document ${documentId} has ${made.length} exports that nobody got an answer for, after ${askedFor} such requests`,
      });
  }
  return violations;
}

function revisionsHaveNoGaps({ final }: History): Violation[] {
  const violations: Violation[] = [];
  for (const [documentId, made] of grouped(final.exports, (each) => String(each.documentId))) {
    const revisions = made.map(({ revision }) => revision).sort((a, b) => a - b);
    if (revisions.some((revision, index) => revision !== index + 1))
      violations.push({
        rule: 'revisions',
        evidence: `document ${documentId} has the revisions ${revisions.join(', ')}`,
      });
  }
  return violations;
}

function bodiesStayTheSame({ arrivals, final }: History): Violation[] {
  const violations: Violation[] = [];
  const known = new Map(final.exports.map((made) => [made.eventId, made]));
  const firstBodies = new Map<string, Buffer>();
  for (const { id, endpointId, body } of arrivals) {
    const first = firstBodies.get(id);
    if (first) {
      if (!body.equals(first))
        violations.push({ rule: 'body', evidence: `${pair(id, endpointId)} arrived with other bytes` });
      continue;
    }
    firstBodies.set(id, body);
    const made = known.get(id);
    if (made && !tellsOf(body, made))
      violations.push({ rule: 'body', evidence: `${pair(id, endpointId)} tells of another export` });
  }
  return violations;
}

function tellsOf(body: Buffer, made: { eventId: string; documentId: number; revision: number }): boolean {
  try {
    const told = JSON.parse(body.toString()) as { event_id: string; id: number; revision: number };
    return told.event_id === made.eventId && told.id === made.documentId && told.revision === made.revision;
  } catch {
    return false;
  }
}

/** Standard Webhooks 1.0. */
function signaturesHold({ requests, arrivals }: History): Violation[] {
  const secrets = new Map(requests.endpoints.map(({ id, secret }) => [id, secret]));
  return arrivals
    .filter((arrival) => !isSigned(arrival, secrets.get(arrival.endpointId) ?? ''))
    .map(({ id, endpointId }) => ({ rule: 'signature', evidence: pair(id, endpointId) }));
}

function isSigned({ id, timestamp, body, signature }: Arrival, secret: string): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const right = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
  return signature.split(' ').some((each) => {
    const [version, given = ''] = each.split(',');
    const bytes = Buffer.from(given, 'base64');
    return version === 'v1' && bytes.length === right.length && timingSafeEqual(bytes, right);
  });
}

/** Per document and endpoint, by the first arrival of each revision. What an operator sends again is outside it. */
function firstArrivalsAreInOrder({ requests, arrivals, final }: History): Violation[] {
  const violations: Violation[] = [];
  const known = new Map(final.exports.map((made) => [made.eventId, made]));
  const resent = new Map(requests.resent.map((each) => [pair(each.eventId, each.endpointId), each.at]));
  const seen = new Set<string>();
  const highest = new Map<string, number>();
  for (const { id, endpointId, isResend, at } of arrivals) {
    const made = known.get(id);
    const key = pair(id, endpointId);
    if (!made || isResend || seen.has(key) || at > (resent.get(key) ?? Infinity)) continue;
    seen.add(key);
    const line = `document ${made.documentId} at endpoint ${endpointId}`;
    const before = highest.get(line) ?? 0;
    if (made.revision < before)
      violations.push({
        rule: 'order',
        evidence: `${line}: revision ${made.revision} first arrived after revision ${before}`,
      });
    highest.set(line, Math.max(before, made.revision));
  }
  return violations;
}

/**
 * At least once is not twice for nothing: after a whole and timely 2xx the same event comes again only when the outcome
 * could be lost around that time, or when an operator wants it.
 */
function duplicatesHaveACause({
  arrivals,
  faults,
  settings: { leaseMs, timeoutMs },
  ...history
}: History): Violation[] {
  const violations: Violation[] = [];
  const taken = new Map<string, { at: number; answeredAt: number }>();
  const resent = grouped(history.requests.resent, (each) => pair(each.eventId, each.endpointId));
  for (const arrival of arrivals) {
    const { id, endpointId, at, answeredAt, isResend } = arrival;
    const key = pair(id, endpointId);
    const before = taken.get(key);
    if (before && before.answeredAt < at && !isResend && !resent.get(key)?.some((each) => each.at < at)) {
      const cause = faults.find(
        ({ losesOutcomes, from, to }) =>
          losesOutcomes &&
          to >= before.at - timeoutMs &&
          from <= Math.min(at, before.answeredAt + leaseMs + timeoutMs),
      );
      if (!cause)
        violations.push({
          rule: 'duplicate',
          evidence: `${key} came again ${((at - before.answeredAt) / 1000).toFixed(2)} s after a complete 2xx`,
        });
    }
    // An answer in the last half of the timeout may have been late for a busy sender.
    if (wasTaken(arrival) && answeredAt !== null && answeredAt - at < timeoutMs / 2) {
      taken.set(key, { at, answeredAt });
    }
  }
  return violations;
}

function deliveredWasAnswered(history: History): Violation[] {
  const arrived = byPair(history);
  return [...originals(history)]
    .filter(([key, { state }]) => state === 'delivered' && !arrived.get(key)?.some(wasTaken))
    .map(([key]) => ({
      rule: 'delivered-unanswered',
      evidence: `${key} is delivered, and no arrival was answered with 2xx`,
    }));
}

function theLedgerBalances({ final }: History): Violation[] {
  if (final.ledger.balanced) return [];
  return [{ rule: 'ledger', evidence: JSON.stringify(final.ledger) }];
}
