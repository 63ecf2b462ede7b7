import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Config } from '../../shared/config/config.js';
import { CurrentCaller } from '../../shared/http/current-caller.js';
import { CurrentSession, type Session } from '../../shared/http/current-session.js';
import { SecretMembers } from '../../shared/http/idempotency.js';
import { answerPage, PageRequest } from '../../shared/http/page.js';
import { ProblemResponse } from '../../shared/http/problem.response.js';
import { RequireScope } from '../../shared/http/require-scope.js';
import type { Caller } from '../../shared/kernel/caller.js';
import { ApiTokenQueries } from '../application/api-token.queries.js';
import { ChangeOwnPassword } from '../application/change-own-password.js';
import { ListOwnSessions } from '../application/list-own-sessions.js';
import { RevokeOwnSession } from '../application/revoke-own-session.js';
import { UserQueries } from '../application/user.queries.js';
import type { Initiator } from '../domain/access-event.js';
import { CurrentInitiator } from './current-initiator.js';
import { CurrentUserId } from './current-user-id.js';
import { readCookie } from './read-cookie.js';
import { cookieOptions, SESSION_COOKIE } from './session-cookie.js';
import { ChangeOwnPasswordRequest } from './user.requests.js';
import { MeResponse, SessionListResponse, SessionResponse } from './user.responses.js';

/** Whoever asks, about themselves. Every role may `read`. */
@ApiTags('Me')
@Controller('api/me')
@RequireScope('read')
export class MeController {
  constructor(
    private readonly users: UserQueries,
    private readonly tokens: ApiTokenQueries,
    private readonly changeOwnPassword: ChangeOwnPassword,
    private readonly listOwnSessions: ListOwnSessions,
    private readonly revokeOwnSession: RevokeOwnSession,
    private readonly config: Config,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'getMe', summary: 'Who am I, and what may I do?' })
  @ApiOkResponse({ type: MeResponse })
  async get(
    @CurrentCaller() { holder, scopes }: Caller,
    @CurrentSession() session: Session | undefined,
  ): Promise<MeResponse> {
    const user = holder.userId === undefined ? undefined : await this.users.get(holder.userId);
    const token = holder.tokenId === undefined ? undefined : await this.tokens.get(holder.tokenId);
    return {
      user: user ? { id: user.id, email: user.email, name: user.name, role: user.role } : null,
      token_name: token?.name ?? null,
      scopes: [...scopes],
      csrf_token: session?.csrfToken ?? null,
    };
  }

  @Post('password')
  @HttpCode(204)
  @SecretMembers('current_password', 'new_password')
  @ApiOperation({
    operationId: 'changeOwnPassword',
    summary: 'Change your password',
    description:
      'In the session of a user. All other sessions of the user are over, and the cookie of this one is another. ' +
      'Attempts are throttled like logins.',
  })
  @ApiNoContentResponse()
  @ApiResponse({
    status: 422,
    description: 'A member is not valid: `validation_failed`, `wrong_password`, `password_refused`.',
    type: ProblemResponse,
  })
  async changePassword(
    @Body() body: ChangeOwnPasswordRequest,
    @CurrentUserId() userId: number,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    const { secret, expiresAt } = await this.changeOwnPassword.execute({
      userId,
      secret: readCookie(request, SESSION_COOKIE) ?? '',
      currentPassword: body.current_password,
      newPassword: body.new_password,
      address: request.ip ?? '',
    });
    response.cookie(SESSION_COOKIE, secret, { ...cookieOptions(this.config), expires: expiresAt });
  }

  @Get('sessions')
  @ApiOperation({
    operationId: 'listOwnSessions',
    summary: 'Where you are signed in, newest first',
    description: 'In the session of a user.',
  })
  @ApiOkResponse({ type: SessionListResponse })
  @ApiResponse({
    status: 422,
    description: 'A parameter is not valid; `invalid_cursor`.',
    type: ProblemResponse,
  })
  async sessions(
    @Query() query: PageRequest,
    @CurrentUserId() userId: number,
    @CurrentSession() session: Session | undefined,
    @Req() request: Request,
  ): Promise<SessionListResponse> {
    const [before] = query.after('uuid') ?? [];
    const found = await this.listOwnSessions.execute(userId, query.limit + 1, before);
    return answerPage(
      { request, config: this.config, query },
      found,
      (view) => [view.id],
      (view) => SessionResponse.from(view, session?.id),
    );
  }

  @Delete('sessions/:id')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'revokeOwnSession',
    summary: 'End a session of yours',
    description: 'In the session of a user; it may be this one.',
  })
  @ApiParam({ name: 'id', type: String, format: 'uuid' })
  @ApiNoContentResponse()
  @ApiResponse({ status: 404, description: 'You have no such session.', type: ProblemResponse })
  async revoke(
    @Param('id') id: string,
    @CurrentUserId() userId: number,
    @CurrentInitiator() by: Initiator,
  ): Promise<void> {
    await this.revokeOwnSession.execute(userId, id, by);
  }
}
