import { Injectable } from '@nestjs/common';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { DeliveryLedger } from './delivery-ledger.js';
import { DeliveryNotFound } from './delivery-not-found.js';
import { DeliveryUnderWay } from './delivery-under-way.js';
import { WorkerWakeup } from './worker-wakeup.js';

/** An operator's decision that a delivery shall not go out; it holds up no later revision any more. */
@Injectable()
export class CancelDelivery {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: DeliveryLedger,
    private readonly workers: WorkerWakeup,
  ) {}

  /**
   * @returns whether it was not cancelled already
   * @throws delivery_not_found, delivery_under_way, delivery_finished
   */
  execute(id: string): Promise<boolean> {
    return this.unitOfWork.run(async () => {
      const entry = await this.ledger.forChange(id);
      if (!entry) throw new DeliveryNotFound(id);
      if (entry.state === 'delivering') throw new DeliveryUnderWay();
      if (entry.state === 'cancelled') return false;
      if (entry.state !== 'pending' && entry.state !== 'parked') {
        throw new DomainError(
          'conflict',
          'delivery_finished',
          `It is ${entry.state} already; there is nothing to cancel.`,
        );
      }
      await this.ledger.cancel(id);
      this.unitOfWork.afterCommit(() => this.workers.wake());
      return true;
    });
  }
}
