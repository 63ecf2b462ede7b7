import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../shared/http/page.js';
import { SCOPES, type Scope } from '../../shared/kernel/caller.js';
import type { ApiTokenView } from '../application/api-token.queries.js';

const TIME = { format: 'date-time', example: '2026-01-15T09:30:00.000Z' };

export class ApiTokenResponse {
  @ApiProperty({ type: 'integer', example: 2 })
  id: number;
  @ApiProperty({ example: 'zapier' })
  name: string;
  @ApiProperty({ enum: SCOPES, isArray: true, example: ['read', 'write', 'export'] })
  scopes: Scope[];
  @ApiProperty({ type: String, nullable: true, ...TIME, description: 'Null: never.' })
  expires_at: string | null;
  @ApiProperty({ type: String, nullable: true, ...TIME, description: 'To the minute. Null: not yet.' })
  last_used_at: string | null;
  @ApiProperty(TIME)
  created_at: string;

  static from(view: ApiTokenView): ApiTokenResponse {
    return {
      id: view.id,
      name: view.name,
      scopes: [...view.scopes],
      expires_at: view.expiresAt?.toISOString() ?? null,
      last_used_at: view.lastUsedAt?.toISOString() ?? null,
      created_at: view.createdAt.toISOString(),
    };
  }
}

export class ApiTokenWithSecretResponse extends ApiTokenResponse {
  @ApiProperty({
    pattern: '^re_[0-9a-f]{40}$',
    example: 're_5d0c3f9be1a24c07865d2e4fa1b3c89d70e6f214',
    description: 'The token itself. Only its hash is kept: it is shown this once.',
  })
  token: string;

  static withSecret(view: ApiTokenView, token: string): ApiTokenWithSecretResponse {
    return { ...ApiTokenResponse.from(view), token };
  }
}

export class ApiTokenListResponse extends PageOf(ApiTokenResponse) {}
