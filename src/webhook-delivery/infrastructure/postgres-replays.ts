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

interface Picked extends ReplayScope {
  id: number;
  /** The last event id that was taken. */
  reached: string;
  /** All ids were: what is left are events that were committed behind it. */
  walked: boolean;
  /** The last position of the feed that was taken after that. */
  position: string;
}

/** The next events of a replay. */
interface Taken extends Pick<Picked, 'reached' | 'position'> {
  ids: string[];
  isLast: boolean;
}

/** Ids hold no time before 1970. */
const FIRST_ID = (parameter: string): string =>
  `first_uuid7_at(greatest(${parameter}::timestamptz, to_timestamp(0)))`;

const SELECT_REPLAYS = `
  SELECT id, endpoint_id AS "endpointId", state, since, until, states, include_missing AS "includeMissing",
         total::float8 AS total, done::float8 AS done, created_at AS "createdAt", finished_at AS "finishedAt"
    FROM webhook_replays`;

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
    // Its own id is above those of all that run; the xmax of a snapshot is only above those that have ended.
    const [row] = await this.unitOfWork.transactional.query<{ id: number }[]>(
      `INSERT INTO webhook_replays (endpoint_id, states, include_missing, since, until, total, reached, position, horizon)
       VALUES ($1, $2, $3, $4, $5, $6, ${FIRST_ID('$4')}, (SELECT last_position FROM outbox_feed), pg_current_xact_id())
       RETURNING id`,
      [endpointId, states, includeMissing, since, until, total],
    );
    return row!.id;
  }

  async get(id: number): Promise<ReplayView | undefined> {
    const [row] = await this.unitOfWork.manager.query<ReplayView[]>(`${SELECT_REPLAYS} WHERE id = $1`, [id]);
    return row;
  }

  list(
    endpointId: number | undefined,
    limit: number,
    before = Number.MAX_SAFE_INTEGER,
  ): Promise<ReplayView[]> {
    return this.unitOfWork.manager.query<ReplayView[]>(
      `${SELECT_REPLAYS} WHERE id < $1::bigint ${endpointId === undefined ? '' : 'AND endpoint_id = $3'}
        ORDER BY id DESC LIMIT $2`,
      endpointId === undefined ? [before, limit] : [before, limit, endpointId],
    );
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
    const { endpointId, includeMissing, walked } = replay;
    // States before deliveries, as everybody does. Also makes replays of missing ones take turns at an endpoint.
    if (includeMissing) await manager.query(LOCK_HEALTH, [[endpointId]]);
    const { ids, reached, position, isLast } = await (walked
      ? this.#late(replay, events)
      : this.#next(replay, events));
    // What was taken by its id is not missing any more; nothing else is looked for among what came late.
    const states = walked ? [] : replay.states;
    const [replayed] = await manager.query<{ count: number }[]>(
      `SELECT count(*)::float8 AS count FROM (${selectReplayed('event_id = ANY ($4::uuid[])')}) AS replayed`,
      [endpointId, states, includeMissing, ids],
    );
    if (replayed && replayed.count > 0) {
      // Copies first: a parked one keeps its event from being copied.
      const copies = await manager.query<{ id: string }[]>(COPY_EVENTS, [endpointId, ids, states]);
      await manager.query(TAKE_BACK_COPIES, [copies.map(({ id }) => id)]);
      if (states.includes('parked')) await manager.query(UNPARK_EVENTS, [endpointId, ids]);
      if (includeMissing) await manager.query(DELIVER_MISSING, [endpointId, ids]);
    }
    await manager.query(
      `UPDATE webhook_replays
          SET reached = $2, position = $3, walked = $4, done = done + $5::bigint, stepped_at = clock_timestamp(),
              total = CASE WHEN $6 THEN done + $5::bigint ELSE greatest(total, done + $5::bigint) END,
              state = CASE WHEN $6 THEN 'done' ELSE state END, finished_at = CASE WHEN $6 THEN now() END
        WHERE id = $1`,
      [
        replay.id,
        reached,
        position,
        walked || isLast,
        replayed?.count ?? 0,
        isLast && (walked || !includeMissing),
      ],
    );
    return true;
  }

  async #next({ reached, position, until }: Picked, events: number): Promise<Taken> {
    const passed = await this.unitOfWork.transactional.query<{ id: string }[]>(
      `SELECT event_id AS id FROM outbox_events WHERE event_id > $1 AND event_id < ${FIRST_ID('$2')}
        ORDER BY event_id LIMIT $3`,
      [reached, until, events],
    );
    const ids = passed.map(({ id }) => id);
    return { ids, reached: ids.at(-1) ?? reached, position, isLast: passed.length < events };
  }

  /** Those of the range with a position from after its beginning: an id says when it was made, not when it came. */
  async #late({ reached, position, since, until }: Picked, events: number): Promise<Taken> {
    const passed = await this.unitOfWork.transactional.query<
      { id: string; position: string; isOfRange: boolean }[]
    >(
      `SELECT event_id AS id, position::text AS position,
              event_id >= ${FIRST_ID('$2')} AND event_id < ${FIRST_ID('$3')} AS "isOfRange"
         FROM outbox_positions WHERE outbox_positions.position > $1::bigint
        ORDER BY outbox_positions.position LIMIT $4`,
      [position, since, until, events],
    );
    return {
      ids: passed.filter(({ isOfRange }) => isOfRange).map(({ id }) => id),
      reached,
      position: passed.at(-1)?.position ?? position,
      isLast: passed.length < events,
    };
  }
}
