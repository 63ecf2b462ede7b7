import {
  grouped,
  overlap,
  pair,
  wasTaken,
  type Arrival,
  type EndpointRecord,
  type History,
  type Look,
  type Span,
} from './history.js';
import type { Violation } from './violation.js';

/** A receiver may notice so late that a connection was closed, and send the next request first. */
const NOTICED_MS = 300;
/** Of the body of an answer. */
const READ_MS = 1000;
/** Between two looks at what lost its worker. */
const SWEEP_MS = 1000;
/** How exactly a time of the API's is told. */
const CLOCK_MS = 500;

/** A request that was surely under way in this span. */
interface Flight extends Span {
  arrival: Arrival;
}

/**
 * What a receiver can take: a pause, one request at a time while its breaker is open and after a pause, and
 * `max_in_flight`. And what all workers may have under way.
 */
export function limitsAreKept(history: History): Violation[] {
  const arrivals = grouped(history.arrivals, ({ endpointId }) => endpointId);
  const ofEndpoints = history.requests.endpoints.flatMap((endpoint) => {
    const here = arrivals.get(endpoint.id) ?? [];
    const flights = flightsOf(here, history);
    return [
      ...pausesAreKept(endpoint, here, flights, history),
      ...probesAreAlone(endpoint, here, flights, history),
      ...maxInFlightIsKept(endpoint, flights, history),
    ];
  });
  return [...ofEndpoints, ...maxInFlightOfAllIsKept(history)];
}

/** Pauses in which a request would have been seen, and pauses after which one was seen to come first. */
export function judgedPauses(history: History): { kept: number; probed: number } {
  const arrivals = grouped(history.arrivals, ({ endpointId }) => endpointId);
  const of = history.requests.endpoints.map((endpoint) => {
    const here = arrivals.get(endpoint.id) ?? [];
    const probed = probesOf(endpoint, here, flightsOf(here, history), history).filter(
      ({ state, probes }) => state === 'paused' && probes.length > 0,
    );
    return { kept: pausesOf(endpoint, here, history).length, probed: probed.length };
  });
  const sum = (name: 'kept' | 'probed'): number => of.reduce((all, each) => all + each[name], 0);
  return { kept: sum('kept'), probed: sum('probed') };
}

/** A send starts only while its lease lasts for it. */
const claimedMs = ({ settings }: History): number => settings.leaseMs - settings.timeoutMs;

/**
 * Nobody waits longer than the timeout for headers and then a second for the body: what lasts longer belongs to a
 * process that stands still, whose lease has ended then, so that others may send. When such a process goes on, it may
 * send what it was about to: that is left out.
 */
function flightsOf(arrivals: readonly Arrival[], { faults, stalls, settings }: History): Flight[] {
  const goesOn = faults
    .filter(({ kind }) => kind === 'freeze')
    .map(({ to }) => ({ from: to - NOTICED_MS, to: to + settings.timeoutMs }));
  const left = [...goesOn, ...stalls.map(({ from, to }) => ({ from, to: to + NOTICED_MS }))];
  return arrivals
    .filter(({ at }) => !left.some((span) => overlap(span, { from: at, to: at })))
    .map((arrival) => {
      const { at, answeredAt, endedAt } = arrival;
      const ended = answeredAt ?? (endedAt === null ? Infinity : endedAt - NOTICED_MS);
      return { arrival, from: at, to: Math.min(ended, at + settings.timeoutMs + READ_MS) };
    });
}

function maxInFlightIsKept(
  { id, settings: { maxInFlight } }: EndpointRecord,
  flights: readonly Flight[],
  history: History,
): Violation[] {
  return flights.flatMap((flight) => {
    const { from: now } = flight;
    const together = togetherWith(flight, flights);
    const since = Math.min(...together.map(({ from }) => from)) - claimedMs(history);
    const inForce = maxInFlight.filter((setting) => overlap(setting, { from: since, to: now }));
    const most = Math.max(...inForce.map(({ value }) => value));
    if (together.length <= most) return [];
    const evidence = `endpoint ${id} had ${together.length} requests under way, and ${most} were allowed`;
    return [{ rule: 'in-flight', evidence }];
  });
}

