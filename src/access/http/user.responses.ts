import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../shared/http/page.js';
import { SCOPES, type Scope } from '../../shared/kernel/caller.js';
import type { SessionView } from '../application/sessions.js';
import type { UserView } from '../application/user.queries.js';
import { USER_ROLES, type UserRole } from '../domain/user.js';

const TIME = { format: 'date-time', example: '2026-01-15T09:30:00.000Z' };

export class UserResponse {
  @ApiProperty({ type: 'integer', example: 5 })
  id: number;
  @ApiProperty({ example: 'ann@example.com' })
  email: string;
  @ApiProperty({ example: 'Ann Smith' })
  name: string;
  @ApiProperty({ enum: USER_ROLES, example: 'reviewer' })
  role: UserRole;
  @ApiProperty({ example: false, description: 'Whether it may not sign in.' })
  disabled: boolean;
  @ApiProperty({ type: String, nullable: true, ...TIME, description: 'Null: not yet.' })
  last_login_at: string | null;
  @ApiProperty(TIME)
  created_at: string;
  @ApiProperty(TIME)
  updated_at: string;

  static from(view: UserView): UserResponse {
    return {
      id: view.id,
      email: view.email,
      name: view.name,
      role: view.role,
      disabled: view.disabled,
      last_login_at: view.lastLoginAt?.toISOString() ?? null,
      created_at: view.createdAt.toISOString(),
      updated_at: view.updatedAt.toISOString(),
    };
  }
}

export class UserListResponse extends PageOf(UserResponse) {}

export class MeResponse {
  @ApiProperty({
    type: 'object',
    nullable: true,
    description: 'Null for an API token, and for a session that stands for one.',
    required: ['id', 'email', 'name', 'role'],
    properties: {
      id: { type: 'integer', example: 5 },
      email: { type: 'string', example: 'ann@example.com' },
      name: { type: 'string', example: 'Ann Smith' },
      role: { type: 'string', enum: [...USER_ROLES], example: 'reviewer' },
    },
    additionalProperties: false,
  })
  user: { id: number; email: string; name: string; role: UserRole } | null;
  @ApiProperty({ type: String, nullable: true, example: null, description: 'Null for a user.' })
  token_name: string | null;
  @ApiProperty({ enum: SCOPES, isArray: true, example: ['read', 'write', 'export'] })
  scopes: Scope[];
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'Uq7oGzKcM4yJ9r0dQhJb1XwV2nTgE5sPaLfIxYkC8mA',
    description:
      'To be sent as `X-CSRF-Token` with whatever changes something in this session. Null without one.',
  })
  csrf_token: string | null;
}

export class SessionResponse {
  @ApiProperty({ format: 'uuid', example: '0199f4c2-6d1e-7c55-b7b0-2f7a3c1f9a10' })
  id: string;
  @ApiProperty({ example: true, description: 'Whether it is the one of this request.' })
  current: boolean;
  @ApiProperty({ example: '192.0.2.7', description: 'Where the login came from.' })
  address: string;
  @ApiProperty({ example: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' })
  user_agent: string;
  @ApiProperty(TIME)
  created_at: string;
  @ApiProperty({ ...TIME, description: 'To the minute.' })
  last_used_at: string;
  @ApiProperty({ ...TIME, description: 'When it ends at the latest.' })
  expires_at: string;

  static from(view: SessionView, currentId: string | undefined): SessionResponse {
    return {
      id: view.id,
      current: view.id === currentId,
      address: view.address,
      user_agent: view.userAgent,
      created_at: view.createdAt.toISOString(),
      last_used_at: view.lastUsedAt.toISOString(),
      expires_at: view.expiresAt.toISOString(),
    };
  }
}

export class SessionListResponse extends PageOf(SessionResponse) {}
