import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { CookieOptions, Request, Response } from 'express';
import { Config } from '../../shared/config/config.js';
import { Page } from '../../shared/http/page-route.js';
import { Clock } from '../../shared/kernel/clock.js';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { SecretBox } from '../../shared/kernel/secret-box.js';
import { IdentityProvider, type IdentityChecks } from '../application/identity-provider.js';
import { LogInWithIdentity } from '../application/log-in-with-identity.js';
import { localPath } from './local-path.js';
import { LoginForm } from './login-form.js';
import { cookieNames, readCookie } from './read-cookie.js';
import { cookieOptions } from './session-cookie.js';
import { visitOf } from './visit-of.js';

const COOKIE_PREFIX = 'recordengine_oidc_';
/** Logins that are begun in one browser, in several tabs: with more, the oldest is forgotten. */
const MOST_BEGUN = 5;
const SEALED = /^v1(\.[\w-]+){3}$/;
/** For a login at the provider, with a second factor that has to be looked for. */
const LASTS_MS = 10 * 60_000;

interface Begun {
  checks: IdentityChecks;
  next: string | undefined;
  until: number;
}

/**
 * To the identity provider and back. What was asked is in a sealed cookie: only the browser that was sent there can
 * come back, to any process. Each login has a cookie of its own, so that two tabs may be there at one time.
 */
@Controller('login/oidc')
export class OidcLoginController {
  constructor(
    private readonly config: Config,
    private readonly loginForm: LoginForm,
    private readonly provider: IdentityProvider,
    private readonly logInWithIdentity: LogInWithIdentity,
    private readonly secretBox: SecretBox,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Page('public')
  async begin(
    @Req() request: Request,
    @Res() response: Response,
    @Query('next') given: string | string[] | undefined,
  ): Promise<void> {
    const next = typeof given === 'string' ? localPath(given) : undefined;
    response.setHeader('Cache-Control', 'no-store');
    try {
      const { url, checks } = await this.provider.begin();
      const begun: Begun = { checks, next, until: this.clock.now().getTime() + LASTS_MS };
      const older = cookieNames(request, COOKIE_PREFIX).slice(0, -(MOST_BEGUN - 1));
      for (const name of older) response.clearCookie(name, this.options());
      response.cookie(cookieOf(checks.state), this.secretBox.seal(JSON.stringify(begun)), {
        ...this.options(),
        maxAge: LASTS_MS,
      });
      response.redirect(303, url);
    } catch (error) {
      this.showProblem(request, response, next, error);
    }
  }

  @Get('callback')
  @Page('public')
  async finish(
    @Req() request: Request,
    @Res() response: Response,
    @Query('state') state: string | string[] | undefined,
  ): Promise<void> {
    const name = cookieOf(typeof state === 'string' ? state : '');
    const begun = this.begun(request, name);
    response.clearCookie(name, this.options());
    try {
      const query = /\?.*$/.exec(request.originalUrl)?.[0] ?? '';
      const checks = begun?.checks ?? { state: '', nonce: '', verifier: '' };
      const opened = await this.logInWithIdentity.execute(query, checks, visitOf(request));
      this.loginForm.finish(response, opened, begun?.next);
    } catch (error) {
      this.showProblem(request, response, begun?.next, error);
    }
  }

  private begun(request: Request, name: string): Begun | undefined {
    const sealed = readCookie(request, name, SEALED);
    if (sealed === undefined) return undefined;
    try {
      const begun = JSON.parse(this.secretBox.open(sealed)) as Begun;
      return begun.until > this.clock.now().getTime() ? begun : undefined;
    } catch {
      return undefined; // of another key
    }
  }

  private showProblem(request: Request, response: Response, next: string | undefined, error: unknown): void {
    if (!(error instanceof DomainError) || error.kind === 'not-found') throw error;
    this.loginForm.show(request, response, next, { problem: error });
  }

  private options(): CookieOptions {
    return { ...cookieOptions(this.config), path: `${this.loginForm.basePath}/login/oidc` };
  }
}

/** Enough of the state to tell tabs apart; the whole of it is in the cookie. Anything else could break the header. */
const cookieOf = (state: string): string => COOKIE_PREFIX + state.replaceAll(/[^\w-]/g, '').slice(0, 16);
