import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { QueryInteger } from '../../shared/http/query-integer.js';
import { RawJson } from '../../shared/kernel/json/raw-json.js';
import { WEBHOOK_EVENTS, type WebhookEvent } from '../domain/webhook-events.js';
import type { EventView } from '../application/event.queries.js';

export class ListEventsRequest {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 200, default: 50 })
  @QueryInteger({ min: 1, max: 200 })
  limit: number = 50;
  @ApiPropertyOptional({
    type: String,
    pattern: '^\\d{1,15}$',
    example: '0',
    description: '`next_cursor` of the page before; absent or 0: from the oldest that is kept.',
  })
  @IsOptional()
  @Matches(/^\d{1,15}$/, { message: 'must be a next_cursor of this feed' })
  after?: string;
  @ApiPropertyOptional({
    enum: ['oldest', 'newest'],
    default: 'oldest',
    description:
      '`newest`: the last ones, newest first, for triggers that poll and tell by `event_id` what is new. It has no next ' +
      'page; its `next_cursor` is the end of the feed, from where `after` goes on without what was before.',
  })
  @IsOptional()
  @IsIn(['oldest', 'newest'], { message: 'must be oldest or newest' })
  order: 'oldest' | 'newest' = 'oldest';
}

export class SampleEventRequest {
  @ApiPropertyOptional({ enum: WEBHOOK_EVENTS, default: 'document.exported' })
  @IsOptional()
  @IsIn(WEBHOOK_EVENTS, { message: `must be one of ${WEBHOOK_EVENTS.join(', ')}` })
  event: WebhookEvent = 'document.exported';
}

export class EventResponse {
  @ApiProperty({ format: 'uuid' })
  event_id: string;
  @ApiProperty({ example: 'document.exported' })
  event: string;
  @ApiProperty({ type: 'integer', nullable: true, example: 847 })
  document_id: number | null;
  @ApiProperty({ type: 'integer', nullable: true, example: 1 })
  revision: number | null;
  @ApiProperty({ format: 'date-time' })
  created_at: string;
  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: 12,
    description:
      'Null until it is in the feed: soon after the commit, about 50 ms while a worker runs. Null again when it is older ' +
      'than RETENTION_DAYS and only kept for an unfinished delivery.',
  })
  position: number | null;
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'The body of the webhook, byte for byte.',
  })
  body: RawJson;

  static from(event: EventView): EventResponse {
    return {
      event_id: event.eventId,
      event: event.event,
      document_id: event.documentId,
      revision: event.revision,
      created_at: event.createdAt.toISOString(),
      position: event.position,
      body: new RawJson(event.body),
    };
  }
}

export class EventListResponse {
  @ApiProperty({ type: [EventResponse] })
  items: EventResponse[];
  @ApiProperty({
    example: '42',
    description: 'Send it as `after`; the one that was given while there is nothing new.',
  })
  next_cursor: string;
  @ApiProperty({ type: String, nullable: true, description: 'The whole address of the next page, if any.' })
  next: string | null;
}
