import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../shared/http/page.js';
import type { ReplayView } from '../application/replays.js';
import { REPLAY_STATES } from '../domain/replay-state.js';
import { REPLAYABLE_STATES } from '../domain/replayable-state.js';

export class ReplayResponse {
  @ApiProperty({ type: 'integer', example: 7 })
  id: number;
  @ApiProperty({ type: 'integer', example: 3 })
  endpoint_id: number;
  @ApiProperty({ enum: REPLAY_STATES, example: 'running' })
  state: string;
  @ApiProperty({
    type: 'integer',
    minimum: 0,
    example: 1200,
    description: 'Events that it is about: counted when it was asked for, and again when it is done.',
  })
  total: number;
  @ApiProperty({
    type: 'integer',
    minimum: 0,
    example: 500,
    description: 'How many of these it has worked through. Their deliveries go out by themselves.',
  })
  done: number;
  @ApiProperty({ format: 'date-time' })
  since: string;
  @ApiProperty({ format: 'date-time' })
  until: string;
  @ApiProperty({ enum: REPLAYABLE_STATES, isArray: true, example: ['delivered'] })
  states: string[];
  @ApiProperty({ example: false })
  include_missing: boolean;
  @ApiProperty({ format: 'date-time' })
  created_at: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  finished_at: string | null;

  static from(replay: ReplayView): ReplayResponse {
    return {
      id: replay.id,
      endpoint_id: replay.endpointId,
      state: replay.state,
      total: replay.total,
      done: replay.done,
      since: replay.since.toISOString(),
      until: replay.until.toISOString(),
      states: [...replay.states],
      include_missing: replay.includeMissing,
      created_at: replay.createdAt.toISOString(),
      finished_at: replay.finishedAt?.toISOString() ?? null,
    };
  }
}

export class ReplayListResponse extends PageOf(ReplayResponse) {}
