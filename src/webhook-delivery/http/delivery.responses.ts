import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { PageOf, PageRequest } from '../../shared/http/page.js';
import { QueryInteger } from '../../shared/http/query-integer.js';
import { QueryTime } from '../../shared/http/query-time.js';
import type { AttemptView, DeliveryView } from '../application/delivery.queries.js';
import { DELIVERY_STATES, type DeliveryState } from '../domain/delivery-state.js';

export class ListDeliveriesRequest extends PageRequest {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 2 ** 31 - 1, example: 3 })
  @QueryInteger()
  endpoint_id?: number;
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 2 ** 31 - 1, example: 847 })
  @QueryInteger()
  document_id?: number;
  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID('all', { message: 'must be an event id' })
  event_id?: string;
  @ApiPropertyOptional({ enum: DELIVERY_STATES })
  @IsOptional()
  @IsIn(DELIVERY_STATES)
  state?: DeliveryState;
  @QueryTime('Inclusive.')
  created_after?: Date;
  @QueryTime('Exclusive.')
  created_before?: Date;
}

export class DeliveryResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ format: 'uuid' })
  event_id: string;
  @ApiProperty({ example: 'document.exported' })
  event: string;
  @ApiProperty({ type: 'integer', example: 3 })
  endpoint_id: number;
  @ApiProperty({ type: 'integer', nullable: true, example: 847 })
  document_id: number | null;
  @ApiProperty({ type: 'integer', nullable: true, example: 1 })
  revision: number | null;
  @ApiProperty({ enum: DELIVERY_STATES })
  state: string;
  @ApiProperty({ type: String, nullable: true, example: 'retries_exhausted' })
  reason: string | null;
  @ApiProperty({ type: 'integer', example: 1 })
  attempts: number;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  next_attempt_at: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'uuid' })
  resend_of: string | null;
  @ApiProperty({ format: 'date-time' })
  created_at: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  finished_at: string | null;

  static from(delivery: DeliveryView): DeliveryResponse {
    return {
      id: delivery.id,
      event_id: delivery.eventId,
      event: delivery.event,
      endpoint_id: delivery.endpointId,
      document_id: delivery.documentId,
      revision: delivery.revision,
      state: delivery.state,
      reason: delivery.reason,
      attempts: delivery.attempts,
      next_attempt_at: delivery.nextAttemptAt?.toISOString() ?? null,
      resend_of: delivery.resendOf,
      created_at: delivery.createdAt.toISOString(),
      finished_at: delivery.finishedAt?.toISOString() ?? null,
    };
  }
}

export class DeliveryListResponse extends PageOf(DeliveryResponse) {}

export class AttemptResponse {
  @ApiProperty({ type: 'integer', example: 1 })
  attempt: number;
  @ApiProperty({ format: 'date-time' })
  started_at: string;
  @ApiProperty({ type: 'integer', nullable: true, example: 84 })
  duration_ms: number | null;
  @ApiProperty({ type: 'integer', nullable: true })
  status_code: number | null;
  @ApiProperty({ type: String, nullable: true, example: 'timeout: no answer within 15000 ms' })
  error: string | null;
  @ApiProperty({ type: String, nullable: true })
  response_excerpt: string | null;
  @ApiProperty({ example: 'records-1:4242' })
  worker: string;

  static from(attempt: AttemptView): AttemptResponse {
    return {
      attempt: attempt.attempt,
      started_at: attempt.startedAt.toISOString(),
      duration_ms: attempt.durationMs,
      status_code: attempt.statusCode,
      error: attempt.error,
      response_excerpt: attempt.responseExcerpt,
      worker: attempt.worker,
    };
  }
}

export class DeliveryDetailResponse extends DeliveryResponse {
  @ApiProperty({ type: [AttemptResponse], description: 'Oldest first.' })
  attempts_log: AttemptResponse[];

  static of(delivery: DeliveryView, attempts: readonly AttemptView[]): DeliveryDetailResponse {
    const attempts_log = attempts.map((attempt) => AttemptResponse.from(attempt));
    return Object.assign(DeliveryResponse.from(delivery), { attempts_log });
  }
}
