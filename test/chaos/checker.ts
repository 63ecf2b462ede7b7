import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  DELIVERY_STATES,
  grouped,
  overlap,
  pair,
  wasTaken,
  type Arrival,
  type EndpointRecord,
  type FinalDelivery,
  type FinalExport,
  type FinalReplay,
  type History,
  type Span,
} from './history.js';
import { limitsAreKept } from './limits-are-kept.js';
import type { Violation } from './violation.js';

/** What the contract promises, applied to what happened. It shares no code with the service. */
export function check(history: History): Violation[] {
  return [
    ...acknowledgedArrives(history),
    ...everythingEnds(history),
    ...supersededHasASuccessor(history),
    ...cancelledStaysSo(history),
    ...nothingIsInvented(history),
    ...copiesWereAskedFor(history),
    ...replaysDoWhatTheySay(history),
    ...revisionsHaveNoGaps(history),
    ...bodiesStayTheSame(history),
    ...refsAreVerbatim(history),
    ...signaturesHold(history),
    ...targetsAreThoseOfThen(history),
    ...firstArrivalsAreInOrder(history),
    ...duplicatesHaveACause(history),
    ...offlineIsSilent(history),
    ...deletedIsSilent(history),
    ...limitsAreKept(history),
    ...deliveredWasAnswered(history),
    ...theLedgerBalances(history),
    ...history.requests.complaints.map((evidence): Violation => ({ rule: 'complaint', evidence })),
  ];
}

/** A send may start as late as its lease allows, with what was true when it was claimed, and takes its time. */
const longestSendMs = ({ settings }: History): number => settings.leaseMs + settings.timeoutMs;

const byPair = ({ arrivals }: History): Map<string, Arrival[]> =>
  grouped(arrivals, ({ id, endpointId }) => pair(id, endpointId));

const deletions = ({ requests }: History): Map<number, Span> =>
  new Map(requests.endpoints.flatMap(({ id, deleted }) => (deleted ? [[id, deleted]] : [])));

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
  for (const { eventId, documentId, revision, requestedAt, answeredAt } of requests.acknowledged) {
    const what = `revision ${revision} of document ${documentId} (${eventId})`;
    const made = known.get(eventId);
    if (made?.documentId !== documentId || made.revision !== revision) {
      violations.push({ rule: 'lost', evidence: `${what} was acknowledged, and the API does not list it` });
      continue;
    }
    for (const { id, createdAt, deleted } of requests.endpoints) {
      const key = pair(eventId, id);
      if (deleted && deleted.to < requestedAt && deliveries.has(key))
        violations.push({ rule: 'invented', evidence: `${key}: that endpoint was deleted before` });
      if (createdAt > requestedAt || (deleted && deleted.from < answeredAt)) continue;
      if (arrived.get(key)?.some(wasTaken)) continue;
      if (deliveries.has(key)) continue; // what its state promises is judged by other rules
      violations.push({
        rule: 'lost',
        evidence: `${what} was never taken by endpoint ${id} and has no delivery`,
      });
    }
  }
  return violations;
}

/** What is parked was sent again in the end, and went out. */
function everythingEnds({ requests, final }: History): Violation[] {
  const deliveries = final.deliveries
    .filter(({ state }) => ['pending', 'delivering', 'parked'].includes(state))
    .map(
      ({ eventId, endpointId, state, reason }) =>
        `${pair(eventId, endpointId)} is still ${state}${reason ? ` (${reason})` : ''}`,
    );
  const deleted = new Set(requests.endpoints.filter((each) => each.deleted).map(({ id }) => id));
  const cancelled = new Set(requests.replayed.filter((each) => each.isCancelled).map(({ id }) => id));
  const replays = final.replays
    .filter(
      ({ id, endpointId, state }) =>
        state !== 'done' && !(state === 'cancelled' && (cancelled.has(id) || deleted.has(endpointId))),
    )
    .map(({ id, endpointId, state }) => `replay ${id} to endpoint ${endpointId} is ${state}`);
  return [...deliveries, ...replays].map((evidence) => ({ rule: 'not-drained', evidence }));
}

