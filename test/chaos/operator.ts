import { setTimeout as pause } from 'node:timers/promises';
import type { Api } from './api.js';
import type { Dice } from './dice.js';
import type { EndpointRecord, EndpointSettings, ReplayRequest, Requests, Setting, Span } from './history.js';
import type { Receivers } from './receivers.js';
import { rest } from './rest.js';

interface Delivery {
  id: string;
  event_id: string;
  endpoint_id: number;
  state: string;
}
interface Endpoint {
  id: number;
  state: string;
  state_reason: string | null;
}

type Acts = Record<string, (dice: Dice, over: AbortSignal) => Promise<void>>;

const DEFAULT_MAX_IN_FLIGHT = 16;
/** In one go. */
const CANCELLATIONS = 5;
const OFFLINE_MS: [number, number] = [3000, 4500];
/** Endpoints that come and go. */
const MOST_PASSING = 4;
/** The expiry is by the clock of a service. */
const CLOCK_MS = 500;
/** What a replay can be asked for. */
const FINISHED = ['delivered', 'parked', 'superseded', 'cancelled'];
/** When no endpoint takes a replay. */
const REFUSED_MS = 200;

/** Interferes all the while, and remembers what must be true from when on. */
export class Operator {
  /** How often each thing was done. */
  readonly done = new Map<string, number>();

