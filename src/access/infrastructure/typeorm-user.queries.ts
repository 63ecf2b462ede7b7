import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { UserQueries, type UserView } from '../application/user.queries.js';
import { userNotFound } from '../domain/user-errors.js';
import { UserRow } from './user.row.js';

@Injectable()
export class TypeOrmUserQueries extends UserQueries {
  constructor(private readonly unitOfWork: TypeOrmUnitOfWork) {
    super();
  }

  async get(id: number): Promise<UserView> {
    const row = await this.unitOfWork.manager.findOneBy(UserRow, { id });
    if (!row) throw userNotFound(id);
    return toView(row);
  }

  async list(limit: number, before?: number): Promise<UserView[]> {
    const rows = await this.unitOfWork.manager.find(UserRow, {
      where: before === undefined ? {} : { id: LessThan(before) },
      order: { id: 'DESC' },
      take: limit,
    });
    return rows.map(toView);
  }
}

function toView({ id, email, name, role, disabled, lastLoginAt, createdAt, updatedAt }: UserRow): UserView {
  return { id, email, name, role, disabled, lastLoginAt, createdAt, updatedAt };
}
