import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { PageOf, PageRequest } from '../../shared/http/page.js';
import type { AccessEventView } from '../application/access-event.queries.js';
import { ACCESS_EVENTS, type AccessEventKind } from '../domain/access-event.js';

export class ListAccessEventsRequest extends PageRequest {
  @ApiPropertyOptional({ enum: ACCESS_EVENTS })
  @IsOptional()
  @IsIn(ACCESS_EVENTS)
  what?: AccessEventKind;
}

export class AccessEventResponse {
  @ApiProperty({ type: 'integer', format: 'int64', example: 4711 })
  id: number;
  @ApiProperty({ format: 'date-time', example: '2026-01-15T09:30:00.000Z' })
  at: string;
  @ApiProperty({
    example: 'user:1 (admin@localhost)',
    description:
      'As in a document’s history; `anonymous` before a login, `system` and `cli` on the machine itself.',
  })
  actor: string;
  @ApiProperty({ enum: ACCESS_EVENTS, example: 'user_changed' })
  what: AccessEventKind;
  @ApiProperty({ example: 'user:5 (ann@example.com)', description: 'Whom or what it is about.' })
  subject: string;
  @ApiProperty({ type: String, nullable: true, example: 'role viewer -> reviewer' })
  detail: string | null;
  @ApiProperty({ type: String, nullable: true, example: '192.0.2.7', description: 'Where it came from.' })
  address: string | null;

  static from(view: AccessEventView): AccessEventResponse {
    return {
      id: view.id,
      at: view.at.toISOString(),
      actor: view.actor,
      what: view.what,
      subject: view.subject,
      detail: view.detail,
      address: view.address,
    };
  }
}

export class AccessEventListResponse extends PageOf(AccessEventResponse) {}
