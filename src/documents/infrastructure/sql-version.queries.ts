import { Injectable } from '@nestjs/common';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { VersionQueries, type DocumentVersion } from '../application/version.queries.js';
import { confidenceLabel } from '../domain/confidence.js';
import { SELECT_VERSIONS } from './sql/select-versions.sql.js';

/** Above every number, and a bigint. */
const NEWEST = 2 ** 31;

@Injectable()
export class SqlVersionQueries extends VersionQueries {
  constructor(private readonly unitOfWork: TypeOrmUnitOfWork) {
    super();
  }

  async list(documentId: number, limit: number, before = NEWEST): Promise<DocumentVersion[]> {
    const rows: (DocumentVersion & { size: string })[] = await this.unitOfWork.manager.query(
      SELECT_VERSIONS,
      [documentId, before, limit],
    );
    return rows.map((row) => ({
      ...row,
      size: Number(row.size),
      confidenceLabel: confidenceLabel(row.confidenceScore),
    }));
  }

  async find(documentId: number, number: number): Promise<DocumentVersion | undefined> {
    const [version] = await this.list(documentId, 1, number + 1);
    return version?.number === number ? version : undefined;
  }
}
