import { Injectable } from '@nestjs/common';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { EventQueries, type EventView } from '../application/event.queries.js';

// bigint arrives as text; positions stay far below 2^53, which a double holds exactly.
const COLUMNS = `event_id AS "eventId", event, document_id AS "documentId", revision, created_at AS "createdAt",
       position::float8 AS position, body`;

@Injectable()
export class SqlEventQueries extends EventQueries {
  constructor(private readonly unitOfWork: TypeOrmUnitOfWork) {
    super();
  }

  list(after: number, limit: number): Promise<EventView[]> {
    return this.above(after, limit, 'ASC');
  }

  newest(after: number, limit: number): Promise<EventView[]> {
    return this.above(after, limit, 'DESC');
  }

  async get(eventId: string): Promise<EventView | undefined> {
    const [event] = await this.unitOfWork.manager.query<EventView[]>(
      `SELECT ${COLUMNS} FROM outbox_events LEFT JOIN outbox_positions USING (event_id) WHERE event_id = $1`,
      [eventId],
    );
    return event;
  }

  async oldestPosition(): Promise<number> {
    const [feed] = await this.unitOfWork.manager.query<{ oldest: number }[]>(
      `SELECT coalesce((SELECT min(position) FROM outbox_positions), last_position + 1)::float8 AS oldest
         FROM outbox_feed`,
    );
    return feed?.oldest ?? 1;
  }

  private above(after: number, limit: number, direction: 'ASC' | 'DESC'): Promise<EventView[]> {
    return this.unitOfWork.manager.query<EventView[]>(
      `SELECT ${COLUMNS} FROM outbox_positions JOIN outbox_events USING (event_id)
        WHERE outbox_positions.position > $1::bigint ORDER BY outbox_positions.position ${direction} LIMIT $2`,
      [after, limit],
    );
  }
}
