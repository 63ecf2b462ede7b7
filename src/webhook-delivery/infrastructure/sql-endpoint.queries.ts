import { Injectable } from '@nestjs/common';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { EndpointNotFound } from '../application/endpoint-not-found.js';
import { EndpointQueries, type EndpointView } from '../application/endpoint.queries.js';
import type { EndpointCondition } from '../domain/operational-event-body.js';
import { READ_CONDITIONS } from './sql/endpoint-condition.sql.js';
import { LIST_ENDPOINTS } from './sql/list-endpoints.sql.js';

@Injectable()
export class SqlEndpointQueries extends EndpointQueries {
  constructor(private readonly unitOfWork: TypeOrmUnitOfWork) {
    super();
  }

  list(limit: number, before?: number): Promise<EndpointView[]> {
    return this.unitOfWork.manager.query<EndpointView[]>(LIST_ENDPOINTS, [null, before ?? null, limit]);
  }

  async get(id: number): Promise<EndpointView> {
    const views = await this.unitOfWork.manager.query<EndpointView[]>(LIST_ENDPOINTS, [id, null, 1]);
    if (!views[0]) throw new EndpointNotFound(id);
    return views[0];
  }

  conditions(ids: readonly number[]): Promise<(EndpointCondition & { enabled: boolean })[]> {
    return this.unitOfWork.manager.query(READ_CONDITIONS, [ids]);
  }
}
