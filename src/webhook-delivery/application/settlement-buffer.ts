import type { Verdict } from '../domain/endpoint-health.js';
import { DeliveryQueue, type Settlement } from './delivery-queue.js';
import { LockedEndpoint } from './locked-endpoint.js';
import { RefusedSettlement } from './refused-settlement.js';
import { UnstorableSettlement } from './unstorable-settlement.js';

/** A batch of 200 costs little more than one of 50, and nobody waits for it while deliveries are at hand. */
const GATHER_MS = 10;
/** Endpoints that are settled apart at one time: each may wait for its lock with a connection of the pool. */
const MAX_APART = 6;
/** Between two tries of what was refused alone. */
const REFUSED_MS = { first: 500, most: 15_000 };

interface Waiting {
  settlement: Settlement;
  done: (verdict: Verdict | undefined) => void;
}

/**
 * What is settled together, and waits together: outcomes that need no state of an endpoint, those that do, and those of
 * one endpoint (its id) whose state was locked.
 */
type Lane = 'steady' | 'unsteady' | number;

/**
 * Settles outcomes in batches: while one batch is being committed the next one gathers, so the batches grow with the
 * load by themselves and a lone outcome waits for nothing. An outcome is kept until the database has taken it; the
 * fence makes a late or repeated settle harmless.
 *
 * One that has to wait holds up no others than those of its endpoint: what needs no state goes its own way, an endpoint
 * whose state is locked is left to itself, and so is a row that is refused.
 */
export class SettlementBuffer {
  #waiting: Waiting[] = [];
  #refused: Waiting[] = [];
  readonly #running = new Set<Lane>();
  /** Endpoints with a settle under way that needs their state: what comes later is judged later. */
  readonly #judged = new Set<number>();
  /** Endpoints whose state was locked, in the order of their turns. */
  readonly #apart = new Set<number>();

  constructor(
    private readonly queue: DeliveryQueue,
    private readonly worker: string,
    private readonly maxBatch: number,
    /** Told of every failure to settle; returns after the pause that should follow. */
    private readonly onTrouble: (error: unknown) => Promise<void>,
    /** More are on their way, so that a batch may wait for them. */
    private readonly isBusy: () => boolean = () => false,
  ) {}

  /** Resolves when the outcome is durable; undefined when the delivery is somebody else's by now. */
  add(settlement: Settlement): Promise<Verdict | undefined> {
    const { unsettled } = this.queue;
    const { claimToken } = settlement.delivery;
    unsettled.add(claimToken);
    return new Promise((resolve) => {
      const done = (verdict: Verdict | undefined): void => {
        unsettled.remove(claimToken);
        resolve(verdict);
      };
      this.#waiting.push({ settlement, done });
      const lane = this.#laneOf(settlement, this.#judged);
      this.#start(lane === 'steady' && this.queue.needsState(settlement) ? 'unsteady' : lane);
    });
  }

  #laneOf({ delivery: { endpointId } }: Settlement, unsteady: ReadonlySet<number>): Lane {
    if (this.#apart.has(endpointId)) return endpointId;
    return unsteady.has(endpointId) ? 'unsteady' : 'steady';
  }

  #start(lane: Lane): void {
    if (this.#running.has(lane)) return;
    if (typeof lane === 'number' && this.#running.size >= MAX_APART + 2) return;
    this.#running.add(lane);
    void this.#run(lane);
  }

  /** Outcomes may belong to another lane than before. The endpoint that was locked last comes last. */
  #startAll(): void {
    const unsteady = this.#unsteady();
    const lanes = new Set(this.#waiting.map(({ settlement }) => this.#laneOf(settlement, unsteady)));
    for (const lane of ['steady', 'unsteady', ...this.#apart] as const) {
      if (lanes.has(lane)) this.#start(lane);
    }
  }

  async #run(lane: Lane): Promise<void> {
    await Promise.resolve(); // outcomes of the same turn go together
    while (this.#waiting.length > 0) {
      if (this.isBusy() && this.#waiting.length < this.maxBatch / 2) await pause(GATHER_MS);
      const batch = this.#takeBatch(lane);
      if (batch.length === 0) break;
      const isSettled = await this.#settleBatch(batch, lane);
      // In turns: else those that are locked for long would keep the others from being tried.
      if (typeof lane === 'number') break;
      if (lane !== 'steady' || !isSettled) this.#startAll();
    }
    this.#running.delete(lane);
    if (typeof lane === 'number') this.#startAll();
  }

  /** All outcomes of an endpoint go with the first that needs its state, so that they are judged in their order. */
  #unsteady(): Set<number> {
    const unsteady = new Set(this.#judged);
    for (const { settlement } of this.#waiting) {
      if (this.queue.needsState(settlement)) unsteady.add(settlement.delivery.endpointId);
    }
    return unsteady;
  }

  /**
   * One outcome for each delivery, for verdicts are told by delivery: a worker that was frozen may have lost one,
   * claimed it again, and hear of both sends at the same moment.
   */
  #takeBatch(lane: Lane): Waiting[] {
    const unsteady = this.#unsteady();
    const batch = new Map<string, Waiting>();
    this.#waiting = this.#waiting.filter((each) => {
      const { deliveryId } = each.settlement.delivery;
      if (batch.size >= this.maxBatch || batch.has(deliveryId)) return true;
      if (this.#laneOf(each.settlement, unsteady) !== lane) return true;
      batch.set(deliveryId, each);
      return false;
    });
    return [...batch.values()];
  }