/** A later revision of the document was delivered there, or would have been, had nobody deleted or cancelled. */
function supersededHasASuccessor(history: History): Violation[] {
  const { final } = history;
  const violations: Violation[] = [];
  const known = new Map(final.exports.map((made) => [made.eventId, made]));
  const deleted = deletions(history);
  const highest = new Map<string, number>();
  const line = (documentId: number, endpointId: number): string => `${documentId} ${endpointId}`;
  for (const { eventId, endpointId, state } of originals(history).values()) {
    const made = known.get(eventId);
    // One that an operator has cancelled was to be delivered.
    if (!made || !(state === 'delivered' || state === 'cancelled')) continue;
    const key = line(made.documentId, endpointId);
    highest.set(key, Math.max(made.revision, highest.get(key) ?? 0));
  }
  for (const { eventId, endpointId, state } of final.deliveries) {
    const made = known.get(eventId);
    if (!made || state !== 'superseded' || deleted.has(endpointId)) continue;
    if ((highest.get(line(made.documentId, endpointId)) ?? 0) <= made.revision)
      violations.push({
        rule: 'superseded',
        evidence: `${pair(eventId, endpointId)}: no later revision of document ${made.documentId} was delivered`,
      });
  }
  return violations;
}

/**
 * With its endpoint, or by an operator. Nothing of it is under way when that is acknowledged, and later its event comes
 * only as another delivery, which somebody wants.
 */
