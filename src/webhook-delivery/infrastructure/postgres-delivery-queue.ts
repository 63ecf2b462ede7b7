import { Inject, Injectable } from '@nestjs/common';
import { isDatabaseAway, isDataError, isLockLost } from '../../shared/database/postgres-errors.js';
import { plainArray } from '../../shared/database/plain-array.js';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { Ids } from '../../shared/kernel/ids.js';
import { OutcomeUnknown } from '../../shared/kernel/unit-of-work.js';
import { AnnounceOperations, type OperationalChange } from '../application/announce-operations.js';
import { DeliveryQueue, type ClaimedDelivery, type Settlement } from '../application/delivery-queue.js';
import { DeliverySettings } from '../application/delivery-settings.js';
import { LockedEndpoint } from '../application/locked-endpoint.js';
import { RefusedSettlement } from '../application/refused-settlement.js';
import { UnstorableSettlement } from '../application/unstorable-settlement.js';
import type { DeliveryPolicy } from '../domain/delivery-policy.js';
import {
  EndpointHealth,
  type AttemptedDelivery,
  type EndpointHealthSnapshot,
  type Verdict,
} from '../domain/endpoint-health.js';
import { isOperational } from '../domain/webhook-events.js';
import { LowWaterMarks, type QueuePlace } from './low-water-marks.js';
import { CLAIM_DELIVERIES } from './sql/claim-deliveries.sql.js';
import { LOCK_ATTEMPTED } from './sql/lock-attempted.sql.js';
import { LOCK_ENDPOINTS } from './sql/lock-endpoints.sql.js';
import { LOCK_HEALTH } from './sql/lock-health.sql.js';
import { MAKE_WAITING_DUE } from './sql/make-waiting-due.sql.js';
import { RECOVER_EXPIRED } from './sql/recover-expired.sql.js';
import { RELEASE_DELIVERIES } from './sql/release-deliveries.sql.js';
import { SAVE_HEALTH } from './sql/save-health.sql.js';
import { SETTLE_DELIVERIES } from './sql/settle-deliveries.sql.js';

@Injectable()
export class PostgresDeliveryQueue extends DeliveryQueue {
  /**
   * Endpoints that were not steady when this process last settled something of theirs: successes that were claimed
   * before that count, too.
   */
  readonly #unsteady = new Set<number>();
  readonly #marks = new LowWaterMarks();

  constructor(
    private readonly unitOfWork: TypeOrmUnitOfWork,
    private readonly ids: Ids,
    @Inject(DeliverySettings) private readonly policy: DeliveryPolicy,
    private readonly operations: AnnounceOperations,
  ) {
    super();
  }

  async claim(
    limit: number,
    leaseSeconds: number,
    worker: string,
    ahead: ReadonlyMap<number, number> = NOTHING_AHEAD,
  ): Promise<ClaimedDelivery[]> {
    const started = performance.now();
    const marks = this.#marks.begin();
    try {
      return await this.unitOfWork.runWith(async (manager) => {
        const known = [...new Set([...ahead.keys(), ...marks.keys()])];
        const endpoints = await manager.query<({ id: number } & QueuePlace)[]>(LOCK_ENDPOINTS, [
          limit,
          worker,
          known,
          known.map((id) => ahead.get(id) ?? 0),
          known.map((id) => marks.get(id)?.dueAt),
          known.map((id) => marks.get(id)?.deliveryId),
        ]);
        if (endpoints.length === 0) return [];
        for (const { id, dueAt, deliveryId } of endpoints) this.#marks.set(id, { dueAt, deliveryId });
        return manager.query<ClaimedDelivery[]>(CLAIM_DELIVERIES, [
          endpoints.map(({ id }) => id),
          Math.ceil(limit / endpoints.length),
          limit,
          leaseSeconds,
          this.ids.next(),
          worker,
          endpoints.map(({ id }) => ahead.get(id) ?? 0),
          endpoints.map(({ dueAt }) => dueAt),
          endpoints.map(({ deliveryId }) => deliveryId),
        ]);
      });
    } finally {
      this.#marks.looked(performance.now() - started);
    }
  }

