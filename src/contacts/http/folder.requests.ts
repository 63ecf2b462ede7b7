import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { PageRequest } from '../../shared/http/page.js';
import { QueryInteger } from '../../shared/http/query-integer.js';
import { Text } from '../../shared/http/text.js';

const ID = { message: 'must be the id of a contact: a whole number above 0' };

export class CreateFolderRequest {
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 2 ** 31 - 1, example: 5 })
  @IsInt(ID)
  @Min(1, ID)
  @Max(2 ** 31 - 1, ID)
  contact_id: number;

  @ApiProperty({ minLength: 1, maxLength: 200, example: 'Q4 Invoices' })
  @Text({ min: 1, max: 200, trim: true })
  name: string;
}

export class ListFoldersRequest extends PageRequest {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 2 ** 31 - 1 })
  @QueryInteger()
  contact_id?: number;

  @ApiPropertyOptional({ description: 'Is the whole name, in upper or lower case.' })
  @IsOptional()
  @Text({ max: 200 })
  name?: string;
}
