import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  Matches,
  Max,
  Min,
} from 'class-validator';
import type { RawJson } from '../../shared/kernel/json/raw-json.js';
import { ExternalRefsMember } from '../../shared/http/external-refs-member.js';
import { IdMember } from '../../shared/http/id-member.js';
import { MayBeAbsent } from '../../shared/http/may-be-absent.js';
import { PageRequest } from '../../shared/http/page.js';
import { QueryInteger } from '../../shared/http/query-integer.js';
import { QueryTime } from '../../shared/http/query-time.js';
import { Text } from '../../shared/http/text.js';
import type { DocumentSource } from '../domain/document.js';
import { DOCUMENT_STATUSES, type DocumentStatus } from '../domain/document-status.js';
import { EXACT_NUMBERS } from './document.responses.js';

const MAX_ID = 2 ** 31 - 1;
const MOST_RECORDS = 100;
const id = { type: 'integer', minimum: 1, maximum: MAX_ID } as const;

export class ListDocumentsRequest extends PageRequest {
  @ApiPropertyOptional({
    description:
      'Full text over names, doc_type, notes, ai_summary, the values of the fields and line items, and the text of the ' +
      'file. Every word must occur. A word also matches as the beginning of a longer one, but one of only one or two ' +
      'ASCII letters or digits does not. `"Words in quotes"` are whole and stand together. Words are letters and digits; ' +
      'accents and case do not count: `muller 2024` finds "Müller INV-2024/0042". Without a word in it nothing is found. ' +
      'Of a very large file the first 600,000 characters and some 40,000 different words are known, of the other members ' +
      'together 300,000 characters; words in quotes are looked for among the first 16,000 words.',
    maxLength: 500,
    example: 'muller 2024',
  })
  @IsOptional()
  @Text({ max: 500 })
  q?: string;

  @ApiPropertyOptional({ enum: DOCUMENT_STATUSES, isArray: true, description: 'Repeat it for several.' })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? [value] : value))
  @IsOptional()
  @IsIn(DOCUMENT_STATUSES, { each: true, message: `must be one of ${DOCUMENT_STATUSES.join(', ')}` })
  status?: DocumentStatus[];

  @ApiPropertyOptional(id)
  @QueryInteger()
  contact_id?: number;

  @ApiPropertyOptional(id)
  @QueryInteger()
  folder_id?: number;

  @ApiPropertyOptional(id)
  @QueryInteger()
  profile_id?: number;

  @ApiPropertyOptional({ enum: ['API', 'UI', 'Email', 'Hot Folder'] })
  @IsOptional()
  @IsIn(['API', 'UI', 'Email', 'Hot Folder'])
  source?: DocumentSource;

  @QueryTime('Inclusive.')
  created_after?: Date;

  @QueryTime('Exclusive.')
  created_before?: Date;

  @QueryTime('Inclusive.')
  updated_after?: Date;

  @ApiPropertyOptional({
    type: String,
    isArray: true,
    maxItems: MOST_RECORDS,
    description:
      'A record elsewhere, as `system:record_id`, split at the first colon: documents whose ' +
      '`external_refs.<system>.record_id` is exactly that, a text or a number as it is spelled. Repeat it for several; ' +
      'a document of any of them is listed.',
    example: ['salesforce:001Qy00000BnXt2IAF'],
  })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? [value] : value))
  @IsOptional()
  @ArrayMaxSize(MOST_RECORDS, { message: `must be given ${MOST_RECORDS} times at most` })
  @Matches(/^[^:]*:/, { each: true, message: 'must be a system and its record id, such as salesforce:001Qy' })
  external_ref?: string[];

  @ApiPropertyOptional({
    description: 'For systems with a colon in their name; without `external_ref_id`, whatever the record is.',
    maxLength: 1000,
    example: 'salesforce',
  })
  @IsOptional()
  @Text({ max: 1000 })
  external_ref_system?: string;

  @ApiPropertyOptional({
    description: 'The record id at `external_ref_system`.',
    maxLength: 1000,
    example: '001Qy00000BnXt2IAF',
  })
  @IsOptional()
  @Text({ max: 1000 })
  external_ref_id?: string;

  @ApiPropertyOptional({
    enum: ['updated_at'],
    description: 'The oldest change first; without it, newest first.',
  })
  @IsOptional()
  @IsIn(['updated_at'], { message: 'must be updated_at, or be left out for newest first' })
  sort?: 'updated_at';
}

