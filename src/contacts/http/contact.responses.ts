import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../shared/http/page.js';
import { CONTACT_TYPES, type Contact, type ContactType } from '../domain/contact.js';

export class ContactResponse {
  @ApiProperty({ type: 'integer', example: 5 })
  id: number;
  @ApiProperty({ example: 'Acme Corporation' })
  name: string;
  @ApiProperty({ enum: CONTACT_TYPES, example: 'Client' })
  type: ContactType;
  @ApiProperty({ type: String, nullable: true, example: 'billing@acme.example' })
  email: string | null;
  @ApiProperty({ type: String, nullable: true, example: '+1 555 0100' })
  phone: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'Invoices only with a PO number.' })
  notes: string | null;
  @ApiProperty({ type: 'integer', nullable: true, example: null })
  parent_id: number | null;
  @ApiProperty({ type: 'integer', nullable: true, example: 1 })
  default_profile_id: number | null;
  @ApiProperty({ format: 'date-time', example: '2026-01-15T09:30:00.000Z' })
  created_at: string;
  @ApiProperty({ format: 'date-time', example: '2026-01-15T09:30:00.000Z' })
  updated_at: string;

  static from(contact: Contact): ContactResponse {
    return {
      id: contact.id,
      name: contact.name,
      type: contact.type,
      email: contact.email,
      phone: contact.phone,
      notes: contact.notes,
      parent_id: contact.parentId,
      default_profile_id: contact.defaultProfileId,
      created_at: contact.createdAt.toISOString(),
      updated_at: contact.updatedAt.toISOString(),
    };
  }
}

export class ContactListResponse extends PageOf(ContactResponse) {}
