import { Injectable } from '@nestjs/common';
import { Config } from '../../shared/config/config.js';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { ExpiredRows } from '../application/expired-rows.js';
import {
  countDeliveries,
  countEvents,
  countEventsWithoutEndpoint,
  countExtraDeliveries,
} from './sql/add-to-ledger-totals.sql.js';
import { TRY_RETENTION_LOCK } from './sql/try-retention-lock.sql.js';
import { unfinished } from './sql/unfinished.sql.js';

/** Both are of $1, days. */
const CUT = `now() - make_interval(days => $1::integer)`;
const CUT_ID = `first_uuid7_at(${CUT})`;

interface Kind {
  key: string;
  type: string;
  expired: string;
  counts?: ((rows: string, sign: 1 | -1) => string)[];
  /** A resend may have read it and be about to need it. Readers are waited for, and the rows looked up once more. */
  isRead?: true;
}

/**
 * The default partitions have what came before its week was made, what a drop left for an unfinished delivery, and the
 * end of a delivery that outlived its week. Mostly they are nearly empty, so a DELETE costs nothing there.
 */
const KINDS: Record<string, Kind> = {
  outbox_events_default: {
    key: 'event_id',
    type: 'uuid',
    expired: `event_id < ${CUT_ID} AND NOT ${unfinished('event_id')}`,
    counts: [countEvents, countEventsWithoutEndpoint],
    isRead: true,
  },
  // By their ends: what was parked for long and is resent at last is shown as long as others.
  webhook_delivery_history_default: {
    key: 'delivery_id',
    type: 'uuid',
    expired: `finished_at < ${CUT}`,
    counts: [countDeliveries],
  },
  webhook_attempts_default: {
    key: 'delivery_id',
    type: 'uuid',
    expired: `delivery_id < ${CUT_ID} AND NOT ${unfinished('delivery_id')}
              AND NOT EXISTS (SELECT FROM webhook_delivery_history_default AS finished
                               WHERE finished.delivery_id = webhook_attempts_default.delivery_id)`,
  },
  webhook_extra_deliveries_default: {
    key: 'delivery_id',
    type: 'uuid',
    expired: `delivery_id < ${CUT_ID}`,
    counts: [countExtraDeliveries],
  },
  webhook_operator_actions: { key: 'id', type: 'bigint', expired: `at < ${CUT}` },
  webhook_replays: { key: 'id', type: 'integer', expired: `finished_at < ${CUT}` },
};

@Injectable()
export class PostgresExpiredRows extends ExpiredRows {
  readonly tables = Object.keys(KINDS);

  constructor(
    private readonly config: Config,
    private readonly unitOfWork: TypeOrmUnitOfWork,
  ) {
    super();
  }

  async delete(table: string, limit: number): Promise<number> {
    const manager = this.unitOfWork.transactional;
    const { key, type, counts = [], isRead } = KINDS[table]!;
    const [lock] = await manager.query<{ taken: boolean }[]>(TRY_RETENTION_LOCK);
    if (!lock?.taken) return 0;
    let keys = await this.#expired(table, limit);
    if (keys.length === 0) return 0;
    await manager.query(`SET LOCAL lock_timeout = '1s'`);
    if (isRead) {
      await manager.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
      keys = await this.#expired(table, limit);
    }
    const chosen = `${key} = ANY ($1::${type}[])`;
    for (const count of counts)
      await manager.query(count(`(SELECT * FROM ${table} WHERE ${chosen})`, 1), [keys]);
    await manager.query(`DELETE FROM ${table} WHERE ${chosen}`, [keys]);
    if (table === 'outbox_events_default') {
      await manager.query(`DELETE FROM outbox_positions WHERE ${chosen}`, [keys]);
    }
    return keys.length;
  }

  async #expired(table: string, limit: number): Promise<string[]> {
    const { key, expired } = KINDS[table]!;
    const rows = await this.unitOfWork.transactional.query<{ key: string }[]>(
      `SELECT DISTINCT ${key} AS key FROM ${table} WHERE ${expired} LIMIT $2`,
      [this.config.retentionDays, limit],
    );
    return rows.map((row) => row.key);
  }
}
