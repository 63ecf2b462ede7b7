import { ApiProperty } from '@nestjs/swagger';
import { SCOPES, type Scope } from '../../shared/kernel/caller.js';

class MeUserResponse {
  @ApiProperty({ type: 'integer', example: 3 })
  id: number;
  @ApiProperty({ example: 'anna@example.com' })
  email: string;
  @ApiProperty({ example: 'Anna' })
  name: string;
  @ApiProperty({ enum: ['viewer', 'reviewer', 'admin'] })
  role: string;
}

export class MeResponse {
  @ApiProperty({ type: MeUserResponse, nullable: true })
  user: MeUserResponse | null;
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
