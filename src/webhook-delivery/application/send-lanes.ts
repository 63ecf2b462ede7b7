import type { ClaimedDelivery } from './delivery-queue.js';
import type { SendTarget } from './webhook-sender.js';

/** A claimed delivery and where it goes. */
export interface HeldDelivery {
  delivery: ClaimedDelivery;
  target: SendTarget;
  /** On the clock of `performance.now()`: later, its lease would not last for the send. */
  lastStart: number;
}

/** An endpoint is given ahead what it takes in this time. */
const AHEAD_MS = 100;
const MAX_AHEAD = 1000;
/** What waits longer than this for a slot goes back to the queue, where another worker may take it. */
const PATIENCE_MS = 1000;
/** Of all slots. */
const GUST = 0.25;
/** Of the newest duration in the mean. */
const WEIGHT = 0.1;

class Lane {
  slots = 0;
  sending = 0;
  /** They have their answers: these hold no slot, and are this process's until they are settled. */
  settling = 0;
  /** Of the answers; undefined before the first. */
  meanMs: number | undefined;
  readonly waiting: (HeldDelivery & { since: number })[] = [];
  isQueued = false;
  /** Answers of which the settling may shut the endpoint's gate. */
  holds = 0;

  get canStart(): boolean {
    return this.waiting.length > 0 && this.sending < this.slots && this.holds === 0;
  }

  /** To have at hand beyond the slots. */
  get ahead(): number {
    if (this.meanMs === undefined || this.isIdle) return 0;
    return Math.min(MAX_AHEAD, Math.floor((this.slots * AHEAD_MS) / Math.max(1, this.meanMs)));
  }

  get isIdle(): boolean {
    return this.waiting.length === 0 && this.sending === 0 && this.holds === 0;
  }
}

/**
 * One lane for each endpoint: so many requests at one time as it has slots, and the next ones at hand, so that a quick
 * endpoint's slots stay busy while the next batch is claimed. Lanes that can start something take turns.
 */
export class SendLanes {
  readonly #lanes = new Map<number, Lane>();
  readonly #ready: Lane[] = [];
  #sending = 0;
  #pumping = false;
  #waiting = 0;

  constructor(
    /** Requests at one time, over all lanes. It may change; `pump` then. */
    private readonly maxSending: () => number,
    private readonly start: (held: HeldDelivery) => void,
  ) {}

  get waiting(): number {
    return this.#waiting;
  }

  get sending(): number {
    return this.#sending;
  }

  /** So many requests at one time could be of use for what it holds. */
  get needed(): number {
    let needed = 0;
    for (const { slots, sending, waiting } of this.#lanes.values()) {
      needed += Math.max(sending, Math.min(slots, sending + waiting.length));
    }
    return needed;
  }

  /**
   * By endpoint id, how many to hold beyond its slots. Slow endpoints get none at hand, and neither do idle ones: while
   * others keep all slots of this process busy, another process may be free for them. What is being settled comes on
   * top: without it, slots stay empty for as long as a commit takes.
   */
  get ahead(): Map<number, number> {
    const ahead = new Map<number, number>();
    for (const [id, lane] of this.#lanes) {
      const count = lane.ahead + lane.settling;
      if (count > 0) ahead.set(id, count);
    }
    return ahead;
  }

  add(held: HeldDelivery): void {
    const lane = this.#lane(held.delivery.endpointId);
    lane.slots = held.delivery.slots;
    lane.waiting.push({ ...held, since: performance.now() });
    this.#waiting += 1;
    this.#queue(lane);
  }

  /** Starts what can be started. */
  pump(): void {
    while (this.#sending < this.maxSending()) {
      const lane = this.#ready.shift();
      if (!lane) return;
      lane.isQueued = false;
      const next = lane.canStart && lane.waiting.shift();
      if (!next) continue;
      this.#waiting -= 1;
      this.#sending += 1;
      lane.sending += 1;
      this.start(next);
      this.#queue(lane);
    }
  }

  /** One that was started has its answer, after so long; undefined when it was not sent after all. */
  answered({ delivery }: HeldDelivery, durationMs?: number): void {
    const lane = this.#lane(delivery.endpointId);
    lane.sending -= 1;
    this.#sending -= 1;
    if (durationMs !== undefined) {
      lane.settling += 1;
      lane.meanMs =
        lane.meanMs === undefined ? durationMs : lane.meanMs + WEIGHT * (durationMs - lane.meanMs);
    }
    this.#queue(lane);
    this.#pumpSoon();
  }

  /** One that had its answer is settled. */
  settled({ delivery }: HeldDelivery): void {
    this.#lane(delivery.endpointId).settling -= 1;
  }

  /**
   * At the end of this turn of the loop; while the turns bring further answers, first when GUST of the slots are free.
   * Requests that go out together wake the receiver once: 7 % more of them on 2 busy cores (median of 10 turns).
   */
  #pumpSoon(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    const look = (freeBefore: number): void => {
      const most = this.maxSending();
      const free = most - this.#sending;
      if (free > freeBefore && free < most * GUST) return void setImmediate(look, free);
      this.#pumping = false;
      this.pump();
    };
    setImmediate(look, this.maxSending() - this.#sending);
  }

  /** Starts nothing more there until `resume`: an answer asks for that, and its outcome is not written yet. */
  hold(endpointId: number): void {
    this.#lane(endpointId).holds += 1;
  }

  resume(endpointId: number): void {
    const lane = this.#lane(endpointId);
    lane.holds -= 1;
    this.#queue(lane);
    this.#pumpSoon();
  }

  /** Removes what waits for an endpoint whose gate is shut. */
  takeBackOf(endpointId: number): ClaimedDelivery[] {
    const lane = this.#lane(endpointId);
    const taken = lane.waiting.splice(0).map(({ delivery }) => delivery);
    lane.meanMs = undefined;
    this.#waiting -= taken.length;
    return taken;
  }

  /** Removes what waits too long, or everything. */
  takeBack(everything = false): ClaimedDelivery[] {
    const taken: ClaimedDelivery[] = [];
    const before = performance.now() - PATIENCE_MS;
    for (const [id, lane] of this.#lanes) {
      const count = everything ? lane.waiting.length : lane.waiting.findIndex(({ since }) => since >= before);
      const old = lane.waiting.splice(0, count < 0 ? lane.waiting.length : count);
      taken.push(...old.map(({ delivery }) => delivery));
      if (old.length > 0) lane.meanMs = undefined; // it is not as quick as it was
      if (lane.isIdle && lane.settling === 0 && lane.meanMs === undefined) this.#lanes.delete(id);
    }
    this.#waiting -= taken.length;
    return taken;
  }

  #lane(endpointId: number): Lane {
    let lane = this.#lanes.get(endpointId);
    if (!lane) this.#lanes.set(endpointId, (lane = new Lane()));
    return lane;
  }

  #queue(lane: Lane): void {
    if (lane.isQueued || !lane.canStart) return;
    lane.isQueued = true;
    this.#ready.push(lane);
  }
}
