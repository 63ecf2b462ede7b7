import { Injectable } from '@nestjs/common';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { WebhookLedgerQueries, type LedgerView } from '../application/webhook-ledger.queries.js';
import { READ_LEDGER } from './sql/read-ledger.sql.js';

@Injectable()
export class SqlWebhookLedgerQueries extends WebhookLedgerQueries {
  constructor(private readonly unitOfWork: TypeOrmUnitOfWork) {
    super();
  }

  async read(): Promise<LedgerView> {
    const [view] = await this.unitOfWork.manager.query<[LedgerView]>(READ_LEDGER);
    return view;
  }
}
