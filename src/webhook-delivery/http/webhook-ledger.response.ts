import { ApiProperty } from '@nestjs/swagger';
import type { LedgerItem, LedgerView } from '../application/webhook-ledger.queries.js';

const COUNT = { type: 'integer', minimum: 0 } as const;

class LedgerItemResponse {
  @ApiProperty({ type: 'integer', example: 3 })
  endpoint_id: number;
  @ApiProperty({ example: 'https://crm.example/hooks/recordengine' })
  url: string;
  @ApiProperty({ example: false, description: 'A deleted endpoint stays in the ledger.' })
  deleted: boolean;
  @ApiProperty({
    ...COUNT,
    example: 12,
    description:
      'What the endpoint was to get: counted from the events and resends, not from the deliveries.',
  })
  accepted: number;
  @ApiProperty({ ...COUNT, example: 9 })
  delivered: number;
  @ApiProperty({ ...COUNT, example: 1 })
  pending: number;
  @ApiProperty({ ...COUNT, example: 0 })
  delivering: number;
  @ApiProperty({ ...COUNT, example: 1 })
  parked: number;
  @ApiProperty({ ...COUNT, example: 0 })
  superseded: number;
  @ApiProperty({ ...COUNT, example: 1 })
  cancelled: number;
  @ApiProperty({
    ...COUNT,
    nullable: true,
    example: 42,
    description: 'Age of the oldest delivery that is pending, delivering or parked.',
  })
  oldest_unfinished_seconds: number | null;

  static from(item: LedgerItem): LedgerItemResponse {
    return {
      endpoint_id: item.endpointId,
      url: item.url,
      deleted: item.deleted,
      accepted: item.accepted,
      delivered: item.delivered,
      pending: item.pending,
      delivering: item.delivering,
      parked: item.parked,
      superseded: item.superseded,
      cancelled: item.cancelled,
      oldest_unfinished_seconds: item.oldestUnfinishedSeconds,
    };
  }
}

export class WebhookLedgerResponse {
  @ApiProperty({
    example: true,
    description:
      'Whether the `accepted` of every endpoint is the sum of its states. False: something is lost.',
  })
  balanced: boolean;
  @ApiProperty({ ...COUNT, example: 0, description: 'Events that no endpoint had subscribed to.' })
  events_without_endpoint: number;
  @ApiProperty({ type: [LedgerItemResponse], description: 'Newest endpoint first.' })
  items: LedgerItemResponse[];

  static from(view: LedgerView): WebhookLedgerResponse {
    return {
      balanced: view.balanced,
      events_without_endpoint: view.eventsWithoutEndpoint,
      items: view.items.map((item) => LedgerItemResponse.from(item)),
    };
  }
}