/**
 * Only what is named is changed. The three members of any JSON are here for the description and to be known: the pipe
 * takes names such as `constructor` out of them, so they are read from the body as it was sent.
 */
export class EditDocumentRequest {
  @ApiPropertyOptional({ minLength: 1, maxLength: 255 })
  @MayBeAbsent()
  @Text({ min: 1, max: 255, trim: true })
  filename?: string;

  @ApiPropertyOptional(id)
  @MayBeAbsent()
  @IdMember()
  contact_id?: number;

  @ApiPropertyOptional(id)
  @MayBeAbsent()
  @IdMember()
  folder_id?: number;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 100, example: 'Invoice' })
  @IsOptional()
  @Text({ max: 100 })
  doc_type?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, format: 'date', example: '2026-11-03' })
  @IsOptional()
  @Text({ max: 10 })
  doc_date?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 100_000 })
  @IsOptional()
  @Text({ max: 100_000 })
  notes?: string | null;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string', nullable: true },
    nullable: true,
    description: 'Replaces the whole value; null clears it to {}.',
    example: { vendor: 'Northwind Paper Co.', total_amount: '120.00' },
  })
  @IsOptional()
  extracted_fields?: unknown;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: `Replaces the whole value; null clears it to {}. ${EXACT_NUMBERS}`,
    example: { cost_centre: '4711' },
  })
  @IsOptional()
  custom_fields?: unknown;

  @ApiPropertyOptional({
    type: 'array',
    items: { type: 'object', additionalProperties: { type: 'string' } },
    nullable: true,
    description: 'Replaces all of them; null clears them.',
    example: [{ description: 'Copy paper A4', quantity: '10', unit_price: '4.90', amount: '49.00' }],
  })
  @IsOptional()
  line_items?: unknown;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: 'Replaces the whole value, byte for byte; null clears it to {}.',
    example: { salesforce: { record_id: '001Qy00000BnXt2IAF', record_type: 'Opportunity' } },
  })
  @ExternalRefsMember()
  external_refs?: RawJson | null;
}

export class ChangeStatusRequest {
  @ApiProperty({ enum: DOCUMENT_STATUSES, example: 'Approved' })
  @IsIn(DOCUMENT_STATUSES, { message: `must be one of ${DOCUMENT_STATUSES.join(', ')}` })
  status: DocumentStatus;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 2000, example: 'Checked by Ann.' })
  @IsOptional()
  @Text({ max: 2000 })
  reason?: string | null;
}

export class ReprocessRequest {
  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    example: 2,
    description: 'The extraction profile to read it with; null or absent: the one it has.',
  })
  @IsOptional()
  @IsInt({ message: 'must be a whole number' })
  profile_id?: number | null;
}

export class ExportDocumentsRequest {
  @ApiProperty({
    type: 'array',
    items: id,
    minItems: 1,
    maxItems: 10_000,
    uniqueItems: true,
    description: 'Each id once.',
    example: [1],
  })
  @IsArray({ message: 'must be an array of ids' })
  @ArrayMinSize(1, { message: 'must name at least one document' })
  @ArrayMaxSize(10_000, { message: 'must name at most 10,000 documents' })
  @ArrayUnique({ message: 'must name each document once' })
  @IsInt({ each: true, message: 'must be an array of ids' })
  @Min(1, { each: true, message: 'must be an array of ids' })
  @Max(MAX_ID, { each: true, message: 'must be an array of ids' })
  document_ids: number[];
}
