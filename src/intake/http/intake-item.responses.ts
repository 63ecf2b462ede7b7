import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { PageOf, PageRequest } from '../../shared/http/page.js';
import type { IntakeItemView } from '../application/intake-item.queries.js';
import { INTAKE_CHANNELS, type IntakeChannel } from '../domain/intake-channel.js';
import { INTAKE_RESULTS, type IntakeResult } from '../domain/intake-result.js';

export class ListIntakeItemsRequest extends PageRequest {
  @ApiPropertyOptional({ enum: INTAKE_CHANNELS })
  @IsOptional()
  @IsIn(INTAKE_CHANNELS)
  channel?: IntakeChannel;
  @ApiPropertyOptional({ enum: INTAKE_RESULTS })
  @IsOptional()
  @IsIn(INTAKE_RESULTS)
  result?: IntakeResult;
}

export class IntakeItemResponse {
  @ApiProperty({ type: 'integer', example: 4711 })
  id: number;
  @ApiProperty({ enum: INTAKE_CHANNELS })
  channel: string;
  @ApiProperty({
    example: '7f3c9a52-0e1b-4f7e-9d53-6a1f2b0c4d11',
    description: 'What the channel calls this arrival; the same when it is met again.',
  })
  source_key: string;
  @ApiProperty({ example: '/srv/scans', description: 'The hot folder, or the mailbox.' })
  origin: string;
  @ApiProperty({ example: 'acme/invoice.pdf' })
  name: string;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Of the content; null while it was never received whole.',
  })
  sha256: string | null;
  @ApiProperty({
    enum: INTAKE_RESULTS,
    example: 'failed',
    description:
      '`accepted`: it is `document_id`. `failed`: it was refused, and is kept where it came from. `waiting`: it is ' +
      'tried again by itself.',
  })
  result: string;
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'The file is empty.',
    description: 'Null when accepted.',
  })
  reason: string | null;
  @ApiProperty({ type: 'integer', minimum: 0, example: 1 })
  attempts: number;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Stays when the document is deleted.' })
  document_id: number | null;
  @ApiProperty({ format: 'date-time' })
  created_at: string;
  @ApiProperty({ format: 'date-time' })
  updated_at: string;

  static from(item: IntakeItemView): IntakeItemResponse {
    return {
      id: item.id,
      channel: item.channel,
      source_key: item.sourceKey,
      origin: item.origin,
      name: item.name,
      sha256: item.sha256,
      result: item.result,
      reason: item.reason,
      attempts: item.attempts,
      document_id: item.documentId,
      created_at: item.createdAt.toISOString(),
      updated_at: item.updatedAt.toISOString(),
    };
  }
}

export class IntakeItemListResponse extends PageOf(IntakeItemResponse) {}
