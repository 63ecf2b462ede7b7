import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { EndpointRepository } from './endpoint.repository.js';
import { Replays } from './replays.js';
import { UnfinishedDeliveries } from './unfinished-deliveries.js';

@Injectable()
export class DeleteEndpoint {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly endpoints: EndpointRepository,
    private readonly deliveries: UnfinishedDeliveries,
    private readonly replays: Replays,
  ) {}

  /**
   * What is unfinished, replays too, is cancelled with it, the first part at once; `CancelStragglers` goes on.
   * A send under way still arrives, and settles nothing.
   * @returns whether it was there still. @throws endpoint_not_found when it never was
   */
  execute(id: number): Promise<boolean> {
    return this.unitOfWork.run(async () => {
      if (!(await this.endpoints.markDeleted(id))) return false;
      // Before its deliveries: a step that is being taken ends first, and makes no more afterwards.
      await this.replays.cancelOf(id);
      await this.deliveries.cancel(id, 'endpoint_deleted');
      return true;
    });
  }
}
