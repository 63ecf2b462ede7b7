import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PageOf, PageRequest } from '../../shared/http/page.js';
import { QueryInteger } from '../../shared/http/query-integer.js';
import type { OperatorActionView } from '../application/operator-actions.js';
import { OPERATOR_ACTIONS } from '../domain/operator-action.js';

export class ListOperatorActionsRequest extends PageRequest {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 2 ** 31 - 1, example: 3 })
  @QueryInteger()
  endpoint_id?: number;
}

export class OperatorActionResponse {
  @ApiProperty({ type: 'integer', example: 12 })
  id: number;
  @ApiProperty({ format: 'date-time' })
  at: string;
  @ApiProperty({ example: 'token:3 (zapier)' })
  actor: string;
  @ApiProperty({ enum: OPERATOR_ACTIONS, example: 'replay' })
  action: string;
  @ApiProperty({ type: 'integer', nullable: true, example: 3 })
  endpoint_id: number | null;
  @ApiProperty({ type: String, nullable: true, format: 'uuid' })
  delivery_id: string | null;
  @ApiProperty({ type: 'integer', nullable: true, example: 7 })
  replay_id: number | null;
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    example: { total: 1200 },
    description: 'More about it, such as the range of a replay. Never a secret.',
  })
  detail: Record<string, unknown>;

  static from(action: OperatorActionView): OperatorActionResponse {
    return {
      id: action.id,
      at: action.at.toISOString(),
      actor: action.actor,
      action: action.action,
      endpoint_id: action.endpointId,
      delivery_id: action.deliveryId,
      replay_id: action.replayId,
      detail: action.detail,
    };
  }
}

export class OperatorActionListResponse extends PageOf(OperatorActionResponse) {}
