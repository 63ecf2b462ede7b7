import { Injectable } from '@nestjs/common';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { DeliveryLedger, type LedgerEntry } from './delivery-ledger.js';
import { DeliveryNotFound } from './delivery-not-found.js';
import { DeliveryUnderWay } from './delivery-under-way.js';
import { WorkerWakeup } from './worker-wakeup.js';

/**
 * An operator's resend: what is finished goes out again as a new delivery of the same bytes, outside the order
 * promise; what is parked or waits is the same delivery, due now.
 */
@Injectable()
export class ResendDelivery {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: DeliveryLedger,
    private readonly workers: WorkerWakeup,
  ) {}

  /**
   * @returns the id of the delivery that goes out
   * @throws delivery_not_found, delivery_under_way, delivery_unfinished, endpoint_deleted, event_expired
   */
  execute(id: string): Promise<string> {
    return this.unitOfWork.run(async () => {
      const entry = await this.ledger.forChange(id);
      if (!entry) throw new DeliveryNotFound(id);
      if (entry.state === 'delivering') throw new DeliveryUnderWay();
      const can = await this.ledger.canBeSent(entry);
      if (!can.endpoint)
        throw new DomainError('conflict', 'endpoint_deleted', `Its endpoint ${entry.endpointId} is deleted.`);
      if (!can.event)
        throw new DomainError(
          'conflict',
          'event_expired',
          'Its event is older than RETENTION_DAYS. Export the document again.',
        );
      const resent = await this.resend(entry);
      this.unitOfWork.afterCommit(() => this.workers.wake());
      return resent;
    });
  }

  private async resend(entry: LedgerEntry): Promise<string> {
    if (entry.state === 'pending') await this.ledger.makeDue(entry.id);
    else if (entry.state === 'parked') await this.ledger.unpark(entry.id);
    else {
      const copy = await this.ledger.copy(entry.id);
      if (copy === undefined) {
        throw new DomainError(
          'conflict',
          'delivery_unfinished',
          'This event already has an unfinished delivery to that endpoint. Resend or wait for that one.',
        );
      }
      return copy;
    }
    return entry.id;
  }
}
