import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { PageRequest } from '../../shared/http/page.js';
import { QueryInteger } from '../../shared/http/query-integer.js';
import { Text } from '../../shared/http/text.js';
import { CONTACT_TYPES, type ContactType } from '../domain/contact.js';

const TYPES = `must be one of ${CONTACT_TYPES.join(', ')}`;
const ID = { message: 'must be the id of one: a whole number above 0' };

/** Forms and spreadsheets send blanks for what they do not know. */
const BlankIsNull = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && value.trim() === '' ? null : value,
  );

export class CreateContactRequest {
  @ApiProperty({ minLength: 1, maxLength: 200, example: 'Acme Corporation' })
  @Text({ min: 1, max: 200, trim: true })
  name: string;

  // No `default`: a generated client would send it with every change.
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    enum: [...CONTACT_TYPES, null],
    example: 'Client',
    description: 'null is Other, and so is none in a new contact.',
  })
  @IsOptional()
  @IsIn(CONTACT_TYPES, { message: TYPES })
  type?: ContactType | null;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 254, example: 'billing@acme.example' })
  @BlankIsNull()
  @IsOptional()
  @Text({ max: 254, trim: true })
  @Matches(/^[^\s@]+@[^\s@]+$/, { message: 'must be an email address' })
  email?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 50, example: '+1 555 0100' })
  @BlankIsNull()
  @IsOptional()
  @Text({ max: 50, trim: true })
  phone?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    maxLength: 10_000,
    example: 'Invoices only with a PO number.',
  })
  @BlankIsNull()
  @IsOptional()
  @Text({ max: 10_000 })
  notes?: string | null;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 2 ** 31 - 1,
    nullable: true,
    example: null,
    description: 'The contact that this one belongs to, such as the company of a person.',
  })
  @IsOptional()
  @IsInt(ID)
  @Min(1, ID)
  @Max(2 ** 31 - 1, ID)
  parent_id?: number | null;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 2 ** 31 - 1,
    nullable: true,
    example: 1,
    description: 'The extraction profile of uploads that name none. `GET /api/profiles` lists them.',
  })
  @IsOptional()
  @IsInt(ID)
  @Min(1, ID)
  @Max(2 ** 31 - 1, ID)
  default_profile_id?: number | null;
}

export class UpdateContactRequest extends PartialType(CreateContactRequest, { skipNullProperties: false }) {}

export class ListContactsRequest extends PageRequest {
  @ApiPropertyOptional({
    maxLength: 200,
    description: 'Occurs in the name, email, phone or notes, in upper or lower case: `q=acme`.',
  })
  @IsOptional()
  @Text({ max: 200 })
  q?: string;

  @ApiPropertyOptional({
    maxLength: 200,
    description: 'Is the whole name, in upper or lower case: `name=Acme%20Corporation`.',
  })
  @IsOptional()
  @Text({ max: 200 })
  name?: string;

  @ApiPropertyOptional({
    maxLength: 254,
    description: 'Is the whole address, in upper or lower case: `email=billing@acme.example`.',
  })
  @IsOptional()
  @Text({ max: 254 })
  email?: string;

  @ApiPropertyOptional({ enum: CONTACT_TYPES })
  @IsOptional()
  @IsIn(CONTACT_TYPES, { message: TYPES })
  type?: ContactType;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 2 ** 31 - 1,
    description: 'The contacts that belong to this one: `parent_id=5`.',
  })
  @QueryInteger()
  parent_id?: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 2 ** 31 - 1,
    description: 'The contacts whose uploads are read with this profile: `default_profile_id=2`.',
  })
  @QueryInteger()
  default_profile_id?: number;
}
