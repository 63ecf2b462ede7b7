import { Injectable } from '@nestjs/common';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import {
  AuditQueries,
  type AuditEntry,
  type AuditFilter,
  type AuditKey,
} from '../application/audit.queries.js';
import { SELECT_AUDIT } from './sql/select-audit.sql.js';

@Injectable()
export class SqlAuditQueries extends AuditQueries {
  constructor(private readonly unitOfWork: TypeOrmUnitOfWork) {
    super();
  }

  list(
    { actor, documentId, kind, since, until, q }: AuditFilter,
    limit: number,
    before: AuditKey | undefined,
  ): Promise<AuditEntry[]> {
    const values = [actor, documentId, kind, since, until, q, ...(before ?? [null, null, null]), limit];
    return this.unitOfWork.manager.query<AuditEntry[]>(
      SELECT_AUDIT,
      values.map((value) => value ?? null),
    );
  }
}
