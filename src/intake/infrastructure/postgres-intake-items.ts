import { Injectable } from '@nestjs/common';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { IntakeItems } from '../application/intake-items.js';
import type { IntakeChannel } from '../domain/intake-channel.js';
import { IntakeItem, type ArrivalName, type IntakeItemState } from '../domain/intake-item.js';
import { INSERT_INTAKE_ITEM } from './sql/insert-intake-item.sql.js';
import { INTAKE_ITEM_COLUMNS } from './sql/intake-item-columns.sql.js';
import { LOCK_INTAKE_ITEM } from './sql/lock-intake-item.sql.js';
import { UPDATE_INTAKE_ITEM } from './sql/update-intake-item.sql.js';

@Injectable()
export class PostgresIntakeItems extends IntakeItems {
  constructor(private readonly unitOfWork: TypeOrmUnitOfWork) {
    super();
  }

  async find(channel: IntakeChannel, sourceKey: string): Promise<IntakeItemState | undefined> {
    const [state] = await this.unitOfWork.manager.query<IntakeItemState[]>(
      `SELECT ${INTAKE_ITEM_COLUMNS} FROM intake_items WHERE channel = $1 AND source_key = $2`,
      [channel, sourceKey],
    );
    return state;
  }

  async forAttempt({ channel, sourceKey, origin, name }: ArrivalName): Promise<IntakeItem> {
    const { transactional } = this.unitOfWork;
    await transactional.query(INSERT_INTAKE_ITEM, [channel, sourceKey, origin, name]);
    const [state] = await transactional.query<IntakeItemState[]>(LOCK_INTAKE_ITEM, [channel, sourceKey]);
    if (!state) throw new Error(`The item of ${sourceKey} vanished while it was locked`);
    return IntakeItem.restore(state);
  }

  async forChange(id: number): Promise<IntakeItem> {
    const [state] = await this.unitOfWork.transactional.query<IntakeItemState[]>(
      `SELECT ${INTAKE_ITEM_COLUMNS} FROM intake_items WHERE id = $1 FOR UPDATE`,
      [id],
    );
    if (!state) throw new DomainError('not-found', 'intake_item_not_found', `There is no intake item ${id}.`);
    return IntakeItem.restore(state);
  }

  async save(item: IntakeItem): Promise<void> {
    const { id, sha256, result, reason, attempts, documentId, retryRequestedAt } = item.snapshot();
    await this.unitOfWork.transactional.query(UPDATE_INTAKE_ITEM, [
      ...[id, sha256, result, reason, attempts, documentId, retryRequestedAt],
    ]);
  }

  toRetry(channel: IntakeChannel, origins: readonly string[], limit: number): Promise<IntakeItemState[]> {
    return this.unitOfWork.manager.query<IntakeItemState[]>(
      `SELECT ${INTAKE_ITEM_COLUMNS} FROM intake_items
        WHERE retry_requested_at IS NOT NULL AND channel = $1 AND origin = ANY($2::text[])
        ORDER BY retry_requested_at LIMIT $3`,
      [channel, origins, limit],
    );
  }
}
