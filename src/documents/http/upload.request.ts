import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';
import type { RawJson } from '../../shared/kernel/json/raw-json.js';
import { ExternalRefsMember } from '../../shared/http/external-refs-member.js';
import { IdMember } from '../../shared/http/id-member.js';
import { Text } from '../../shared/http/text.js';

const MAX_ID = 2 ** 31 - 1;
const id = { type: 'integer', minimum: 1, maximum: MAX_ID } as const;

/** An upload as JSON. The content is decoded while the body arrives, and is empty here. */
export class UploadRequest {
  @ApiProperty({ minLength: 1, maxLength: 255, example: 'letter.txt' })
  @Text({ min: 1, max: 255 })
  filename: string;

  @ApiProperty({
    type: String,
    format: 'byte',
    description:
      'The file in standard base64, padded or not; white space does not count. Not a data: URL, nor the URL-safe alphabet.',
    example: 'RGVhciBTaXJzLCB0aGlzIGlzIGEgbGV0dGVyLgo=',
  })
  @IsOptional()
  @IsString({ message: 'must be a text' })
  content_base64?: string | null;

  @ApiProperty({ ...id, example: 1 })
  @IdMember()
  contact_id: number;

  @ApiProperty({ ...id, example: 1 })
  @IdMember()
  folder_id: number;

  @ApiPropertyOptional({
    ...id,
    nullable: true,
    description: "What it is read for (`GET /api/profiles`). Default: the contact's, else 1.",
  })
  @IsOptional()
  @IdMember()
  profile_id?: number | null;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: 'Kept byte for byte, from { to }.',
    example: { salesforce: { record_id: '001Qy00000BnXt2IAF', record_type: 'Opportunity' } },
  })
  @ExternalRefsMember()
  external_refs?: RawJson | null;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 100_000 })
  @IsOptional()
  @Text({ max: 100_000 })
  notes?: string | null;
}