  async settle(settlements: readonly Settlement[], worker: string): Promise<Map<string, Verdict>> {
    try {
      const unsteady = this.unsteadyOf(settlements);
      const settle = () => this.write(settlements, unsteady, worker);
      // One statement is a transaction by itself, and costs one turn of the event loop instead of three.
      return unsteady.size === 0 ? await settle() : await this.unitOfWork.run(settle);
    } catch (error) {
      if (isDataError(error)) throw new UnstorableSettlement(error);
      if (isLockLost(error)) throw new LockedEndpoint(error);
      throw isDatabaseAway(error) || error instanceof OutcomeUnknown ? error : new RefusedSettlement(error);
    }
  }

  async release(deliveries: readonly ClaimedDelivery[]): Promise<void> {
    for (const { endpointId } of deliveries) this.#marks.forget(endpointId);
    await this.unitOfWork.manager.query(RELEASE_DELIVERIES, [
      deliveries.map((delivery) => delivery.deliveryId),
      deliveries.map((delivery) => delivery.claimToken),
    ]);
  }

  async recoverExpired(leaseSeconds: number, except: readonly string[] = []): Promise<number> {
    let sum = 0;
    for (let round = 0; round < MAX_RECOVERIES; round++) {
      const [row] = await this.unitOfWork.manager.query<{ count: number }[]>(RECOVER_EXPIRED, [
        leaseSeconds,
        plainArray(except),
        RECOVERY,
      ]);
      sum += row?.count ?? 0;
      if (!row || row.count < RECOVERY) break;
    }
    return sum;
  }

  /**
   * A batch in which only steady endpoints succeed costs one statement. For the others, the state is locked, what still
   * belongs to this worker is judged in the order in which it came back, and the state is written.
   */
  private async write(
    settlements: readonly Settlement[],
    unsteady: ReadonlySet<number>,
    worker: string,
  ): Promise<Map<string, Verdict>> {
    const { manager } = this.unitOfWork;
    const verdicts = await this.judge(settlements, unsteady);
    const judged = settlements.filter(({ delivery }) => verdicts.has(delivery.deliveryId));
    if (judged.length === 0) return verdicts;
    const of = ({ delivery }: Settlement): Verdict => verdicts.get(delivery.deliveryId)!;
    const rows: { id: string }[] = await manager.query(SETTLE_DELIVERIES, [
      plainArray(judged.map(({ delivery }) => delivery.deliveryId)),
      plainArray(judged.map(({ delivery }) => delivery.claimToken)),
      plainArray(judged.map((each) => of(each).kind)),
      plainArray(judged.map((each) => delayOf(of(each)))),
      someOf(judged.map((each) => reasonOf(of(each)))),
      plainArray(judged.map(({ startedAt }) => startedAt.getTime())),
      plainArray(judged.map(({ durationMs }) => Math.round(durationMs))),
      plainArray(judged.map(({ statusCode }) => statusCode)),
      someOf(judged.map(({ error }) => error)),
      someOf(judged.map(({ responseExcerpt }) => responseExcerpt)),
      worker,
    ]);
    return new Map(rows.map(({ id }) => [id, verdicts.get(id)!]));
  }

  override needsState(settlement: Settlement): boolean {
    return super.needsState(settlement) || this.#unsteady.has(settlement.delivery.endpointId);
  }

  /** The endpoints whose state the outcomes depend on, or may change. */
  private unsteadyOf(settlements: readonly Settlement[]): Set<number> {
    return new Set(
      settlements.filter((each) => this.needsState(each)).map(({ delivery }) => delivery.endpointId),
    );
  }

