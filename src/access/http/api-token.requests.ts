import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMinSize, ArrayUnique, IsArray, IsIn, IsOptional } from 'class-validator';
import { Text } from '../../shared/http/text.js';
import { Time } from '../../shared/http/time.js';
import { SCOPES, type Scope } from '../../shared/kernel/caller.js';

export class CreateApiTokenRequest {
  @ApiProperty({
    minLength: 1,
    maxLength: 100,
    example: 'zapier',
    description: 'Appears in the history of what the token changes.',
  })
  @Text({ min: 1, max: 100, trim: true })
  name: string;

  @ApiProperty({
    enum: SCOPES,
    isArray: true,
    minItems: 1,
    uniqueItems: true,
    example: ['read', 'write', 'export'],
    description: 'Each stands alone (`write` does not include `read`); `admin` includes them all.',
  })
  @IsIn(SCOPES, { each: true, message: `must be some of ${SCOPES.join(', ')}` })
  @ArrayUnique({ message: 'must not name a scope twice' })
  @ArrayMinSize(1, { message: 'must name at least one scope' })
  @IsArray({ message: 'must be a list of scopes' }) // the lowest is checked first
  scopes: Scope[];

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2099-12-31T00:00:00Z',
    description: 'In the future. Without it the token is good until it is deleted.',
  })
  @IsOptional()
  @Time()
  expires_at?: Date | null;
}
