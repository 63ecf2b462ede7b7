import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../shared/http/page.js';
import type { FieldType, LineItemColumn } from '../../shared/kernel/extraction-profile.js';
import type { Profile } from '../domain/profile.js';
import { COLUMN_KEYS, FIELD_TYPES } from './profile-shape.js';

export class ProfileFieldResponse {
  @ApiProperty({ example: 'tenant', description: 'The member of `extracted_fields`.' })
  key: string;
  @ApiProperty({ example: 'Tenant' })
  label: string;
  @ApiProperty({ enum: FIELD_TYPES, example: 'text' })
  type: FieldType;
  @ApiProperty({ type: String, nullable: true, example: 'Who rents.' })
  description: string | null;
  @ApiProperty({ example: true })
  required: boolean;
  @ApiProperty({ type: [String], example: ['Renter'] })
  aliases: string[];
}

export class LineItemColumnResponse {
  @ApiProperty({ enum: COLUMN_KEYS, example: 'description' })
  key: LineItemColumn['key'];
  @ApiProperty({ example: 'Service' })
  label: string;
  @ApiProperty({ type: String, nullable: true, example: null })
  description: string | null;
  @ApiProperty({ type: [String], example: ['Leistung'] })
  aliases: string[];
}

export class ProfileResponse {
  @ApiProperty({ type: 'integer', example: 101 })
  id: number;
  @ApiProperty({ example: 'Rental contract' })
  name: string;
  @ApiProperty({ type: String, nullable: true, example: 'Contracts of flats.' })
  description: string | null;
  @ApiProperty({ example: false, description: 'It can be neither changed nor deleted.' })
  built_in: boolean;
  @ApiProperty({ type: [ProfileFieldResponse] })
  fields: ProfileFieldResponse[];
  @ApiProperty({ type: [LineItemColumnResponse] })
  line_item_columns: LineItemColumnResponse[];
  @ApiProperty({ type: 'integer', example: 1, description: 'Also as `ETag`.' })
  version: number;
  @ApiProperty({ format: 'date-time', example: '2026-01-15T09:30:00.000Z' })
  created_at: string;
  @ApiProperty({ format: 'date-time', example: '2026-01-15T09:30:00.000Z' })
  updated_at: string;

  static from(profile: Profile): ProfileResponse {
    return {
      id: profile.id,
      name: profile.name,
      description: profile.description,
      built_in: profile.builtIn,
      fields: profile.fields.map((field) => ({
        key: field.key,
        label: field.label,
        type: field.type,
        description: field.description,
        required: field.required,
        aliases: field.aliases,
      })),
      line_item_columns: profile.lineItemColumns.map((column) => ({
        key: column.key,
        label: column.label,
        description: column.description,
        aliases: column.aliases,
      })),
      version: profile.version,
      created_at: profile.createdAt.toISOString(),
      updated_at: profile.updatedAt.toISOString(),
    };
  }
}

export class ProfileListResponse extends PageOf(ProfileResponse) {}
