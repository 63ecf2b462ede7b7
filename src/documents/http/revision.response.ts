import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../shared/http/page.js';
import type { ExportedRevision } from '../application/export-log.js';

class RevisionDeliveryResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ type: 'integer', example: 3 })
  endpoint_id: number;
  @ApiProperty({ enum: ['pending', 'delivering', 'delivered', 'parked', 'superseded', 'cancelled'] })
  state: string;
  @ApiProperty({ type: String, nullable: true })
  reason: string | null;
  @ApiProperty({ type: 'integer', example: 1 })
  attempts: number;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  next_attempt_at: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  finished_at: string | null;
}

export class RevisionResponse {
  @ApiProperty({ type: 'integer', example: 1 })
  revision: number;
  @ApiProperty({ format: 'uuid' })
  event_id: string;
  @ApiProperty({ format: 'date-time' })
  exported_at: string;
  @ApiProperty({ type: [RevisionDeliveryResponse] })
  deliveries: RevisionDeliveryResponse[];

  static from(revision: ExportedRevision): RevisionResponse {
    return {
      revision: revision.revision,
      event_id: revision.eventId,
      exported_at: revision.createdAt.toISOString(),
      deliveries: revision.deliveries.map((delivery) => ({
        id: delivery.id,
        endpoint_id: delivery.endpointId,
        state: delivery.state,
        reason: delivery.reason,
        attempts: delivery.attempts,
        next_attempt_at: delivery.nextAttemptAt?.toISOString() ?? null,
        finished_at: delivery.finishedAt?.toISOString() ?? null,
      })),
    };
  }
}

export class DocumentExportsResponse extends PageOf(RevisionResponse) {}
