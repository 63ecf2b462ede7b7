import { randomBytes } from 'node:crypto';
import { Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Config } from '../../shared/config/config.js';
import { basePath } from '../../shared/http/base-path.js';
import type { Html } from '../../shared/http/html.js';
import { layout } from '../../shared/http/layout.js';
import { Page } from '../../shared/http/page-route.js';
import { readForm } from '../../shared/http/read-form.js';
import { DomainError, type ErrorKind } from '../../shared/kernel/domain-error.js';
import { AuthenticateSession } from '../application/authenticate-session.js';
import { LogIn } from '../application/log-in.js';
import { LogOut } from '../application/log-out.js';
import { localPath } from './local-path.js';
import { loginForm, signedIn } from './login-page.js';
import { readCookie } from './read-cookie.js';
import { refuseForgery } from './request-forgery.js';
import { cookieOptions, SESSION_COOKIE } from './session-cookie.js';

/** Before there is a session, the form is tied to the browser by a cookie with the same random value. */
const FORM_COOKIE = 'recordengine_login';

const STATUS: Partial<Record<ErrorKind, number>> = { throttled: 429, forbidden: 403 };

@Controller()
export class LoginController {
  private readonly basePath: string;

  constructor(
    private readonly config: Config,
    private readonly logIn: LogIn,
    private readonly logOut: LogOut,
    private readonly authenticateSession: AuthenticateSession,
  ) {
    this.basePath = basePath(config);
  }

  @Get('login')
  @Page('public')
  async form(
    @Req() request: Request,
    @Res() response: Response,
    @Query('next') given: string | string[] | undefined,
  ): Promise<void> {
    const next = typeof given === 'string' ? localPath(given) : undefined;
    const id = readCookie(request, SESSION_COOKIE);
    const session = id === undefined ? undefined : await this.authenticateSession.execute(id);
    if (!session) return this.showForm(request, response, next);
    const body = signedIn({ tokenName: session.token.name, basePath: this.basePath, next });
    this.show(response, 200, 'Signed in', body, session.csrfToken);
  }

  @Post('login')
  @Page('public')
  async open(@Req() request: Request, @Res() response: Response): Promise<void> {
    const form = await readForm(request);
    const next = localPath(form.get('next'));
    try {
      refuseForgery(request, this.config, {
        expected: readCookie(request, FORM_COOKIE),
        given: form.get('form_token'),
      });
      const { sessionId, expiresAt } = await this.logIn.execute({
        secret: form.get('token')?.trim() ?? '',
        address: request.ip ?? '',
        previousSessionId: readCookie(request, SESSION_COOKIE),
      });
      const options = cookieOptions(this.config);
      response.cookie(SESSION_COOKIE, sessionId, { ...options, expires: expiresAt });
      response.clearCookie(FORM_COOKIE, options);
      response.redirect(303, `${this.basePath}${next ?? '/login'}`);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.showForm(request, response, next, error);
    }
  }

  @Post('logout')
  @Page('public')
  async close(@Req() request: Request, @Res() response: Response): Promise<void> {
    const id = readCookie(request, SESSION_COOKIE);
    const session = id === undefined ? undefined : await this.authenticateSession.execute(id);
    if (id !== undefined && session) {
      const given = (await readForm(request)).get('csrf_token');
      refuseForgery(request, this.config, { expected: session.csrfToken, given });
      await this.logOut.execute(id);
    }
    response.clearCookie(SESSION_COOKIE, cookieOptions(this.config));
    response.redirect(303, `${this.basePath}/login`);
  }

  private showForm(
    request: Request,
    response: Response,
    next: string | undefined,
    problem?: DomainError,
  ): void {
    // The one there is, so that a second tab does not make the form of the first one worthless.
    const formToken = readCookie(request, FORM_COOKIE) ?? randomBytes(32).toString('base64url');
    response.cookie(FORM_COOKIE, formToken, cookieOptions(this.config));
    const { retryAfterSeconds } = problem?.detail ?? {};
    if (retryAfterSeconds !== undefined) response.setHeader('Retry-After', retryAfterSeconds);
    const status = problem ? (STATUS[problem.kind] ?? 401) : 200;
    if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer realm="RecordEngine"');
    const body = loginForm({
      basePath: this.basePath,
      formToken,
      next,
      ...(problem && { problem: problem.message }),
    });
    this.show(response, status, 'Sign in', body);
  }

  private show(response: Response, status: number, title: string, body: Html, csrfToken?: string): void {
    response
      .status(status)
      .setHeader('Cache-Control', 'no-store')
      .type('html')
      .send(layout({ title, basePath: this.basePath, body, csrfToken }));
  }
}
