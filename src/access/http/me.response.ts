import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { SCOPES, type Scope } from '../../shared/kernel/caller.js';

const USER = {
  type: 'object',
  nullable: true,
  required: ['id', 'email', 'name', 'role'],
  selfRequired: true,
  properties: {
    id: { type: 'integer', example: 3 },
    email: { type: 'string', example: 'anna@example.com' },
    name: { type: 'string', example: 'Anna' },
    role: { type: 'string', enum: ['viewer', 'reviewer', 'admin'], example: 'reviewer' },
  },
} as const satisfies ApiPropertyOptions;

export class MeResponse {
  @ApiProperty(USER)
  user: { id: number; email: string; name: string; role: string } | null;
  @ApiProperty({ type: String, nullable: true, example: 'bootstrap' })
  token_name: string | null;
  @ApiProperty({ enum: SCOPES, isArray: true, example: ['read', 'write', 'export'] })
  scopes: Scope[];
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Of a session: what its writes send as `X-CSRF-Token`.',
  })
  csrf_token: string | null;
}
