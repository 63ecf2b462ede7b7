import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMinSize, IsArray, IsBoolean, IsIn, IsOptional } from 'class-validator';
import { PageRequest } from '../../shared/http/page.js';
import { QueryInteger } from '../../shared/http/query-integer.js';
import { Time } from '../../shared/http/time.js';
import type { ReplayState } from '../domain/replay-state.js';
import { REPLAYABLE_STATES, type ReplayableState } from '../domain/replayable-state.js';

const TARGETS = ['running', 'paused', 'cancelled'] as const;

export class StartReplayRequest {
  @ApiProperty({
    type: String,
    format: 'date-time',
    example: '2020-01-01T00:00:00Z',
    description: 'Events made from then on. Inclusive.',
  })
  @Time()
  since: Date;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Exclusive. Absent, null, or in the future: now.',
  })
  @IsOptional()
  @Time()
  until?: Date | null;

  @ApiPropertyOptional({
    enum: REPLAYABLE_STATES,
    isArray: true,
    default: [...REPLAYABLE_STATES],
    description: 'Events that have a delivery of this endpoint in one of these states.',
  })
  @IsOptional()
  @IsArray({ message: 'must be a list of states' })
  @ArrayMinSize(1, { message: 'must name at least one state' })
  @IsIn(REPLAYABLE_STATES, { each: true, message: `must be of ${REPLAYABLE_STATES.join(', ')}` })
  states?: ReplayableState[] | null;

  @ApiPropertyOptional({
    default: false,
    description:
      'Also events of documents that the endpoint subscribes to and never had a delivery of, such as those from ' +
      'before it existed.',
  })
  @IsOptional()
  @IsBoolean({ message: 'must be true or false' })
  include_missing?: boolean;
}

export class ListReplaysRequest extends PageRequest {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 2 ** 31 - 1, example: 3 })
  @QueryInteger()
  endpoint_id?: number;
}

export class ChangeReplayRequest {
  @ApiProperty({ enum: TARGETS, example: 'paused' })
  @IsIn(TARGETS, { message: `must be one of ${TARGETS.join(', ')}` })
  state: Exclude<ReplayState, 'done'>;
}
