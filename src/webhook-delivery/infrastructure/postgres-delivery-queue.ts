import { Injectable } from '@nestjs/common';
import { isDataError } from '../../shared/database/postgres-errors.js';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { Ids } from '../../shared/kernel/ids.js';
import { DeliveryQueue, type ClaimedDelivery, type Settlement } from '../application/delivery-queue.js';
import { UnstorableSettlement } from '../application/unstorable-settlement.js';
import { CLAIM_DELIVERIES } from './sql/claim-deliveries.sql.js';
import { COUNT_ENDPOINT_FAILURES } from './sql/count-endpoint-failures.sql.js';
import { LOCK_ENDPOINTS } from './sql/lock-endpoints.sql.js';
import { RECOVER_EXPIRED } from './sql/recover-expired.sql.js';
import { SETTLE_DELIVERIES } from './sql/settle-deliveries.sql.js';

@Injectable()
export class PostgresDeliveryQueue extends DeliveryQueue {
  constructor(
    private readonly unitOfWork: TypeOrmUnitOfWork,
    private readonly ids: Ids,
  ) {
    super();
  }

  claim(limit: number, leaseSeconds: number, worker: string): Promise<ClaimedDelivery[]> {
    return this.unitOfWork.run(async () => {
      const manager = this.unitOfWork.transactional;
      const endpoints: { id: number }[] = await manager.query(LOCK_ENDPOINTS, [limit]);
      if (endpoints.length === 0) return [];
      return manager.query<ClaimedDelivery[]>(CLAIM_DELIVERIES, [
        endpoints.map((endpoint) => endpoint.id),
        Math.ceil(limit / endpoints.length),
        limit,
        leaseSeconds,
        this.ids.next(),
        worker,
      ]);
    });
  }

  async settle(settlements: readonly Settlement[], worker: string): Promise<Set<string>> {
    try {
      return await this.unitOfWork.run(() => this.write(settlements, worker));
    } catch (error) {
      throw isDataError(error) ? new UnstorableSettlement(error) : error;
    }
  }

  async release(deliveries: readonly ClaimedDelivery[]): Promise<void> {
    await this.unitOfWork.manager.query(
      `UPDATE webhook_deliveries AS delivery SET claim_token = NULL, lease_until = NULL, worker = NULL
         FROM unnest($1::uuid[], $2::uuid[]) AS mine (delivery_id, claim_token)
        WHERE delivery.delivery_id = mine.delivery_id AND delivery.claim_token = mine.claim_token`,
      [deliveries.map((delivery) => delivery.deliveryId), deliveries.map((delivery) => delivery.claimToken)],
    );
  }

  async recoverExpired(leaseSeconds: number): Promise<number> {
    const [row] = await this.unitOfWork.manager.query<{ count: number }[]>(RECOVER_EXPIRED, [leaseSeconds]);
    return row?.count ?? 0;
  }

  private async write(settlements: readonly Settlement[], worker: string): Promise<Set<string>> {
    const manager = this.unitOfWork.transactional;
    const rows: { id: string }[] = await manager.query(SETTLE_DELIVERIES, [
      settlements.map(({ delivery }) => delivery.deliveryId),
      settlements.map(({ delivery }) => delivery.claimToken),
      settlements.map(({ verdict }) => verdict.kind),
      settlements.map(({ verdict }) => (verdict.kind === 'retry' ? verdict.delayMs : null)),
      settlements.map(({ verdict }) => (verdict.kind === 'parked' ? verdict.reason : null)),
      settlements.map(({ startedAt }) => startedAt),
      settlements.map(({ durationMs }) => Math.round(durationMs)),
      settlements.map(({ statusCode }) => statusCode),
      settlements.map(({ error }) => error),
      settlements.map(({ responseExcerpt }) => responseExcerpt),
      worker,
    ]);
    const settled = new Set(rows.map((row) => row.id));
    const counts = endpointFailures(settlements.filter(({ delivery }) => settled.has(delivery.deliveryId)));
    if (counts.length > 0) {
      await manager.query(COUNT_ENDPOINT_FAILURES, [
        counts.map((count) => count.endpointId),
        counts.map((count) => count.delivered),
        counts.map((count) => count.failures),
        counts.map((count) => count.lastFailure),
      ]);
    }
    return settled;
  }
}

interface EndpointCount {
  endpointId: number;
  delivered: boolean;
  failures: number;
  lastFailure: string | null;
}

/** What a batch changes about its endpoints: nothing for one that was healthy and still is. */
function endpointFailures(settlements: readonly Settlement[]): EndpointCount[] {
  const counts = new Map<number, EndpointCount>();
  for (const { delivery, verdict, error } of settlements) {
    const known = counts.get(delivery.endpointId);
    if (verdict.kind === 'delivered') {
      if (!known && delivery.endpointFailures === 0) continue;
      counts.set(delivery.endpointId, {
        endpointId: delivery.endpointId,
        delivered: true,
        failures: 0,
        lastFailure: null,
      });
    } else {
      const { delivered = false, failures = 0 } = known ?? {};
      counts.set(delivery.endpointId, {
        endpointId: delivery.endpointId,
        delivered,
        failures: failures + 1,
        lastFailure: error,
      });
    }
  }
  return [...counts.values()];
}
