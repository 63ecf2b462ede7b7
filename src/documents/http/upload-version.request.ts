import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';
import { IdMember } from '../../shared/http/id-member.js';
import { Text } from '../../shared/http/text.js';

/** A new version as JSON. The content is decoded while the body arrives, and is empty here. */
export class UploadVersionRequest {
  @ApiProperty({ minLength: 1, maxLength: 255, example: 'letter.txt' })
  @Text({ min: 1, max: 255 })
  filename: string;

  @ApiProperty({
    type: String,
    format: 'byte',
    description:
      'The file in standard base64, padded or not; white space does not count. Not a data: URL, nor the URL-safe alphabet.',
    example: 'RGVhciBTaXJzLCB0aGlzIGlzIHRoZSBzZWNvbmQgbGV0dGVyLgo=',
  })
  @IsOptional()
  @IsString({ message: 'must be a text' })
  content_base64?: string | null;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 2 ** 31 - 1,
    nullable: true,
    description: 'The extraction profile to read it with; null or absent: the one that the document has.',
  })
  @IsOptional()
  @IdMember()
  profile_id?: number | null;
}
