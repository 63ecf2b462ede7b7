import { Injectable } from '@nestjs/common';
import { Config } from '../../shared/config/config.js';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { SelfCheckProbes } from '../application/self-check-probes.js';
import type { SelfCheck, SelfCheckName, Symptom } from '../domain/self-check.js';
import { FIND_CLAIMS_WITHOUT_LEASE } from './sql/self-check/find-claims-without-lease.sql.js';
import { FIND_FEED_LAG } from './sql/self-check/find-feed-lag.sql.js';
import { FIND_MISPLACED_DELIVERIES } from './sql/self-check/find-misplaced-deliveries.sql.js';
import { FIND_OVERDUE_LEASES } from './sql/self-check/find-overdue-leases.sql.js';
import { FIND_REVISION_GAPS } from './sql/self-check/find-revision-gaps.sql.js';
import { FIND_STALLED_DELIVERIES } from './sql/self-check/find-stalled-deliveries.sql.js';
import { FIND_UNBALANCED } from './sql/self-check/find-unbalanced.sql.js';
import { FIND_WEAK_SCHEMA } from './sql/self-check/find-weak-schema.sql.js';

/** Taking over is tried every second. */
const LEASE_MARGIN_SECONDS = 60;
const LONG_DUE_SECONDS = 60;

@Injectable()
export class PostgresSelfCheckProbes extends SelfCheckProbes {
  readonly #queries: Record<SelfCheckName, [sql: string, ...values: unknown[]]>;

  constructor(
    config: Config,
    private readonly unitOfWork: TypeOrmUnitOfWork,
  ) {
    super();
    this.#queries = {
      schema: [FIND_WEAK_SCHEMA],
      claim_without_lease: [FIND_CLAIMS_WITHOUT_LEASE],
      lease_overdue: [FIND_OVERDUE_LEASES, LEASE_MARGIN_SECONDS],
      delivery_stalled: [FIND_STALLED_DELIVERIES, LONG_DUE_SECONDS],
      revision_gap: [FIND_REVISION_GAPS, config.retentionDays],
      ledger_unbalanced: [FIND_UNBALANCED],
      feed_lag: [FIND_FEED_LAG],
      delivery_misplaced: [FIND_MISPLACED_DELIVERIES],
    };
  }

  async look(name: SelfCheckName, { timeoutMs }: SelfCheck): Promise<Symptom[]> {
    const manager = this.unitOfWork.transactional;
    await manager.query(`SET LOCAL statement_timeout = ${timeoutMs}`);
    const [sql, ...values] = this.#queries[name];
    return manager.query<Symptom[]>(sql, values);
  }
}