/** A process that was killed keeps its slots for as long as its requests may last, so that no fault is an excuse. */
function maxInFlightOfAllIsKept(history: History): Violation[] {
  const most = history.settings.maxInFlightOfAll;
  if (most === 0) return [];
  const flights = flightsOf(history.arrivals, history);
  return flights.flatMap((flight) => {
    const together = togetherWith(flight, flights).length;
    if (together <= most) return [];
    return [{ rule: 'in-flight', evidence: `${together} requests were under way, and ${most} were allowed` }];
  });
}

/** Those that are under way when it comes, itself included. */
const togetherWith = (flight: Flight, flights: readonly Flight[]): Flight[] =>
  flights.filter((each) => each === flight || (each.from <= flight.from && flight.from < each.to));

function probesAreAlone(
  endpoint: EndpointRecord,
  arrivals: readonly Arrival[],
  flights: readonly Flight[],
  history: History,
): Violation[] {
  const found = new Map<Arrival, Look['state']>();
  for (const { state, probes } of probesOf(endpoint, arrivals, flights, history)) {
    for (const [index, probe] of probes.entries()) {
      if (probes.slice(0, index).some((other) => probe.from < other.to)) found.set(probe.arrival, state);
    }
  }
  return [...found].map(([arrival, state]) => ({
    rule: 'probe',
    evidence: `${pair(arrival.id, endpoint.id)} came while another probe was under way, and the endpoint was ${state}`,
  }));
}

/**
 * From what was claimed before the API said that it is shut to the first thing that may have opened it again: while its
 * breaker is open a success, after a pause any answer that does not ask for another one.
 */
function probesOf(
  { id, enabled }: EndpointRecord,
  arrivals: readonly Arrival[],
  flights: readonly Flight[],
  history: History,
): { state: Look['state']; probes: Flight[] }[] {
  const ends = {
    open: arrivals.filter(wasTaken).map((arrival) => ({ from: arrival.at, to: knownBy(arrival, history) })),
    paused: arrivals
      .filter((arrival) => !asksToWait(arrival))
      .map((arrival) => ({ from: arrival.answeredAt ?? arrival.at, to: writtenBy(arrival, history) })),
  };
  return shutTimes(id, arrivals, history).map(({ state, from: since, to: until }) => {
    const from = since + claimedMs(history);
    const to = firstOf([...ends[state], ...enabled], until);
    return { state, probes: flights.filter((flight) => flight.from > from && flight.from < to) };
  });
}

/**
 * From the answer to the first look to the last look. Between two looks it was not opened when they tell the same time
 * of the next probe, or when nothing may have begun another pause.
 */
function shutTimes(
  id: number,
  arrivals: readonly Arrival[],
  history: History,
): (Span & { state: Look['state'] })[] {
  const begun = arrivals
    .filter(asksToWait)
    .map((arrival) => ({ from: arrival.at, to: writtenBy(arrival, history) }));
  const times: (Span & { state: Look['state'] })[] = [];
  let before: Look | undefined;
  for (const look of history.requests.looks) {
    if (look.endpointId !== id) continue;
    const between = { from: before?.from ?? 0, to: look.to };
    const goesOn =
      before?.state === look.state &&
      (before.nextProbe === look.nextProbe ||
        (look.state === 'paused' && !begun.some((span) => overlap(span, between))));
    if (goesOn) times.at(-1)!.to = look.from;
    else times.push({ state: look.state, from: look.to, to: look.from });
    before = look;
  }
  return times;
}

function pausesAreKept(
  endpoint: EndpointRecord,
  arrivals: readonly Arrival[],
  flights: readonly Flight[],
  history: History,
): Violation[] {
  const pauses = pausesOf(endpoint, arrivals, history);
  return flights
    .filter(({ from: now }) => pauses.some(({ from, to }) => from < now && now < to))
    .map(({ arrival }) => ({
      rule: 'pause',
      evidence: `${pair(arrival.id, endpoint.id)} came while it was to wait`,
    }));
}

