import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../shared/http/current-caller.js';
import { CurrentSession, type Session } from '../../shared/http/current-session.js';
import { RequireScope } from '../../shared/http/require-scope.js';
import type { Caller } from '../../shared/kernel/caller.js';
import { ApiTokenQueries } from '../application/api-token.queries.js';
import { MeResponse } from './me.response.js';

@ApiTags('Users')
@Controller('api/me')
export class MeController {
  constructor(private readonly tokens: ApiTokenQueries) {}

  @Get()
  @RequireScope('read')
  @ApiOperation({ operationId: 'getMe', summary: 'Who is asking, and what they may do' })
  @ApiOkResponse({ type: MeResponse })
  async get(
    @CurrentCaller() caller: Caller,
    @CurrentSession() session: Session | undefined,
  ): Promise<MeResponse> {
    const { name } = await this.tokens.get(caller.tokenId);
    return {
      user: null,
      token_name: name,
      scopes: [...caller.scopes],
      csrf_token: session?.csrfToken ?? null,
    };
  }
}