  /** Of endpoints: one after the other, so that it is known what is in force. */
  readonly #changes: Acts = {
    edit: (dice) => this.edit(dice),
    move: (dice) => this.move(dice),
    'change auth': (dice) => this.changeAuth(dice),
    switch: (dice, over) => this.switch(dice, over),
    rotate: (dice) => this.rotate(dice),
    revive: () => this.revive(),
    create: () => this.create(),
    delete: (dice) => this.delete(dice),
  };
  readonly #deliveries: Acts = {
    cancel: (dice) => this.cancel(dice),
    'cancel again': (dice) => this.cancel(dice),
    resend: (dice) => this.resendOne(dice),
    'resend again': (dice) => this.resendOne(dice),
    offline: (dice) => this.offline(dice),
  };
  readonly #replays: Acts = {
    replay: async (dice) => void (await this.replay(dice)),
    'replay and interfere': (dice, over) => this.replayAndInterfere(dice, over),
  };

  constructor(
    private readonly api: Api,
    private readonly receivers: Receivers,
    private readonly requests: Requests,
    private readonly dice: Dice,
  ) {}

  /** Several, each with a kind of acts. */
  async run(over: AbortSignal): Promise<void> {
    await Promise.all([
      this.perform(this.#changes, this.dice, over),
      this.perform(this.#deliveries, this.dice.of('deliveries'), over),
      this.perform(this.#replays, this.dice.of('replays'), over),
    ]);
  }

  /** All of it in every round, and one round at least. */
  private async perform(acts: Acts, dice: Dice, over: AbortSignal): Promise<void> {
    for (let round = 0; ; round++) {
      for (const name of dice.shuffled(Object.keys(acts))) {
        await rest(dice.between(200, 800), over);
        if (over.aborted && round > 0) return;
        await acts[name]?.(dice, over);
        this.done.set(name, (this.done.get(name) ?? 0) + 1);
      }
    }
  }

  /** Sends a delivery again, and remembers it, also when nobody knows whether it was done. */
  async resend({
    id,
    event_id: eventId,
    endpoint_id: endpointId,
  }: Pick<Delivery, 'id' | 'event_id' | 'endpoint_id'>): Promise<void> {
    const at = performance.now();
    const { kind } = await this.api.send('POST', `/api/webhook-deliveries/${id}/resend`);
    if (kind !== 'refused') this.requests.resent.push({ eventId, endpointId, at });
  }

  /** When everything shall go out: nothing is held back, disabled or gone. */
  async letGo(): Promise<void> {
    await this.api.certainly('PUT', '/api/settings/offline-mode', { enabled: false });
    for (const endpoint of this.existing) await this.enable(endpoint);
  }

  private get existing(): EndpointRecord[] {
    return this.requests.endpoints.filter(({ deleted }) => !deleted);
  }

  private async edit(dice: Dice): Promise<void> {
    const value = someMaxInFlight(dice);
    const description = `Looked at for ${Math.round(performance.now())} ms`;
    await this.change(dice.pick(this.existing), 'maxInFlight', value, { description, max_in_flight: value });
  }

  /** To another path and port of the same receiver. */
  private async move(dice: Dice): Promise<void> {
    const endpoint = dice.pick(this.existing);
    const receiver = this.receivers.of(endpoint.id);
    const url = receiver.newUrl();
    receiver.endpoints.set(url, endpoint.id);
    await this.change(endpoint, 'url', url, { url });
  }

  private async changeAuth(dice: Dice): Promise<void> {
    const secret = `key-${Math.round(performance.now())}`;
    const [value, auth] = dice.pick([
      ['', { type: 'none' }],
      [`authorization: Bearer ${secret}`, { type: 'bearer', token: secret }],
      [`x-api-key: ${secret}`, { type: 'header', name: 'X-Api-Key', value: secret }],
    ] as [string, object][]);
    await this.change(dice.pick(this.existing), 'auth', value, { auth });
  }

  private async change<K extends keyof EndpointSettings>(
    { id, settings }: EndpointRecord,
    name: K,
    value: EndpointSettings[K][number]['value'],
    changes: object,
  ): Promise<void> {
    const { span } = await this.api.certainly('PATCH', `/api/webhook-endpoints/${id}`, changes);
    const known = settings[name] as Setting<typeof value>[];
    known[known.length - 1]!.to = span.to;
    known.push({ value, from: span.from, to: Infinity });
  }

  /** Something that waits, or is parked. Most of what waits has gone out when it is to be cancelled. */
  private async cancel(dice: Dice): Promise<void> {
    const state = dice.pick(['pending', 'pending', 'pending', 'parked']);
    const page = await this.api.send<{ items: Delivery[] }>(
      'GET',
      `/api/webhook-deliveries?state=${state}&limit=200`,
    );
    const found = page.kind === 'done' ? dice.shuffled(page.body.items) : [];
    for (const delivery of found.slice(0, CANCELLATIONS)) {
      const { id: deliveryId, event_id: eventId, endpoint_id: endpointId } = delivery;
      const at = performance.now();
      const { kind } = await this.api.send('POST', `/api/webhook-deliveries/${deliveryId}/cancel`);
      if (kind === 'refused') continue;
      const answeredAt = kind === 'done' ? performance.now() : null;
      this.requests.cancelled.push({ deliveryId, eventId, endpointId, at, answeredAt });
    }
  }

  private async resendOne(dice: Dice): Promise<void> {
    const page = await this.api.send<{ items: Delivery[] }>(
      'GET',
      `/api/webhook-deliveries?endpoint_id=${dice.pick(this.existing).id}&limit=20`,
    );
    if (page.kind === 'done' && page.body.items.length > 0) await this.resend(dice.pick(page.body.items));
  }

  private async switch(dice: Dice, over: AbortSignal): Promise<void> {
    const endpoint = dice.pick(this.existing);
    await this.api.send('PATCH', `/api/webhook-endpoints/${endpoint.id}`, { enabled: false });
    await rest(dice.between(300, 1500), over);
    await this.enable(endpoint);
  }

  /** What has said 410 is asked again. */
  private async revive(): Promise<void> {
    for (const { id, state, state_reason } of await this.api.list<Endpoint>('/api/webhook-endpoints')) {
      const endpoint = this.existing.find((each) => each.id === id);
      if (endpoint && state === 'disabled' && state_reason?.startsWith('gone')) await this.enable(endpoint);
    }
  }

  private async enable({ id, enabled }: EndpointRecord): Promise<void> {
    const span = { from: performance.now(), to: Infinity };
    enabled.push(span);
    await this.api.certainly('PATCH', `/api/webhook-endpoints/${id}`, { enabled: true });
    span.to = performance.now();
  }

  private async rotate(dice: Dice): Promise<void> {
    const endpoint = dice.pick(this.existing.filter(({ secrets }) => secrets.length > 0));
    const overlapSeconds = dice.pick([2, 3600]);
    const { body, span, lastTryAt, wasLost } = await this.api.certainly<{ secret: string }>(
      'POST',
      `/api/webhook-endpoints/${endpoint.id}/rotate-secret`,
      { overlap_seconds: overlapSeconds },
    );
    const [before, ...older] = [...endpoint.secrets].reverse();
    for (const each of older) {
      each.surelyUntil = Math.min(each.surelyUntil, span.from);
      each.until = Math.min(each.until, span.to);
    }
    if (before) {
      // A rotation in between, whose answer got lost, may have dropped it at once.
      before.surelyUntil = wasLost ? span.from : lastTryAt + overlapSeconds * 1000 - CLOCK_MS;
      before.until = span.to + overlapSeconds * 1000 + CLOCK_MS;
    }
    if (wasLost) endpoint.secretUnknown.push(span);
    endpoint.secrets.push(secretFrom(body.secret, span.from, span.to));
  }

  private async create(): Promise<void> {
    const passing = this.receivers.named('passing');
    const ids = new Set(passing.endpoints.values());
    if (this.existing.filter(({ id }) => ids.has(id)).length >= MOST_PASSING) return;
    const url = passing.newUrl();
    const from = performance.now();
    const made = await this.api.send<{ id: number; secret: string }>('POST', '/api/webhook-endpoints', {
      url,
      events: ['document.exported'],
    });
    if (made.kind !== 'done') return; // `adopt` finds it, if it is there
    const to = performance.now();
    passing.endpoints.set(url, made.body.id);
    const { id, secret } = made.body;
    this.requests.endpoints.push(endpointFrom({ id, url, span: { from, to }, secret }));
  }

  private async delete(dice: Dice): Promise<void> {
    const ids = new Set(this.receivers.named('passing').endpoints.values());
    const passing = this.existing.filter(({ id }) => ids.has(id));
    if (passing.length === 0) return;
    const endpoint = dice.pick(passing);
    const from = performance.now();
    endpoint.deleted = { from, to: Infinity };
    const { span } = await this.api.certainly('DELETE', `/api/webhook-endpoints/${endpoint.id}`);
    endpoint.deleted = span;
  }

  private async offline(dice: Dice): Promise<void> {
    const on = await this.api.certainly('PUT', '/api/settings/offline-mode', { enabled: true });
    await pause(dice.between(...OFFLINE_MS));
    const off = await this.api.certainly('PUT', '/api/settings/offline-mode', { enabled: false });
    this.requests.offline.push({ from: on.span.to, to: off.span.from });
  }

  /**
   * Of one endpoint that takes it. What is missing is asked for where it can be: at an endpoint that came later.
   * @returns what is known of it
   */
  private async replay(dice: Dice): Promise<ReplayRequest> {
    const includeMissing = dice.happens(0.5);
    const states = dice.pick([FINISHED, FINISHED, ['delivered'], ['delivered', 'superseded']]);
    const passing = new Set(this.receivers.named('passing').endpoints.values());
    const isLate = ({ id }: EndpointRecord): boolean => includeMissing && passing.has(id);
    for (;;) {
      const candidates = dice.shuffled(this.existing);
      candidates.sort((a, b) => Number(isLate(b)) - Number(isLate(a)));
      for (const { id: endpointId } of candidates) {
        const at = performance.now();
        const listed = await this.api.list<Delivery>(`/api/webhook-deliveries?endpoint_id=${endpointId}`);
        const since = new Date(dice.happens(0.5) ? 0 : Date.now() - dice.between(2000, 10_000));
        const made = await this.api.send<{ id: number }>(
          'POST',
          `/api/webhook-endpoints/${endpointId}/replay`,
          { since, states, include_missing: includeMissing },
        );
        if (made.kind === 'refused') continue;
        const id = made.kind === 'done' ? made.body.id : null;
        const replay = { endpointId, at, id, finished: finishedIn(listed, states), isCancelled: false };
        this.requests.replayed.push(replay);
        return replay;
      }
      await pause(REFUSED_MS);
    }
  }

  /** Paused and let go on, or cancelled, at some moment of it. */
  private async replayAndInterfere(dice: Dice, over: AbortSignal): Promise<void> {
    const replay = await this.replay(dice);
    if (replay.id === null) return;
    const change = (state: string): Promise<unknown> =>
      this.api.send('PATCH', `/api/webhook-replays/${replay.id}`, { state });
    if (dice.happens(0.5)) await rest(dice.between(0, 50), over);
    if (dice.happens(0.3)) {
      replay.isCancelled = true;
      await change('cancelled');
      return;
    }
    await change('paused');
    await rest(dice.between(300, 1500), over);
    await change('running');
  }

  /** Endpoints that were created though nobody got an answer. */
  async adopt(): Promise<void> {
    const passing = this.receivers.named('passing');
    const known = new Set(this.requests.endpoints.map(({ id }) => id));
    for (const { id, url } of await this.api.list<Endpoint & { url: string }>('/api/webhook-endpoints')) {
      if (known.has(id)) continue;
      passing.endpoints.set(url, id);
      const endpoint = endpointFrom({ id, url, span: { from: -Infinity, to: Infinity } });
      endpoint.secretUnknown.push({ from: -Infinity, to: Infinity });
      this.requests.endpoints.push(endpoint);
    }
  }
}

/** Few, so that there are more deliveries than that. */
export const someMaxInFlight = (dice: Dice): number => 1 + Math.floor(dice.between(0, 6));

/** From the request for it to the answer. */
export function endpointFrom({
  id,
  url,
  span: { from, to },
  secret,
  maxInFlight = DEFAULT_MAX_IN_FLIGHT,
}: {
  id: number;
  url: string;
  span: Span;
  secret?: string;
  maxInFlight?: number;
}): EndpointRecord {
  const setting = <T>(value: T): Setting<T>[] => [{ value, from, to: Infinity }];
  return {
    ...{ id, requestedAt: from, createdAt: to, deleted: null, enabled: [], secretUnknown: [] },
    settings: { url: setting(url), auth: setting(''), maxInFlight: setting(maxInFlight) },
    secrets: secret === undefined ? [] : [secretFrom(secret, from, to)],
  };
}

function secretFrom(secret: string, from: number, surelyFrom: number): EndpointRecord['secrets'][number] {
  return { secret, from, surelyFrom, surelyUntil: Infinity, until: Infinity };
}

/** What is parked may go out by itself meanwhile. */
function finishedIn(listed: readonly Delivery[], states: readonly string[]): string[] {
  const unfinished = listed.filter(({ state }) => ['pending', 'delivering', 'parked'].includes(state));
  const left = new Set(unfinished.map(({ event_id: eventId }) => eventId));
  const found = listed.filter(({ event_id: eventId, state }) => states.includes(state) && !left.has(eventId));
  return [...new Set(found.map(({ event_id: eventId }) => eventId))];
}