  private async judge(
    settlements: readonly Settlement[],
    unsteady: ReadonlySet<number>,
  ): Promise<Map<string, Verdict>> {
    const verdicts = new Map<string, Verdict>(
      settlements
        .filter(({ delivery }) => !unsteady.has(delivery.endpointId))
        .map(({ delivery }) => [delivery.deliveryId, { kind: 'delivered' }]),
    );
    if (unsteady.size === 0) return verdicts;
    for (const id of unsteady) this.#marks.forget(id); // what is held, or due again, is due since it was made

    const manager = this.unitOfWork.transactional;
    const states: HealthRow[] = await manager.query(LOCK_HEALTH, [[...unsteady]]);
    const attempts = settlements.filter(({ delivery }) => unsteady.has(delivery.endpointId));
    const owned: AttemptedRow[] = await manager.query(LOCK_ATTEMPTED, [
      attempts.map(({ delivery }) => delivery.deliveryId),
      attempts.map(({ delivery }) => delivery.claimToken),
    ]);
    const facts = new Map(owned.map((row) => [row.id, row]));
    const parked: OperationalChange[] = [];
    const changed = states.map(({ endpointId, maxInFlight, ...snapshot }) => {
      const health = new EndpointHealth(snapshot, this.policy);
      for (const { delivery, result, error } of attempts) {
        const known = facts.get(delivery.deliveryId);
        if (!known || delivery.endpointId !== endpointId) continue;
        const attempted = {
          ...known,
          isProbe: delivery.isProbe,
          isOperational: isOperational(delivery.event),
        };
        const verdict = health.record(attempted, result, error, maxInFlight);
        verdicts.set(delivery.deliveryId, verdict);
        if (verdict.kind === 'parked' && verdict.reason !== 'gone' && !attempted.isOperational) {
          const { deliveryId, eventId, attempts: before } = delivery;
          const { documentId, revision } = known;
          parked.push({
            event: 'delivery.parked',
            endpointId,
            parked: {
              deliveryId,
              eventId,
              documentId,
              revision,
              attempts: before + 1,
              reason: verdict.reason,
            },
          });
        }
      }
      return { endpointId, health };
    });
    await manager.query(SAVE_HEALTH, [
      JSON.stringify(
        changed.map(({ endpointId, health }) => ({
          endpointId,
          ...health.snapshot(),
          gateDelayMs: health.gateDelayMs ?? null,
          delivered: health.delivered,
        })),
      ),
    ]);
    await this.operations.announce([
      ...parked,
      ...changed.flatMap(({ endpointId, health }) =>
        health.announcements.map((event) => ({ event, endpointId })),
      ),
    ]);
    const reopened = changed.filter(({ health }) => health.reopened).map(({ endpointId }) => endpointId);
    if (reopened.length > 0) await manager.query(MAKE_WAITING_DUE, [reopened]);
    for (const { endpointId, health } of changed) {
      if (EndpointHealth.isSteady(health.snapshot())) this.#unsteady.delete(endpointId);
      else this.#unsteady.add(endpointId);
    }
    return verdicts;
  }
}

/** Rows in a statement, and statements in one look: a worker that is lost may have held 2,000, and several may be. */
const RECOVERY = 1000;
const MAX_RECOVERIES = 20;

const NOTHING_AHEAD: ReadonlyMap<number, number> = new Map();

type HealthRow = EndpointHealthSnapshot & { endpointId: number; maxInFlight: number };
type AttemptedRow = Omit<AttemptedDelivery, 'isProbe' | 'isOperational'> & {
  id: string;
  revision: number | null;
};

/** Of nulls only: null, which `unnest` fills up beside longer arrays. Most columns of most batches are. */
function someOf<T>(values: (T | null)[]): (T | null)[] | null {
  return values.every((value) => value === null) ? null : values;
}

function delayOf(verdict: Verdict): number | null {
  return verdict.kind === 'retry' ? verdict.delayMs : null;
}

function reasonOf(verdict: Verdict): string | null {
  return verdict.kind === 'parked' || verdict.kind === 'superseded' ? verdict.reason : null;
}
