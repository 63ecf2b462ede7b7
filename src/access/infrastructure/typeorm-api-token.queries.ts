import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { ApiTokenQueries, type ApiTokenView } from '../application/api-token.queries.js';
import { tokenNotFound } from '../domain/api-token-errors.js';
import { ApiTokenRow } from './api-token.row.js';

@Injectable()
export class TypeOrmApiTokenQueries extends ApiTokenQueries {
  constructor(private readonly unitOfWork: TypeOrmUnitOfWork) {
    super();
  }

  async get(id: number): Promise<ApiTokenView> {
    const row = await this.unitOfWork.manager.findOneBy(ApiTokenRow, { id });
    if (!row) throw tokenNotFound(id);
    return toView(row);
  }

  async list(limit: number, before?: number): Promise<ApiTokenView[]> {
    const rows = await this.unitOfWork.manager.find(ApiTokenRow, {
      where: before === undefined ? {} : { id: LessThan(before) },
      order: { id: 'DESC' },
      take: limit,
    });
    return rows.map(toView);
  }
}

function toView({ id, name, scopes, expiresAt, lastUsedAt, createdAt }: ApiTokenRow): ApiTokenView {
  return { id, name, scopes, expiresAt, lastUsedAt, createdAt };
}
