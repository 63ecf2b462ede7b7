import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../shared/http/page.js';
import type { Folder } from '../domain/folder.js';

export class FolderResponse {
  @ApiProperty({ type: 'integer', example: 12 })
  id: number;
  @ApiProperty({ type: 'integer', example: 5 })
  contact_id: number;
  @ApiProperty({ example: 'Q4 Invoices' })
  name: string;
  @ApiProperty({ format: 'date-time', example: '2026-01-15T09:30:00.000Z' })
  created_at: string;
  @ApiProperty({ format: 'date-time', example: '2026-01-15T09:30:00.000Z' })
  updated_at: string;

  static from(folder: Folder): FolderResponse {
    return {
      id: folder.id,
      contact_id: folder.contactId,
      name: folder.name,
      created_at: folder.createdAt.toISOString(),
      updated_at: folder.updatedAt.toISOString(),
    };
  }
}

export class FolderListResponse extends PageOf(FolderResponse) {}
