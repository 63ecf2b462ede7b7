import { Injectable } from '@nestjs/common';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { OfflineMode } from '../application/offline-mode.js';

const KEY = 'offline_mode';

/** A row while it is on, with the time since when: claims look for it in their own statement. */
@Injectable()
export class PostgresOfflineMode extends OfflineMode {
  constructor(private readonly unitOfWork: TypeOrmUnitOfWork) {
    super();
  }

  async isOn(): Promise<boolean> {
    const rows = await this.unitOfWork.manager.query<unknown[]>(
      `SELECT 1 FROM instance_settings WHERE key = $1`,
      [KEY],
    );
    return rows.length > 0;
  }

  async switch(on: boolean): Promise<boolean> {
    const manager = this.unitOfWork.transactional;
    if (on) {
      const made = await manager.query<unknown[]>(
        `INSERT INTO instance_settings (key, value) VALUES ($1, now()::text) ON CONFLICT (key) DO NOTHING RETURNING 1`,
        [KEY],
      );
      return made.length > 0;
    }
    const rows = await manager.query<{ value: string }[]>(
      `WITH off AS (DELETE FROM instance_settings WHERE key = $1 RETURNING value) TABLE off`,
      [KEY],
    );
    if (rows[0]) await this.#moveClocks(rows[0].value);
    return rows.length > 0;
  }

  /**
   * What was still to wait by the clock that stood (QUEUE_CLOCK) is still to wait now. States before deliveries, and
   * these in order, as in LOCK_HEALTH; locked ones are waited for. That cannot deadlock: whoever holds deliveries
   * that wait has the states that it needs, and skips deliveries that are locked here.
   */
  async #moveClocks(since: string): Promise<void> {
    const manager = this.unitOfWork.transactional;
    await manager.query(
      `WITH locked AS MATERIALIZED (
         SELECT endpoint_id FROM webhook_endpoint_states WHERE gate_until > $1::timestamptz
          ORDER BY endpoint_id FOR UPDATE
       )
       UPDATE webhook_endpoint_states SET gate_until = gate_until + (now() - $1::timestamptz)
        WHERE endpoint_id IN (SELECT endpoint_id FROM locked)`,
      [since],
    );
    // Only what has failed has a clock; what was exported meanwhile is due.
    await manager.query(
      `UPDATE webhook_deliveries SET due_at = due_at + (now() - $1::timestamptz)
        WHERE delivery_id IN (SELECT delivery_id FROM webhook_deliveries
                               WHERE claim_token IS NULL AND failing_since IS NOT NULL AND due_at > $1::timestamptz
                               ORDER BY delivery_id FOR UPDATE)`,
      [since],
    );
  }
}
