import { Injectable } from '@nestjs/common';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { ProcessingQueue, type Again } from '../application/processing-queue.js';
import { ProcessingSignal } from '../application/processing-signal.js';
import { CLAIM_DOCUMENTS } from './sql/claim-documents.sql.js';
import { RESTART_PROCESSING } from './sql/restart-processing.sql.js';

@Injectable()
export class PostgresProcessingQueue extends ProcessingQueue {
  constructor(
    private readonly unitOfWork: TypeOrmUnitOfWork,
    private readonly signal: ProcessingSignal,
  ) {
    super();
  }

  async request(documentId: number): Promise<void> {
    await this.unitOfWork.transactional.query(`INSERT INTO document_processing (document_id) VALUES ($1)`, [
      documentId,
    ]);
    this.unitOfWork.afterCommit(() => this.signal.raise());
  }

  async restart(documentId: number): Promise<void> {
    await this.unitOfWork.transactional.query(RESTART_PROCESSING, [documentId]);
    this.unitOfWork.afterCommit(() => this.signal.raise());
  }

  async claim(
    limit: number,
    leaseSeconds: number,
    claimToken: string,
  ): Promise<{ documentId: number; attempt: number }[]> {
    const [rows] = await this.unitOfWork.transactional.query<
      [{ documentId: number; attempt: number }[], number]
    >(CLAIM_DOCUMENTS, [limit, leaseSeconds, claimToken]);
    return rows;
  }

  renew(documentId: number, claimToken: string, leaseSeconds: number): Promise<boolean> {
    return this.affects(
      `UPDATE document_processing SET lease_until = now() + make_interval(secs => $3)
        WHERE document_id = $1 AND claim_token = $2`,
      [documentId, claimToken, leaseSeconds],
    );
  }

  settle(documentId: number, claimToken: string, then: 'done' | Again): Promise<boolean> {
    if (then === 'done') {
      return this.affects(`DELETE FROM document_processing WHERE document_id = $1 AND claim_token = $2`, [
        documentId,
        claimToken,
      ]);
    }
    return this.affects(
      `UPDATE document_processing
          SET claim_token = NULL, lease_until = NULL, due_at = now() + make_interval(secs => $3),
              attempts = attempts - CASE WHEN $4 THEN 0 ELSE 1 END
        WHERE document_id = $1 AND claim_token = $2`,
      [documentId, claimToken, then.afterSeconds, then.counts],
    );
  }

  lost(): Promise<{ documentId: number; claimToken: string; attempt: number }[]> {
    return this.unitOfWork.manager.query<{ documentId: number; claimToken: string; attempt: number }[]>(
      `SELECT document_id AS "documentId", claim_token AS "claimToken", attempts AS attempt
         FROM document_processing WHERE claim_token IS NOT NULL AND lease_until < now() ORDER BY lease_until LIMIT 100`,
    );
  }

  async withdraw(documentId: number): Promise<void> {
    await this.unitOfWork.transactional.query(
      `DELETE FROM document_processing WHERE document_id = $1 AND claim_token IS NULL`,
      [documentId],
    );
  }

  private async affects(sql: string, values: unknown[]): Promise<boolean> {
    const [, count] = await this.unitOfWork.manager.query<[unknown[], number]>(sql, values);
    return count > 0;
  }
}
