import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { AccessEventQueries, type AccessEventView } from '../application/access-event.queries.js';
import type { AccessEventKind } from '../domain/access-event.js';
import { AccessEventRow } from './access-event.row.js';

@Injectable()
export class TypeOrmAccessEventQueries extends AccessEventQueries {
  constructor(private readonly unitOfWork: TypeOrmUnitOfWork) {
    super();
  }

  async list(
    { what }: { what?: AccessEventKind },
    limit: number,
    before?: number,
  ): Promise<AccessEventView[]> {
    const rows = await this.unitOfWork.manager.find(AccessEventRow, {
      where: { ...(what && { what }), ...(before !== undefined && { id: LessThan(before) }) },
      order: { id: 'DESC' },
      take: limit,
    });
    return rows.map((row) => ({
      id: row.id,
      at: row.at,
      actor: row.actor,
      what: row.what,
      subject: row.subject,
      detail: row.detail,
      address: row.address,
    }));
  }
}
