import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { Config } from '../../shared/config/config.js';
import { setCaller } from '../../shared/http/current-caller.js';
import { setSession } from '../../shared/http/current-session.js';
import { readForm } from '../../shared/http/read-form.js';
import { REQUIRED_SCOPE } from '../../shared/http/require-scope.js';
import { allows } from '../../shared/kernel/allows.js';
import type { Scope } from '../../shared/kernel/caller.js';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { AuthenticateSession } from '../application/authenticate-session.js';
import { AuthenticateToken } from '../application/authenticate-token.js';
import { RequestRate } from '../application/request-rate.js';
import { actorOfOwner, holderOf, scopesOfOwner, type SessionOwner } from '../domain/session.js';
import { readCookie } from './read-cookie.js';
import { refuseForgery } from './request-forgery.js';
import { SESSION_COOKIE } from './session-cookie.js';

const SAFE_METHODS = ['GET', 'HEAD'];

/** Before every handler: who is asking, and may they? A route that does not say whom it is for is closed. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticateToken: AuthenticateToken,
    private readonly authenticateSession: AuthenticateSession,
    private readonly requestRate: RequestRate,
    private readonly config: Config,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const required = this.reflector.getAllAndOverride<Scope | 'public' | undefined>(REQUIRED_SCOPE, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (required === 'public') return true;
    if (required === undefined) throw new DomainError('forbidden', 'route_closed', 'This route is not open.');

    const request = context.switchToHttp().getRequest<Request>();
    const secret = apiToken(request);
    const owner =
      secret === undefined
        ? await this.fromSession(request, context.switchToHttp().getResponse<Response>())
        : { token: await this.authenticateToken.execute(secret, request.ip ?? '') };
    const caller = { holder: holderOf(owner), actor: actorOfOwner(owner), scopes: scopesOfOwner(owner) };
    await this.requestRate.count(caller.holder);
    setCaller(request, caller);
    if (allows(caller.scopes, required)) return true;
    const has = caller.scopes.join(', ') || 'none';
    throw new DomainError(
      'forbidden',
      'missing_scope',
      owner.user
        ? `This needs the scope ${required}; a ${owner.user.role} has ${has}.`
        : `This needs a token with the scope ${required}; this one has ${has}.`,
    );
  }

  private async fromSession(request: Request, response: Response): Promise<SessionOwner> {
    const id = readCookie(request, SESSION_COOKIE);
    const session = id === undefined ? undefined : await this.authenticateSession.execute(id);
    if (!session) {
      throw new DomainError(
        'unauthenticated',
        'unauthenticated',
        'This needs an API token: send the header "Authorization: Bearer re_…" (or "X-API-Key: re_…").',
      );
    }
    response.setHeader('Cache-Control', 'no-store'); // a shared browser must not show it after the logout
    if (!SAFE_METHODS.includes(request.method)) {
      const given = request.get('x-csrf-token') ?? (await readForm(request)).get('csrf_token');
      refuseForgery(request, this.config, { expected: session.csrfToken, given });
    }
    setSession(request, { id: session.id, csrfToken: session.csrfToken });
    return session.owner;
  }
}

/** The token as it was sent, whatever it looks like. Other schemes are not for us: a proxy in front may use Basic. */
function apiToken(request: Request): string | undefined {
  const bearer = /^Bearer\b *(.*)$/i.exec(request.get('authorization') ?? '')?.[1];
  return bearer ?? request.get('x-api-key');
}
