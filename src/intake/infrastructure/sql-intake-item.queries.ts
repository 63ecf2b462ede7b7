import { Injectable } from '@nestjs/common';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import {
  IntakeItemQueries,
  type IntakeFilter,
  type IntakeItemView,
} from '../application/intake-item.queries.js';
import { INTAKE_ITEM_COLUMNS } from './sql/intake-item-columns.sql.js';

@Injectable()
export class SqlIntakeItemQueries extends IntakeItemQueries {
  constructor(private readonly unitOfWork: TypeOrmUnitOfWork) {
    super();
  }

  list(
    { channel, result }: IntakeFilter,
    limit: number,
    before: number | undefined,
  ): Promise<IntakeItemView[]> {
    const values: unknown[] = [];
    const conditions = (
      [
        ['id <', before],
        ['channel =', channel],
        ['result =', result],
      ] as const
    )
      .filter(([, value]) => value !== undefined)
      .map(([comparison, value]) => `${comparison} $${values.push(value)}`);
    return this.select(
      `${conditions.join(' AND ') || 'true'} ORDER BY id DESC LIMIT $${values.push(limit)}`,
      values,
    );
  }

  async get(id: number): Promise<IntakeItemView | undefined> {
    const [item] = await this.select('id = $1', [id]);
    return item;
  }

  private select(where: string, values: unknown[]): Promise<IntakeItemView[]> {
    return this.unitOfWork.manager.query<IntakeItemView[]>(
      `SELECT ${INTAKE_ITEM_COLUMNS}, created_at AS "createdAt", updated_at AS "updatedAt"
         FROM intake_items WHERE ${where}`,
      values,
    );
  }
}
