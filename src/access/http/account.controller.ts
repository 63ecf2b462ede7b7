import { Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Config } from '../../shared/config/config.js';
import { basePath } from '../../shared/http/base-path.js';
import { CurrentSession, type Session } from '../../shared/http/current-session.js';
import { Page } from '../../shared/http/page-route.js';
import { readForm } from '../../shared/http/read-form.js';
import { sendPage } from '../../shared/http/send-page.js';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { ChangeOwnPassword } from '../application/change-own-password.js';
import { ListOwnSessions } from '../application/list-own-sessions.js';
import { RevokeOtherSessions } from '../application/revoke-other-sessions.js';
import { RevokeOwnSession } from '../application/revoke-own-session.js';
import { UserQueries } from '../application/user.queries.js';
import type { Initiator } from '../domain/access-event.js';
import { accountPage } from './account-page.js';
import { CurrentInitiator } from './current-initiator.js';
import { CurrentUserId } from './current-user-id.js';
import { readCookie } from './read-cookie.js';
import { cookieOptions, SESSION_COOKIE } from './session-cookie.js';

/** More are rare; the oldest end by themselves, or all together. */
const SHOWN = 50;
const DONE = {
  changed: 'Your password is changed. You are signed out everywhere else.',
  ended: 'The session is ended.',
  'ended-others': 'All other sessions are ended.',
};

@Controller('account')
export class AccountController {
  private readonly basePath: string;

  constructor(
    private readonly users: UserQueries,
    private readonly changeOwnPassword: ChangeOwnPassword,
    private readonly listOwnSessions: ListOwnSessions,
    private readonly revokeOwnSession: RevokeOwnSession,
    private readonly revokeOtherSessions: RevokeOtherSessions,
    private readonly config: Config,
  ) {
    this.basePath = basePath(config);
  }

  @Get()
  @Page('read')
  async show(
    @CurrentUserId() userId: number,
    @CurrentSession() session: Session,
    @Query() query: Record<string, unknown>,
    @Res() response: Response,
  ): Promise<void> {
    const [, done] = Object.entries(DONE).find(([name]) => query[name] !== undefined) ?? [];
    await this.answer(response, userId, session, { done });
  }

  @Post()
  @Page('read')
  async change(
    @CurrentUserId() userId: number,
    @CurrentSession() session: Session,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const form = await readForm(request);
    const newPassword = form.get('new_password') ?? '';
    if (form.get('new_password_again') !== newPassword) {
      return this.answer(response.status(422), userId, session, { problem: 'The two new passwords differ.' });
    }
    try {
      const { secret, expiresAt } = await this.changeOwnPassword.execute({
        userId,
        secret: readCookie(request, SESSION_COOKIE) ?? '',
        currentPassword: form.get('current_password') ?? '',
        newPassword,
        address: request.ip ?? '',
      });
      response.cookie(SESSION_COOKIE, secret, { ...cookieOptions(this.config), expires: expiresAt });
      response.redirect(303, `${this.basePath}/account?changed`);
    } catch (error) {
      if (!(error instanceof DomainError) || !['invalid', 'throttled'].includes(error.kind)) throw error;
      await this.answer(response.status(422), userId, session, { problem: error.message });
    }
  }

  @Post('sessions/end')
  @Page('read')
  async endSession(
    @CurrentUserId() userId: number,
    @CurrentSession() session: Session,
    @CurrentInitiator() by: Initiator,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const id = (await readForm(request)).get('session') ?? '';
    try {
      await this.revokeOwnSession.execute(userId, id, by);
      response.redirect(303, `${this.basePath}/account?ended`);
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind !== 'not-found') throw error;
      await this.answer(response.status(404), userId, session, { problem: 'That session is over already.' });
    }
  }

  @Post('sessions/end-others')
  @Page('read')
  async endOtherSessions(
    @CurrentUserId() userId: number,
    @CurrentInitiator() by: Initiator,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.revokeOtherSessions.execute(userId, readCookie(request, SESSION_COOKIE) ?? '', by);
    response.redirect(303, `${this.basePath}/account?ended-others`);
  }

  /** With the status that is set. */
  private async answer(
    response: Response,
    userId: number,
    { id: sessionId, csrfToken }: Session,
    said: { done?: string | undefined; problem?: string },
  ): Promise<void> {
    const { email } = await this.users.get(userId);
    const found = await this.listOwnSessions.execute(userId, SHOWN + 1, undefined);
    const { basePath } = this;
    const sessions = found.slice(0, SHOWN);
    const hasMore = found.length > SHOWN;
    const body = accountPage({ basePath, csrfToken, email, sessions, hasMore, sessionId, ...said });
    sendPage(response, { title: 'Your account', basePath, body, csrfToken });
  }
}
