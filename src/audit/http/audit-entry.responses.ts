import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { PageOf, PageRequest } from '../../shared/http/page.js';
import { QueryInteger } from '../../shared/http/query-integer.js';
import { QueryTime } from '../../shared/http/query-time.js';
import { Text } from '../../shared/http/text.js';
import type { AuditEntry } from '../application/audit.queries.js';

export class ListAuditEntriesRequest extends PageRequest {
  @ApiPropertyOptional({
    maxLength: 500,
    example: 'token:3 (zapier)',
    description: 'Whole, as in `actor`. For a part of it take `q`.',
  })
  @IsOptional()
  @Text({ max: 500 })
  actor?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 2 ** 31 - 1 })
  @QueryInteger()
  document_id?: number;

  @ApiPropertyOptional({
    maxLength: 100,
    example: 'document.status',
    description: '`document.status`, or what is before the dot: `document`, `webhook`.',
  })
  @IsOptional()
  @Text({ max: 100 })
  kind?: string;

  @QueryTime('Inclusive.')
  since?: Date;

  @QueryTime('Exclusive.')
  until?: Date;

  @ApiPropertyOptional({
    maxLength: 200,
    description: 'Occurs in the actor or the summary, in upper or lower case.',
  })
  @IsOptional()
  @Text({ max: 200 })
  q?: string;
}

export class AuditSubjectResponse {
  @ApiProperty({
    example: 'document',
    description: '`document`, `endpoint`, `delivery`, `replay` or `service`.',
  })
  type: string;
  @ApiProperty({
    type: String,
    nullable: true,
    example: '4711',
    description: 'Null: the service as a whole.',
  })
  id: string | null;
}

export class AuditEntryResponse {
  @ApiProperty({ example: '1-4711' })
  id: string;
  @ApiProperty({ format: 'date-time' })
  at: string;
  @ApiProperty({ example: 'token:3 (zapier)' })
  actor: string;
  @ApiProperty({ example: 'document.status', description: 'What was done, after the dot.' })
  kind: string;
  @ApiProperty()
  subject: AuditSubjectResponse;
  @ApiProperty({ example: 'status: Ready → Approved', description: 'For people; long values are cut.' })
  summary: string;
  @ApiProperty({ type: 'integer', nullable: true, example: 4711 })
  document_id: number | null;

  static from(entry: AuditEntry): AuditEntryResponse {
    return {
      id: `${entry.source}-${entry.id}`,
      at: entry.at.toISOString(),
      actor: entry.actor,
      kind: entry.kind,
      subject: { type: entry.subjectType, id: entry.subjectId },
      summary: entry.summary,
      document_id: entry.documentId,
    };
  }
}

export class AuditEntryListResponse extends PageOf(AuditEntryResponse) {}
