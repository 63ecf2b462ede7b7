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
import { TRY_RETENTION_LOCK } from './sql/try-retention-lock.sql.js';
import { unfinished } from './sql/unfinished.sql.js';

interface Kind {
  /** Adds (1) or takes away (-1) what rows of a table count in the ledger. */
  counts: ((rows: string, sign: 1 | -1) => string)[];
  /** By which unfinished deliveries know what moves to the default partition instead of being dropped. It is little. */
  kept?: 'event_id' | 'delivery_id';
}
const KINDS: Record<string, Kind> = {
  outbox_events: { counts: [countEvents, countEventsWithoutEndpoint], kept: 'event_id' },
  webhook_delivery_history: { counts: [countDeliveries] },
  webhook_attempts: { counts: [], kept: 'delivery_id' },
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
    const [lock] = await manager.query<{ taken: boolean }[]>(TRY_RETENTION_LOCK);
    const found = lock?.taken && (await this.#expired()).find((each) => each.partition === partition);
    if (!found) return false;
    const { parent } = found;
    const { counts, kept } = KINDS[parent]!;
    // Who waits for an exclusive lock holds up all who come later: not for long.
    await manager.query(`SET LOCAL lock_timeout = '1s'`);
    // Counting reads the week once, the only time that anything does: totals that each settle kept up would be a row
    // for which all workers queue. It takes its time, so it comes first and keeps out only who would write to this old
    // week: an attempt or the end of a delivery as old as that. For 500,000 events with bodies of 1 KB 0.7 s of 2 s
    // (their positions took 1.2 s), for as many finished deliveries 0.2 s (2 cores, PostgreSQL 18, in memory).
    await manager.query(`LOCK TABLE ${partition} IN SHARE ROW EXCLUSIVE MODE`);
    for (const count of counts) await manager.query(count(partition, 1));
    // Of what is kept for a delivery, too: a cursor that stands between it and the first that is left has expired.
    if (parent === 'outbox_events') {
      await manager.query(
        `DELETE FROM outbox_positions WHERE event_id IN (SELECT event_id FROM ${partition})`,
      );
    }
    // From here on exports and claims wait: 0.5 s of the 16 s that a week of a million events took, of which 1,000 stay
    // (2 busy cores, PostgreSQL 15). A resend that found its event has committed, so it is seen as unfinished.
    await manager.query(`ALTER TABLE ${parent} DETACH PARTITION ${partition}`);
    if (kept !== undefined) {
      await manager.query(`INSERT INTO ${parent} SELECT * FROM ${partition} WHERE ${unfinished(kept)}`);
      // What was moved, and not what is unfinished now: deliveries are settled meanwhile.
      const moved = `(SELECT * FROM ${partition} WHERE ${kept} IN (SELECT ${kept} FROM ${parent}_default))`;
      for (const count of counts) await manager.query(count(moved, -1));
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
