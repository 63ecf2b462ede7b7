import { Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Config } from '../../shared/config/config.js';
import { Page } from '../../shared/http/page-route.js';
import { readForm } from '../../shared/http/read-form.js';
import { sendPage } from '../../shared/http/send-page.js';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { AuthenticateSession } from '../application/authenticate-session.js';
import { LogIn } from '../application/log-in.js';
import { LogInWithPassword } from '../application/log-in-with-password.js';
import { LogOut } from '../application/log-out.js';
import { localPath } from './local-path.js';
import { LoginForm } from './login-form.js';
import { signedIn } from './login-page.js';
import { readCookie } from './read-cookie.js';
import { refuseForgery } from './request-forgery.js';
import { cookieOptions, SESSION_COOKIE } from './session-cookie.js';
import { visitOf } from './visit-of.js';

@Controller()
export class LoginController {
  constructor(
    private readonly config: Config,
    private readonly loginForm: LoginForm,
    private readonly logIn: LogIn,
    private readonly logInWithPassword: LogInWithPassword,
    private readonly logOut: LogOut,
    private readonly authenticateSession: AuthenticateSession,
  ) {}

  @Get('login')
  @Page('public')
  async form(
    @Req() request: Request,
    @Res() response: Response,
    @Query('next') given: string | string[] | undefined,
  ): Promise<void> {
    const next = typeof given === 'string' ? localPath(given) : undefined;
    const secret = readCookie(request, SESSION_COOKIE);
    const session = secret === undefined ? undefined : await this.authenticateSession.execute(secret);
    if (!session) return this.loginForm.show(request, response, next);
    const { basePath } = this.loginForm;
    const { user, token } = session.owner;
    const as = user ? `${user.name} (${user.email})` : `the token “${token.name}”`;
    const body = signedIn({ as, isUser: user !== undefined, basePath, next });
    response.setHeader('Cache-Control', 'no-store');
    sendPage(response, { title: 'Signed in', basePath, body, csrfToken: session.csrfToken });
  }

  @Post('login')
  @Page('public')
  async open(@Req() request: Request, @Res() response: Response): Promise<void> {
    const form = await readForm(request);
    const next = localPath(form.get('next'));
    const token = form.get('token')?.trim();
    const email = form.get('email') ?? '';
    try {
      this.loginForm.refuseForgery(request, form.get('form_token'));
      const opened =
        token === undefined
          ? await this.logInWithPassword.execute(
              { email, password: form.get('password') ?? '' },
              visitOf(request),
            )
          : await this.logIn.execute(token, visitOf(request));
      this.loginForm.finish(response, opened, next);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.loginForm.show(request, response, next, {
        problem: error,
        email,
        withToken: token !== undefined,
      });
    }
  }

  @Post('logout')
  @Page('public')
  async close(@Req() request: Request, @Res() response: Response): Promise<void> {
    const secret = readCookie(request, SESSION_COOKIE);
    const session = secret === undefined ? undefined : await this.authenticateSession.execute(secret);
    if (secret !== undefined && session) {
      const given = (await readForm(request)).get('csrf_token');
      refuseForgery(request, this.config, { expected: session.csrfToken, given });
      await this.logOut.execute(secret, request.ip ?? '');
    }
    // A form of another site comes without the cookie, and must not have it cleared.
    if (secret !== undefined) response.clearCookie(SESSION_COOKIE, cookieOptions(this.config));
    response.redirect(303, `${this.loginForm.basePath}/login`);
  }
}
