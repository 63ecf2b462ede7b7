import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Config } from '../../shared/config/config.js';
import { basePath } from '../../shared/http/base-path.js';
import { sendPage } from '../../shared/http/send-page.js';
import type { DomainError, ErrorKind } from '../../shared/kernel/domain-error.js';
import { IdentityProvider } from '../application/identity-provider.js';
import type { OpenedSession } from '../application/open-session.js';
import { loginForm } from './login-page.js';
import { readCookie } from './read-cookie.js';
import { refuseForgery } from './request-forgery.js';
import { cookieOptions, SESSION_COOKIE } from './session-cookie.js';

/** Before there is a session, the form is tied to the browser by a cookie with the same random value. */
const FORM_COOKIE = 'recordengine_login';

const STATUS: Partial<Record<ErrorKind, number>> = { throttled: 429, forbidden: 403, unavailable: 503 };

/** The beginning and the end of every way to log in. */
@Injectable()
export class LoginForm {
  readonly basePath: string;

  constructor(
    private readonly config: Config,
    private readonly provider: IdentityProvider,
  ) {
    this.basePath = basePath(config);
  }

  /** @throws csrf_refused */
  refuseForgery(request: Request, given: string | null): void {
    refuseForgery(request, this.config, { expected: readCookie(request, FORM_COOKIE), given });
  }

  /** Gives the browser its session, and sends it on. A second tab may have the form still: its cookie stays. */
  finish(response: Response, { secret, expiresAt }: OpenedSession, next: string | undefined): void {
    response.cookie(SESSION_COOKIE, secret, { ...cookieOptions(this.config), expires: expiresAt });
    response.redirect(303, `${this.basePath}${next ?? '/login'}`);
  }

  show(
    request: Request,
    response: Response,
    next: string | undefined,
    failure?: { problem: DomainError; email?: string; withToken?: boolean },
  ): void {
    // The one there is, so that a second tab does not make the form of the first one worthless.
    const formToken = readCookie(request, FORM_COOKIE) ?? randomBytes(32).toString('base64url');
    response.cookie(FORM_COOKIE, formToken, cookieOptions(this.config));
    const { problem, email = '', withToken = false } = failure ?? {};
    const { retryAfterSeconds } = problem?.detail ?? {};
    if (retryAfterSeconds !== undefined) response.setHeader('Retry-After', retryAfterSeconds);
    const status = problem ? (STATUS[problem.kind] ?? 401) : 200;
    if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer realm="RecordEngine"');
    const body = loginForm({
      basePath: this.basePath,
      formToken,
      next,
      hasProvider: this.provider.isConfigured,
      email,
      withToken,
      ...(problem && { problem: problem.message }),
    });
    response.status(status).setHeader('Cache-Control', 'no-store');
    sendPage(response, { title: 'Sign in', basePath: this.basePath, body });
  }
}
