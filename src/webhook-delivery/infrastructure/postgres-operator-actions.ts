import { Injectable } from '@nestjs/common';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import {
  OperatorActions,
  type OperatorActionRecord,
  type OperatorActionView,
} from '../application/operator-actions.js';
import { RECORD_OPERATOR_ACTION } from './sql/record-operator-action.sql.js';

@Injectable()
export class PostgresOperatorActions extends OperatorActions {
  constructor(private readonly unitOfWork: TypeOrmUnitOfWork) {
    super();
  }

  async record(action: OperatorActionRecord): Promise<void> {
    await this.unitOfWork.transactional.query(RECORD_OPERATOR_ACTION, [
      action.actor,
      action.action,
      action.endpointId ?? null,
      action.deliveryId ?? null,
      action.replayId ?? null,
      JSON.stringify(action.detail ?? {}),
    ]);
  }

  list(
    endpointId: number | undefined,
    limit: number,
    before = Number.MAX_SAFE_INTEGER,
  ): Promise<OperatorActionView[]> {
    return this.unitOfWork.manager.query<OperatorActionView[]>(
      `SELECT id::float8 AS id, at, actor, action, endpoint_id AS "endpointId", delivery_id AS "deliveryId",
              replay_id AS "replayId", detail
         FROM webhook_operator_actions
        WHERE id < $1 ${endpointId === undefined ? '' : 'AND endpoint_id = $3'}
        ORDER BY webhook_operator_actions.id DESC LIMIT $2`,
      endpointId === undefined ? [before, limit] : [before, limit, endpointId],
    );
  }
}
