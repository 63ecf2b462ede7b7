import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  Allow,
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  ValidateNested,
} from 'class-validator';
import { IdMember } from '../../shared/http/id-member.js';
import { MayBeAbsent } from '../../shared/http/may-be-absent.js';
import { Text } from '../../shared/http/text.js';
import { DOCUMENT_STATUSES, type DocumentStatus } from '../domain/document-status.js';

const MAX_ID = 2 ** 31 - 1;
const MOST = 1000;

class DocumentChangeRequest {
  @ApiProperty({ type: 'integer', minimum: 1, maximum: MAX_ID, example: 1 })
  @IdMember()
  id: number;

  /** Known here, and read from the body as it was sent. */
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: 'Replaces the whole value, byte for byte; null clears it to {}.',
    example: { salesforce: { record_id: '001Qy00000BnXt2IAF', record_type: 'Opportunity' } },
  })
  @Allow()
  external_refs?: unknown;

  @ApiPropertyOptional({ enum: DOCUMENT_STATUSES, example: 'Approved' })
  @MayBeAbsent()
  @IsIn(DOCUMENT_STATUSES, { message: `must be one of ${DOCUMENT_STATUSES.join(', ')}` })
  status?: DocumentStatus;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 2000, example: 'Checked by Ann.' })
  @IsOptional()
  @Text({ max: 2000 })
  reason?: string | null;

  @ApiPropertyOptional({
    type: 'integer',
    description: 'Only if the document is at this version.',
    example: 1,
  })
  @MayBeAbsent()
  @IsInt({ message: 'must be a whole number' })
  expected_version?: number;
}

export class ChangeDocumentsRequest {
  @ApiProperty({
    type: [DocumentChangeRequest],
    minItems: 1,
    maxItems: MOST,
    description: 'Each document once.',
    example: [{ id: 1, external_refs: { salesforce: { record_id: '001Qy00000BnXt2IAF' } } }],
  })
  @IsArray({ message: 'must be an array of documents' })
  @ArrayMinSize(1, { message: 'must name at least one document' })
  @ArrayMaxSize(MOST, { message: `must name at most ${MOST} documents` })
  @ArrayUnique((change: DocumentChangeRequest | null) => change?.id, {
    message: 'must name each document once',
  })
  @IsObject({ each: true, message: 'must be an array of documents' })
  @ValidateNested({ each: true, message: 'must be an array of documents' })
  @Type(() => DocumentChangeRequest)
  documents: DocumentChangeRequest[];
}