  /** @returns false when some of them are kept */
  async #settleBatch(batch: readonly Waiting[], lane: Lane): Promise<boolean> {
    const judged = lane === 'steady' ? [] : batch.map(({ settlement }) => settlement.delivery.endpointId);
    for (const id of judged) this.#judged.add(id);
    try {
      const error = await this.#settle(batch);
      if (error === undefined) {
        if (typeof lane === 'number') this.#apart.delete(lane);
        return true;
      }
      await this.onTrouble(error);
      if (error instanceof UnstorableSettlement || error instanceof RefusedSettlement) {
        return await this.#settleEach(batch);
      }
      this.#keep(batch);
      if (error instanceof LockedEndpoint) {
        for (const id of judged) this.#apart.delete(id);
        for (const id of judged) this.#apart.add(id);
      }
      return false;
    } finally {
      for (const id of judged) this.#judged.delete(id);
    }
  }

  #keep(batch: readonly Waiting[]): void {
    this.#waiting = [...batch, ...this.#waiting];
  }

  /** One bad row must not hold up the others. @returns false when some of them are kept */
  async #settleEach(batch: readonly Waiting[]): Promise<boolean> {
    let areSettled = true;
    for (const [index, one] of batch.entries()) {
      const error = await this.#settleAlone(one);
      if (error === undefined) continue;
      areSettled = false;
      if (error instanceof RefusedSettlement) {
        this.#refuse(one);
        continue;
      }
      this.#keep(batch.slice(index)); // the database has gone away meanwhile
      break;
    }
    return areSettled;
  }

  /** A log that cannot be written must not undo an outcome. @returns why it has to be kept */
  async #settleAlone(one: Waiting): Promise<unknown> {
    const error = await this.#settle([one]);
    if (!(error instanceof UnstorableSettlement)) return error;
    await this.onTrouble(error);
    const { settlement, done } = one;
    const bare = { ...settlement, responseExcerpt: null, error: settlement.error && 'unreadable' };
    const again = await this.#settle([{ settlement: bare, done }]);
    if (!(again instanceof UnstorableSettlement)) return again;
    await this.onTrouble(again);
    done(undefined); // a defect; its lease brings it back
    return undefined;
  }

  #refuse(one: Waiting): void {
    this.#refused.push(one);
    if (this.#refused.length === 1) void this.#retryRefused();
  }

  /** One after the other, for they may be very many: whatever refuses them must be mended by somebody. */
  async #retryRefused(): Promise<void> {
    for (let wait = REFUSED_MS.first; this.#refused.length > 0; wait = Math.min(wait * 2, REFUSED_MS.most)) {
      await pause(wait);
      const refused = [...this.#refused];
      const kept = [];
      for (const one of refused) if ((await this.#settleAlone(one)) !== undefined) kept.push(one);
      this.#refused = [...kept, ...this.#refused.slice(refused.length)];
    }
  }

  /** @returns why not */
  async #settle(batch: readonly Waiting[]): Promise<unknown> {
    try {
      const verdicts = await this.queue.settle(
        batch.map((each) => each.settlement),
        this.worker,
      );
      for (const { settlement, done } of batch) done(verdicts.get(settlement.delivery.deliveryId));
      return undefined;
    } catch (error) {
      return error;
    }
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
