import { ApiProperty, ApiPropertyOptional, PartialType, PickType } from '@nestjs/swagger';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { PageRequest } from '../../shared/http/page.js';
import { QueryInteger } from '../../shared/http/query-integer.js';
import { Text } from '../../shared/http/text.js';

const ID = { message: 'must be the id of a contact: a whole number above 0' };

export class CreateFolderRequest {
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 2 ** 31 - 1, example: 1 })
  @IsInt(ID)
  @Min(1, ID)
  @Max(2 ** 31 - 1, ID)
  contact_id: number;

  @ApiProperty({ minLength: 1, maxLength: 200, example: 'Q4 Invoices' })
  @Text({ min: 1, max: 200, trim: true })
  name: string;
}

/** A folder stays with its contact. */
export class UpdateFolderRequest extends PartialType(PickType(CreateFolderRequest, ['name']), {
  skipNullProperties: false,
}) {}

export class ListFoldersRequest extends PageRequest {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 2 ** 31 - 1,
    description: 'The folders of this contact: `contact_id=5`.',
  })
  @QueryInteger()
  contact_id?: number;

  @ApiPropertyOptional({
    maxLength: 200,
    description: 'Is the whole name, in upper or lower case: `name=Documents`.',
  })
  @IsOptional()
  @Text({ max: 200 })
  name?: string;
}
