import { Injectable } from '@nestjs/common';
import { Config } from '../../shared/config/config.js';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { ExpiredPartitions } from '../application/expired-partitions.js';
import {
  countDeliveries,
  countEvents,
  countEventsWithoutEndpoint,
  countExtraDeliveries,
} from './sql/add-to-ledger-totals.sql.js';

/** What of a partition belongs to a delivery that waits, is on its way, or is parked. */
const unfinished = (column: string): string =>
  `${column} IN (SELECT ${column} FROM webhook_deliveries UNION ALL SELECT ${column} FROM webhook_parked_deliveries)`;

interface Kind {
  /** Adds (1) or takes away (-1) what rows of a table count in the ledger. */
  counts: ((rows: string, sign: 1 | -1) => string)[];
  /** What is moved to the default partition instead of being dropped. It is little, and stays there when finished. */
  kept?: string;
}
const KINDS: Record<string, Kind> = {
  outbox_events: { counts: [countEvents, countEventsWithoutEndpoint], kept: unfinished('event_id') },
  webhook_delivery_history: { counts: [countDeliveries] },
  webhook_attempts: { counts: [], kept: unfinished('delivery_id') },
  webhook_extra_deliveries: { counts: [countExtraDeliveries] },
};

@Injectable()
export class PostgresExpiredPartitions extends ExpiredPartitions {
  constructor(
    private readonly config: Config,
    private readonly unitOfWork: TypeOrmUnitOfWork,
  ) {
    super();
  }

  async list(): Promise<string[]> {
    return (await this.#expired()).map(({ partition }) => partition);
  }

  async drop(partition: string): Promise<boolean> {
    const manager = this.unitOfWork.transactional;
    const [lock] = await manager.query<{ taken: boolean }[]>(
      `SELECT pg_try_advisory_xact_lock(hashtext('recordengine:retention')) AS taken`,
    );
    const found = lock?.taken && (await this.#expired()).find((each) => each.partition === partition);
    if (!found) return false;
    const { parent } = found;
    const { counts, kept } = KINDS[parent]!;
    // Who waits for an exclusive lock holds up all who come later: not for long.
    await manager.query(`SET LOCAL lock_timeout = '1s'`);
    // Counting takes its time, so it comes first and keeps out only who would write to this old week.
    await manager.query(`LOCK TABLE ${partition} IN SHARE ROW EXCLUSIVE MODE`);
    for (const count of counts) await manager.query(count(partition, 1));
    if (parent === 'outbox_events') {
      await manager.query(
        `DELETE FROM outbox_positions WHERE event_id IN (SELECT event_id FROM ${partition} WHERE NOT (${kept}))`,
      );
    }
    // From here on exports and claims wait: 0.5 s of the 16 s that a week of a million events took, of which 1,000 stay
    // (2 busy cores, PostgreSQL 15). A resend that found its event has committed, so it is seen as unfinished.
    await manager.query(`ALTER TABLE ${parent} DETACH PARTITION ${partition}`);
    if (kept !== undefined) {
      const rows = `(SELECT * FROM ${partition} WHERE ${kept})`;
      for (const count of counts) await manager.query(count(rows, -1));
      await manager.query(`INSERT INTO ${parent} SELECT * FROM ${rows} AS kept`);
    }
    await manager.query(`DROP TABLE ${partition}`);
    return true;
  }

  /** By their upper bounds. The default partition has none. Names come quoted where they need it. */
  #expired(): Promise<{ parent: string; partition: string }[]> {
    return this.unitOfWork.manager.query<{ parent: string; partition: string }[]>(
      `SELECT parent, partition
         FROM (SELECT inhparent::regclass::text AS parent, inhrelid::regclass::text AS partition,
                      substring(pg_get_expr(relpartbound, inhrelid) FROM $$TO \\('([0-9a-f-]{36})'\\)$$)::uuid AS upper
                 FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
                WHERE inhparent = ANY (SELECT to_regclass(name) FROM unnest($1::text[]) AS name)) AS weeks
        WHERE upper <= first_uuid7_at(now() - make_interval(days => $2))
        ORDER BY upper, partition`,
      [Object.keys(KINDS), this.config.retentionDays],
    );
  }
}
