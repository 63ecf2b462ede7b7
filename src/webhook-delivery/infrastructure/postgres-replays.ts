import { Injectable } from '@nestjs/common';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { Replays, type ReplayScope, type ReplayView } from '../application/replays.js';
import type { ReplayState } from '../domain/replay-state.js';
import { COPY_EVENTS } from './sql/copy-events.sql.js';
import { DELIVER_MISSING } from './sql/deliver-missing.sql.js';
import { LOCK_HEALTH } from './sql/lock-health.sql.js';
import { PICK_REPLAY } from './sql/pick-replay.sql.js';
import { selectReplayed } from './sql/select-replayed.sql.js';
import { TAKE_BACK_COPIES } from './sql/take-back-copies.sql.js';
import { UNPARK_EVENTS } from './sql/unpark-events.sql.js';

interface Picked extends Omit<ReplayScope, 'since'> {
  id: number;
  reached: string;
}

/** Ids hold no time before 1970. */
const FIRST_ID = (parameter: string): string =>
  `first_uuid7_at(greatest(${parameter}::timestamptz, to_timestamp(0)))`;

@Injectable()
export class PostgresReplays extends Replays {
  constructor(private readonly unitOfWork: TypeOrmUnitOfWork) {
    super();
  }

  async count({ endpointId, states, includeMissing, since, until }: ReplayScope): Promise<number> {
    const range = `event_id >= ${FIRST_ID('$4')} AND event_id < ${FIRST_ID('$5')}`;
    const [row] = await this.unitOfWork.manager.query<{ count: number }[]>(
      `SELECT count(*)::float8 AS count FROM (${selectReplayed(range)}) AS replayed`,
      [endpointId, states, includeMissing, since, until],
    );
    return row?.count ?? 0;
  }

  async add(
    { endpointId, states, includeMissing, since, until }: ReplayScope,
    total: number,
  ): Promise<number> {
    const [row] = await this.unitOfWork.transactional.query<{ id: number }[]>(
      `INSERT INTO webhook_replays (endpoint_id, states, include_missing, since, until, total, reached)
       VALUES ($1, $2, $3, $4, $5, $6, ${FIRST_ID('$4')}) RETURNING id`,
      [endpointId, states, includeMissing, since, until, total],
    );
    return row!.id;
  }

  async get(id: number): Promise<ReplayView | undefined> {
    const [row] = await this.unitOfWork.manager.query<ReplayView[]>(
      `SELECT id, endpoint_id AS "endpointId", state, since, until, states, include_missing AS "includeMissing",
              total::float8 AS total, done::float8 AS done, created_at AS "createdAt", finished_at AS "finishedAt"
         FROM webhook_replays WHERE id = $1`,
      [id],
    );
    return row;
  }

  async forChange(id: number): Promise<{ endpointId: number; state: ReplayState } | undefined> {
    const [row] = await this.unitOfWork.transactional.query<{ endpointId: number; state: ReplayState }[]>(
      `SELECT endpoint_id AS "endpointId", state FROM webhook_replays WHERE id = $1 FOR UPDATE`,
      [id],
    );
    return row;
  }

  async set(id: number, state: ReplayState): Promise<void> {
    await this.unitOfWork.transactional.query(
      `UPDATE webhook_replays SET state = $2, finished_at = CASE WHEN $2 = 'cancelled' THEN now() END WHERE id = $1`,
      [id, state],
    );
  }

  async cancelOf(endpointId: number): Promise<void> {
    await this.unitOfWork.transactional.query(
      `UPDATE webhook_replays SET state = 'cancelled', finished_at = now()
        WHERE endpoint_id = $1 AND state IN ('running', 'paused')`,
      [endpointId],
    );
  }

  async step(events: number): Promise<boolean> {
    const manager = this.unitOfWork.transactional;
    const [replay] = await manager.query<Picked[]>(PICK_REPLAY);
    if (!replay) return false;
    const { endpointId, states } = replay;
    // States before deliveries, as everybody does. Also makes replays of missing ones take turns at an endpoint.
    if (replay.includeMissing) await manager.query(LOCK_HEALTH, [[endpointId]]);
    const passed = await manager.query<{ id: string }[]>(
      `SELECT event_id AS id FROM outbox_events WHERE event_id > $1 AND event_id < ${FIRST_ID('$2')}
        ORDER BY event_id LIMIT $3`,
      [replay.reached, replay.until, events],
    );
    const ids = passed.map(({ id }) => id);
    const [replayed] = await manager.query<{ count: number }[]>(
      `SELECT count(*)::float8 AS count FROM (${selectReplayed('event_id = ANY ($4::uuid[])')}) AS replayed`,
      [endpointId, states, replay.includeMissing, ids],
    );
    if (replayed && replayed.count > 0) {
      // Copies first: a parked one keeps its event from being copied.
      const copies = await manager.query<{ id: string }[]>(COPY_EVENTS, [endpointId, ids, states]);
      await manager.query(TAKE_BACK_COPIES, [copies.map(({ id }) => id)]);
      if (states.includes('parked')) await manager.query(UNPARK_EVENTS, [endpointId, ids]);
      if (replay.includeMissing) await manager.query(DELIVER_MISSING, [endpointId, ids]);
    }
    const isLast = passed.length < events;
    await manager.query(
      `UPDATE webhook_replays
          SET reached = $2, done = done + $3::bigint, stepped_at = clock_timestamp(),
              total = CASE WHEN $4 THEN done + $3::bigint ELSE greatest(total, done + $3::bigint) END,
              state = CASE WHEN $4 THEN 'done' ELSE state END, finished_at = CASE WHEN $4 THEN now() END
        WHERE id = $1`,
      [replay.id, ids.at(-1) ?? replay.reached, replayed?.count ?? 0, isLast],
    );
    return true;
  }
}
