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
import { UserQueries } from '../application/user.queries.js';
import { accountPage } from './account-page.js';
import { CurrentUserId } from './current-user-id.js';
import { readCookie } from './read-cookie.js';
import { cookieOptions, SESSION_COOKIE } from './session-cookie.js';

@Controller('account')
export class AccountController {
  private readonly basePath: string;

  constructor(
    private readonly users: UserQueries,
    private readonly changeOwnPassword: ChangeOwnPassword,
    private readonly config: Config,
  ) {
    this.basePath = basePath(config);
  }

  @Get()
  @Page('read')
  async show(
    @CurrentUserId() userId: number,
    @CurrentSession() session: Session,
    @Query('changed') changed: string | undefined,
    @Res() response: Response,
  ): Promise<void> {
    await this.answer(response, userId, session, { isChanged: changed !== undefined });
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
      return this.answer(response, userId, session, { problem: 'The two new passwords differ.' });
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
      await this.answer(response, userId, session, { problem: error.message });
    }
  }

  private async answer(
    response: Response,
    userId: number,
    { csrfToken }: Session,
    { isChanged = false, problem }: { isChanged?: boolean; problem?: string },
  ): Promise<void> {
    const { email } = await this.users.get(userId);
    const body = accountPage({
      basePath: this.basePath,
      csrfToken,
      email,
      isChanged,
      ...(problem !== undefined && { problem }),
    });
    response.status(problem === undefined ? 200 : 422);
    sendPage(response, { title: 'Your account', basePath: this.basePath, body, csrfToken });
  }
}