function cancelledStaysSo(history: History): Violation[] {
  const { requests, final } = history;
  const violations: Violation[] = [];
  const complain = (evidence: string): void => void violations.push({ rule: 'cancelled', evidence });
  const arrived = byPair(history);
  const deleted = deletions(history);
  const asked = new Set(requests.cancelled.map(({ deliveryId }) => deliveryId));
  const deliveries = new Map(final.deliveries.map((delivery) => [delivery.id, delivery]));
  for (const { id, eventId, endpointId, state, reason } of final.deliveries) {
    if (state !== 'cancelled') continue;
    if (reason === 'endpoint_deleted' ? !deleted.has(endpointId) : !asked.has(id))
      complain(`${pair(eventId, endpointId)} (${reason}), and nobody asked for that`);
  }
  for (const { deliveryId, eventId, endpointId, answeredAt } of requests.cancelled) {
    if (answeredAt === null) continue;
    const key = pair(eventId, endpointId);
    const state = deliveries.get(deliveryId)?.state;
    if (state !== 'cancelled') complain(`${key} is ${state} though its cancellation was acknowledged`);
    const another = final.deliveries.some(
      (each) =>
        each.id !== deliveryId && each.resendOf !== null && pair(each.eventId, each.endpointId) === key,
    );
    for (const { isResend, at } of arrived.get(key) ?? []) {
      if (at > answeredAt && !(isResend && another))
        complain(`${key} came ${((at - answeredAt) / 1000).toFixed(2)} s after it was cancelled`);
    }
  }
  return violations;
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

const isAbout = (replay: FinalReplay, made: FinalExport, endpointId: number): boolean =>
  replay.endpointId === endpointId && made.at >= replay.since && made.at < replay.until;

/**
 * One further delivery at the most for each resend and for each replay of its event, however often a step of a replay
 * is tried; and nothing is called a resend that is none.
 */
function copiesWereAskedFor(history: History): Violation[] {
  const { requests, arrivals, final } = history;
  const violations: Violation[] = [];
  const invented = (evidence: string): void => void violations.push({ rule: 'invented', evidence });
  const resent = grouped(requests.resent, ({ eventId, endpointId }) => pair(eventId, endpointId));
  const made = new Map(final.exports.map((each) => [each.eventId, each]));
  const createdAfter = new Map(requests.endpoints.map(({ id, requestedAt }) => [id, requestedAt]));
  const answeredAt = new Map(requests.acknowledged.map((each) => [each.eventId, each.answeredAt]));
  const deliveries = grouped(final.deliveries, ({ eventId, endpointId }) => pair(eventId, endpointId));
  for (const [key, all] of deliveries) {
    const { eventId, endpointId } = all[0]!;
    const event = made.get(eventId);
    const replays = event ? final.replays.filter((replay) => isAbout(replay, event, endpointId)) : [];
    const copies = all.filter(({ resendOf }) => resendOf !== null).length;
    const asked = (resent.get(key)?.length ?? 0) + replays.length;
    if (copies > asked) invented(`${key} has ${copies} further deliveries, and ${asked} were asked for`);
    if (all.length - copies > 1) invented(`${key} has ${all.length - copies} deliveries that are no resend`);
    if (
      (answeredAt.get(eventId) ?? Infinity) < (createdAfter.get(endpointId) ?? -Infinity) &&
      !replays.some(({ includeMissing }) => includeMissing)
    )
      invented(`${key}: the endpoint came later, and nobody asked for what it had missed`);
  }
  // What waited or was parked when it was asked for is sent again as the delivery that it is.
  const asked = askedBefore(history);
  for (const arrival of arrivals) {
    if (!arrival.isResend) continue;
    const key = pair(arrival.id, arrival.endpointId);
    const { resends, replays } = asked(arrival);
    const isCopy = deliveries.get(key)?.some(({ resendOf }) => resendOf !== null);
    if (!isCopy && resends === 0 && !replays.some(({ states }) => states.includes('parked')))
      invented(`${key} came as a resend, and nobody asked for one`);
  }
  return violations;
}

/** A replay is kept once it is acknowledged, is one that was asked for, and all that it is surely about comes again. */
function replaysDoWhatTheySay(history: History): Violation[] {
  const { requests, final } = history;
  const violations: Violation[] = [];
  const complain = (evidence: string): void => void violations.push({ rule: 'replayed', evidence });
  const replays = new Map(final.replays.map((replay) => [replay.id, replay]));
  const made = new Map(final.exports.map((each) => [each.eventId, each]));
  const deleted = deletions(history);
  const arrived = byPair(history);
  const cancelled = grouped(requests.cancelled, ({ eventId, endpointId }) => pair(eventId, endpointId));
  const deliveries = grouped(final.deliveries, ({ eventId, endpointId }) => pair(eventId, endpointId));
  for (const [endpointId, known] of grouped(final.replays, (each) => String(each.endpointId))) {
    const asked = requests.replayed.filter((each) => String(each.endpointId) === endpointId).length;
    if (known.length > asked)
      complain(`endpoint ${endpointId} has ${known.length} replays, and ${asked} were asked for`);
  }
  for (const { id, endpointId, at, finished } of requests.replayed) {
    if (id === null) continue;
    const replay = replays.get(id);
    if (!replay) {
      complain(`replay ${id} to endpoint ${endpointId} was acknowledged, and the API does not list it`);
      continue;
    }
    if (replay.state !== 'done' || deleted.has(endpointId)) continue;
    const events = new Set(finished);
    const about = [...events].filter((eventId) => {
      const event = made.get(eventId);
      return event && isAbout(replay, event, endpointId);
    });
    if (replay.done < about.length)
      complain(`replay ${id} is done with ${replay.done} events of at least ${about.length}`);
    for (const eventId of about) {
      const key = pair(eventId, endpointId);
      if (cancelled.get(key)?.some(({ answeredAt }) => answeredAt === null || answeredAt > at)) continue;
      if (!arrived.get(key)?.some((arrival) => arrival.at > at && wasTaken(arrival)))
        complain(`${key} has not come again though replay ${id} is done`);
    }
    if (!replay.includeMissing) continue;
    // Whenever they were committed: those that came behind the replay, too.
    for (const event of final.exports) {
      const key = pair(event.eventId, endpointId);
      if (isAbout(replay, event, endpointId) && !deliveries.has(key))
        complain(`${key} is missing still though replay ${id} is done`);
    }
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

/** Whatever a user has written stands in the body byte for byte. */
function refsAreVerbatim({ requests, arrivals, final }: History): Violation[] {
  const documentOf = new Map(final.exports.map(({ eventId, documentId }) => [eventId, documentId]));
  const written = grouped(requests.refs, ({ documentId }) => String(documentId));
  const name = '"external_refs":';
  return arrivals
    .filter(({ id, body }) => {
      const documentId = documentOf.get(id);
      if (documentId === undefined) return false;
      const text = body.toString('latin1');
      const rest = text.slice(text.indexOf(name) + name.length);
      const known = ['{}', ...(written.get(String(documentId)) ?? []).map((each) => each.text)];
      return !known.some((each) => rest.startsWith(`${each},`) || rest.startsWith(`${each}}`));
    })
    .map(({ id, endpointId }) => ({
      rule: 'refs',
      evidence: `${pair(id, endpointId)} has external_refs that nobody has written`,
    }));
}

/**
 * Standard Webhooks 1.0. Whoever has changed over to a new secret and whoever has not must both be able to verify, as
 * long as the overlap lasts; nothing else may sign.
 */
function signaturesHold(history: History): Violation[] {
  const endpoints = new Map(history.requests.endpoints.map((each) => [each.id, each]));
  return history.arrivals.flatMap((arrival): Violation[] => {
    const flaw = flawOfSignature(arrival, endpoints.get(arrival.endpointId), longestSendMs(history));
    return flaw ? [{ rule: 'signature', evidence: `${pair(arrival.id, arrival.endpointId)}: ${flaw}` }] : [];
  });
}

function flawOfSignature(
  arrival: Arrival,
  endpoint: EndpointRecord | undefined,
  longestMs: number,
): string | undefined {
  if (!endpoint) return 'nobody knows the endpoint';
  const claimed = { from: arrival.at - longestMs, to: arrival.at };
  const signers = endpoint.secrets.filter(({ secret }) => isSigned(arrival, secret));
  const sure = endpoint.secrets.filter(
    ({ surelyFrom, surelyUntil }) => surelyFrom <= claimed.from && claimed.to <= surelyUntil,
  );
  const missing = sure.find((each) => !signers.includes(each));
  if (missing) return `the secret number ${endpoint.secrets.indexOf(missing) + 1} did not sign`;
  if (signers.some(({ from, until }) => overlap({ from, to: until }, claimed))) return undefined;
  if (endpoint.secretUnknown.some((span) => overlap(span, claimed))) return undefined;
  return signers.length > 0 ? 'it is that of a secret whose time is over' : 'it is that of no secret';
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

/** URL and auth are read when it is sent: those of a time at which it may have been claimed. */
function targetsAreThoseOfThen(history: History): Violation[] {
  const endpoints = new Map(history.requests.endpoints.map((each) => [each.id, each]));
  return history.arrivals.flatMap((arrival) => {
    const { id, endpointId, at } = arrival;
    const claimed = { from: at - longestSendMs(history), to: at };
    const settings = endpoints.get(endpointId)?.settings;
    return (['url', 'auth'] as const)
      .filter((name) => {
        const known = settings?.[name].filter((setting) => overlap(setting, claimed)) ?? [];
        return !known.some(({ value }) => value === arrival[name]);
      })
      .map((name): Violation => ({
        rule: 'target',
        evidence: `${pair(id, endpointId)} came with ${name} ${arrival[name] || 'none'}, which was not in force`,
      }));
  });
}

/**
 * Those by which an operator wanted an event to be sent to an endpoint, before it came. A replay that nobody knows may
 * be any that nobody got an answer for.
 */
function askedBefore({
  requests,
  final,
}: History): (arrival: Arrival) => { resends: number; replays: FinalReplay[] } {
  const resent = grouped(requests.resent, ({ eventId, endpointId }) => pair(eventId, endpointId));
  const made = new Map(final.exports.map((each) => [each.eventId, each]));
  const askedAt = new Map(requests.replayed.map((each) => [each.id, each.at]));
  const unanswered = requests.replayed.filter((each) => each.id === null);
  const unansweredAt = Math.min(...unanswered.map((each) => each.at));
  return ({ id, endpointId, at }) => {
    const event = made.get(id);
    return {
      resends: (resent.get(pair(id, endpointId)) ?? []).filter((each) => each.at < at).length,
      replays: final.replays.filter(
        (replay) =>
          event && isAbout(replay, event, endpointId) && (askedAt.get(replay.id) ?? unansweredAt) < at,
      ),
    };
  };
}

/**
 * Per document and endpoint, by the first arrival of each revision. What an operator sends again is outside it; what a
 * replay sends because it was missing is not.
 */
function firstArrivalsAreInOrder(history: History): Violation[] {
  const violations: Violation[] = [];
  const known = new Map(history.final.exports.map((made) => [made.eventId, made]));
  const asked = askedBefore(history);
  const isWanted = (arrival: Arrival): boolean => {
    if (arrival.isResend) return true;
    const { resends, replays } = asked(arrival);
    return resends > 0 || replays.some(({ states }) => states.includes('parked'));
  };
  const seen = new Set<string>();
  const highest = new Map<string, number>();
  for (const arrival of history.arrivals) {
    const { id, endpointId } = arrival;
    const made = known.get(id);
    const key = pair(id, endpointId);
    if (!made || seen.has(key) || isWanted(arrival)) continue;
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
 * could not be written at once, or once, marked as a resend, for each time that an operator wants it. An outcome may be
 * lost later, but only when something was in its way at first.
 */
function duplicatesHaveACause(history: History): Violation[] {
  const { arrivals, faults, stalls, settings } = history;
  const settledMs = settings.timeoutMs;
  const violations: Violation[] = [];
  const taken = new Map<string, { at: number; answeredAt: number; isResend: boolean }>();
  const asked = askedBefore(history);
  const causes: Span[] = [...faults.filter(({ losesOutcomes }) => losesOutcomes), ...stalls];
  /** Resends that have ended, as far as is known. */
  const ended = new Map<string, number>();
  const count = (key: string, by: number): unknown => ended.set(key, (ended.get(key) ?? 0) + by);
  const isWanted = (arrival: Arrival): boolean => {
    const { resends, replays } = asked(arrival);
    const before = ended.get(pair(arrival.id, arrival.endpointId)) ?? 0;
    return arrival.isResend && before < resends + replays.length;
  };
  for (const arrival of arrivals) {
    const { id, endpointId, at, answeredAt, isResend } = arrival;
    const key = pair(id, endpointId);
    const before = taken.get(key);
    if (before && before.answeredAt < at) {
      const unwritten = {
        from: before.at - settings.timeoutMs - settledMs,
        to: Math.min(at, before.answeredAt + settledMs),
      };
      if (causes.some((cause) => overlap(cause, unwritten))) count(key, before.isResend ? -1 : 0);
      else if (!isWanted(arrival))
        violations.push({
          rule: 'duplicate',
          evidence: `${key} came again ${((at - before.answeredAt) / 1000).toFixed(2)} s after a complete 2xx`,
        });
    }
    // An answer in the last half of the timeout may have been late for a busy sender.
    if (wasTaken(arrival) && answeredAt !== null && answeredAt - at < settings.timeoutMs / 2) {
      taken.set(key, { at, answeredAt, isResend });
      if (isResend) count(key, 1);
    }
  }
  return violations;
}

/** While delivery is held back nothing is claimed; what was, is sent at once, unless its process stood still. */
function offlineIsSilent({ requests, arrivals, faults, stalls, settings }: History): Violation[] {
  const standstills = [...faults.filter(({ kind }) => kind === 'freeze'), ...stalls];
  return requests.offline.flatMap(({ from, to }) =>
    arrivals
      .filter(({ at }) => at > from + settings.timeoutMs && at < to)
      .filter(({ at }) => !standstills.some((span) => overlap(span, { from, to: at })))
      .map(({ id, endpointId, at }) => ({
        rule: 'offline' as const,
        evidence: `${pair(id, endpointId)} came ${((at - from) / 1000).toFixed(2)} s after all was held back`,
      })),
  );
}

function deletedIsSilent(history: History): Violation[] {
  const deleted = deletions(history);
  return history.arrivals
    .filter(({ endpointId, at }) => at > (deleted.get(endpointId)?.to ?? Infinity) + longestSendMs(history))
    .map(({ id, endpointId }) => ({ rule: 'deleted', evidence: pair(id, endpointId) }));
}

function deliveredWasAnswered(history: History): Violation[] {
  const arrived = byPair(history);
  return history.final.deliveries
    .filter(({ state, eventId, endpointId, resendOf }) => {
      const answers = arrived.get(pair(eventId, endpointId)) ?? [];
      return (
        state === 'delivered' &&
        !answers.some((each) => wasTaken(each) && (resendOf === null || each.isResend))
      );
    })
    .map(({ eventId, endpointId, resendOf }) => ({
      rule: 'delivered-unanswered',
      evidence: `${pair(eventId, endpointId)}${resendOf ? ', a resend,' : ''} is delivered, and no arrival was answered with 2xx`,
    }));
}

/** In itself, and with the deliveries that the API lists. */
function theLedgerBalances({ requests, final }: History): Violation[] {
  const { ledger } = final;
  const violations: Violation[] = [];
  const complain = (evidence: string): void => void violations.push({ rule: 'ledger', evidence });
  if (!ledger.balanced) complain('it says that it is not balanced');
  if (ledger.eventsWithoutEndpoint > 0) complain(`${ledger.eventsWithoutEndpoint} events have no endpoint`);
  const items = new Map(ledger.items.map((item) => [item.endpointId, item]));
  for (const { id } of requests.endpoints) {
    const item = items.get(id);
    if (!item) {
      complain(`endpoint ${id} is not in it`);
      continue;
    }
    const listed = final.deliveries.filter(({ endpointId }) => endpointId === id);
    if (item.accepted !== listed.length)
      complain(`endpoint ${id} was to get ${item.accepted}, and ${listed.length} deliveries are listed`);
    for (const state of DELIVERY_STATES) {
      const count = listed.filter((delivery) => delivery.state === state).length;
      if (item[state] !== count)
        complain(`endpoint ${id} has ${item[state]} ${state}, and ${count} are listed`);
    }
  }
  return violations;
}