/**
 * As long as the API says, and where no fault comes between the answer and its being written, as long as the receiver
 * has asked for: until somebody enables the endpoint, or tells another address or auth of it. Of several answers the
 * one that is written last counts.
 */
function pausesOf(
  { id, enabled, settings: { url, auth } }: EndpointRecord,
  arrivals: readonly Arrival[],
  history: History,
): Span[] {
  const begun = [...enabled, ...changesOf(url), ...changesOf(auth)];
  const asked = arrivals.flatMap((arrival) => {
    const { answeredAt: at, retryAfterMs: ms } = arrival;
    return asksToWait(arrival) && at !== null && ms !== null ? [{ arrival, at, ms }] : [];
  });
  /** Where an answer that may be written later asks for less. */
  const shortened = (since: number, until: number): number => {
    const shorter = asked.filter(
      (each) => knownBy(each.arrival, history) > since && Math.max(each.at, since) + each.ms < until,
    );
    return Math.min(until, ...shorter.map(({ at, ms }) => Math.max(at, since) + ms));
  };
  const noted = asked
    .filter(({ arrival }) => !mayBeWrittenLate(arrival, history))
    .map(({ arrival, at, ms }) => ({
      from: arrival.at,
      at,
      to: soonAfter(arrival, history),
      until: at + ms,
    }));
  return [
    ...looksAt(id, 'paused', history).map(({ from, to, nextProbeAt }) => ({
      ...{ from, at: from, to, until: nextProbeAt - CLOCK_MS },
    })),
    ...noted,
  ]
    .map(({ from, at, to, until }) => ({
      from: to + claimedMs(history),
      to: Math.min(shortened(at, until), firstOf(begun, from)),
    }))
    .filter(({ from, to }) => from < to);
}

/** From the request to the answer. */
const changesOf = (settings: readonly Span[]): Span[] =>
  settings.slice(1).map(({ from }, index) => ({ from, to: settings[index]!.to }));

const asksToWait = ({ status, retryAfterMs }: Arrival): boolean =>
  status === 429 || (status === 503 && retryAfterMs !== null);

const looksAt = (id: number, state: Look['state'], { requests }: History): Look[] =>
  requests.looks.filter((look) => look.endpointId === id && look.state === state);

/** When the first of these begins that may have an effect after that time. */
const firstOf = (spans: readonly Span[], after: number): number =>
  Math.min(...spans.filter(({ to }) => to >= after).map(({ from }) => from));

/** The answer is there, or is waited for no longer, and then it is written, if nothing is in the way. */
const soonAfter = ({ at, answeredAt }: Arrival, { settings }: History): number =>
  (answeredAt ?? at + settings.timeoutMs) + settings.timeoutMs;

function mayBeWrittenLate(arrival: Arrival, history: History): boolean {
  const span = { from: arrival.at, to: soonAfter(arrival, history) };
  const causes = [...history.faults.filter(({ losesOutcomes }) => losesOutcomes), ...history.stalls];
  return causes.some((cause) => overlap(cause, span));
}

const writtenBy = (arrival: Arrival, history: History): number =>
  mayBeWrittenLate(arrival, history) ? knownBy(arrival, history) : soonAfter(arrival, history);

/**
 * By when an outcome is written, or never: with the end of its lease others take over, as soon as the database is there
 * and nobody who stands still has it locked.
 */
function knownBy({ at }: Arrival, { faults, stalls, settings }: History): number {
  let by = at + settings.leaseMs + SWEEP_MS + settings.timeoutMs;
  const inTheWay = [...faults.filter(({ kind }) => kind === 'freeze' || kind === 'crash'), ...stalls];
  for (const { from, to } of inTheWay.sort((a, b) => a.from - b.from)) {
    if (from <= by) by = Math.max(by, to + settings.timeoutMs);
  }
  return by;
}
