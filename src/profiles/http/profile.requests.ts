import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  Matches,
  ValidateNested,
} from 'class-validator';
import { MayBeAbsent } from '../../shared/http/may-be-absent.js';
import { PageRequest } from '../../shared/http/page.js';
import { Text } from '../../shared/http/text.js';
import type { FieldType, LineItemColumn } from '../../shared/kernel/extraction-profile.js';
import {
  COLUMN_KEYS,
  EXAMPLE_COLUMNS,
  EXAMPLE_FIELDS,
  FIELD_TYPES,
  KEY,
  MOST_ALIASES,
  MOST_FIELDS,
} from './profile-shape.js';

const ALIASES = { message: `must be a list of at most ${MOST_ALIASES} texts` };

class LabelledRequest {
  @ApiProperty({
    minLength: 1,
    maxLength: 100,
    example: 'Tenant',
    description: 'What documents call it. Upper and lower case, accents and most punctuation do not matter.',
  })
  @Text({ min: 1, max: 100, trim: true })
  label: string;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 1000, example: 'Who rents.' })
  @IsOptional()
  @Text({ max: 1000 })
  description?: string | null;

  @ApiPropertyOptional({
    type: [String],
    maxItems: MOST_ALIASES,
    example: ['Renter', 'Mieter'],
    description: 'What documents call it, too.',
  })
  @MayBeAbsent()
  @IsArray(ALIASES)
  @ArrayMaxSize(MOST_ALIASES, ALIASES)
  @Text({ min: 1, max: 100, each: true })
  aliases?: string[];
}

export class ProfileFieldRequest extends LabelledRequest {
  @ApiProperty({
    pattern: KEY.source,
    maxLength: 60,
    example: 'tenant',
    description:
      'The member of `extracted_fields`. The keys of the built-in profiles are read as there, whatever their labels.',
  })
  @Text({ min: 1, max: 60 })
  @Matches(KEY, { message: 'must be of a-z, 0-9 and _, and begin with a letter' })
  key: string;

  @ApiProperty({
    enum: FIELD_TYPES,
    example: 'text',
    description:
      'Every value is a string: a `date` `2026-11-03`, an `amount` `1234.50`, a `number` `2.5`, a `list` `one; two`.',
  })
  @IsIn(FIELD_TYPES, { message: `must be one of ${FIELD_TYPES.join(', ')}` })
  type: FieldType;

  @ApiPropertyOptional({ example: true, description: 'Without it a document is never better than Low.' })
  @MayBeAbsent()
  @IsBoolean({ message: 'must be true or false' })
  required?: boolean;
}

export class LineItemColumnRequest extends LabelledRequest {
  @ApiProperty({ enum: COLUMN_KEYS, example: 'description', description: 'The member of a line item.' })
  @IsIn(COLUMN_KEYS, { message: `must be one of ${COLUMN_KEYS.join(', ')}` })
  key: LineItemColumn['key'];
}

const NAME = { minLength: 1, maxLength: 200, description: 'No other profile has it, in any capitals.' };

export class CreateProfileRequest {
  @ApiProperty({ ...NAME, example: 'Rental contract' })
  @Text({ min: 1, max: 200, trim: true })
  name: string;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 1000, example: 'Contracts of flats.' })
  @IsOptional()
  @Text({ max: 1000 })
  description?: string | null;

  @ApiProperty({
    type: [ProfileFieldRequest],
    minItems: 1,
    maxItems: MOST_FIELDS,
    example: EXAMPLE_FIELDS,
    description: 'What is read, each key once. A change replaces the whole list.',
  })
  @IsArray({ message: 'must be a list of fields' })
  @ArrayMinSize(1, { message: 'must have at least one field' })
  @ArrayMaxSize(MOST_FIELDS, { message: `must have at most ${MOST_FIELDS} fields` })
  @ValidateNested({ each: true, message: 'must be a list of fields' })
  @Type(() => ProfileFieldRequest)
  fields: ProfileFieldRequest[];

  @ApiPropertyOptional({
    type: [LineItemColumnRequest],
    maxItems: COLUMN_KEYS.length,
    example: EXAMPLE_COLUMNS,
    description:
      'Which members of line items are read, each once. None: no line items. Members that are not read are empty texts.',
  })
  @MayBeAbsent()
  @IsArray({ message: 'must be a list of columns' })
  @ArrayMaxSize(COLUMN_KEYS.length, { message: `must have at most ${COLUMN_KEYS.length} columns` })
  @ValidateNested({ each: true, message: 'must be a list of columns' })
  @Type(() => LineItemColumnRequest)
  line_item_columns?: LineItemColumnRequest[];
}

export class UpdateProfileRequest extends PartialType(CreateProfileRequest, { skipNullProperties: false }) {
  @ApiPropertyOptional({ ...NAME, example: 'Contract of a flat' })
  override name?: string;
}

export class ListProfilesRequest extends PageRequest {
  @ApiPropertyOptional({
    maxLength: 200,
    description: 'Is the whole name, in upper or lower case: `name=Rental%20contract`.',
  })
  @IsOptional()
  @Text({ max: 200 })
  name?: string;
}
