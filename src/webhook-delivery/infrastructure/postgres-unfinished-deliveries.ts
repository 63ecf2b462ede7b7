import { Injectable } from '@nestjs/common';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { UnfinishedDeliveries } from '../application/unfinished-deliveries.js';
import { CANCEL_UNFINISHED } from './sql/cancel-unfinished.sql.js';

@Injectable()
export class PostgresUnfinishedDeliveries extends UnfinishedDeliveries {
  constructor(private readonly unitOfWork: TypeOrmUnitOfWork) {
    super();
  }

  async cancel(endpointId: number, reason: string): Promise<number> {
    let cancelled = 0;
    // A delivery that is being parked or resent moves to the table that a statement has already looked through. The
    // statement waits for that to commit, so the next one sees it.
    for (;;) {
      const rows = await this.unitOfWork.transactional.query<{ count: number }[]>(CANCEL_UNFINISHED, [
        endpointId,
        reason,
      ]);
      const count = rows[0]?.count ?? 0;
      if (count === 0) return cancelled;
      cancelled += count;
    }
  }
}
