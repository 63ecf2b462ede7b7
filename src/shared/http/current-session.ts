import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';

/** What a page needs to know of the session that it is shown in. */
export interface Session {
  /** Not what the cookie has. */
  id: string;
  csrfToken: string;
}

const sessions = new WeakMap<Request, Session>();

export function setSession(request: Request, session: Session): void {
  sessions.set(request, session);
}

/**
 * The session of a request that came with the session cookie, else undefined. Every form of a page carries its
 * `csrfToken` in a hidden field `csrf_token`; the guard has checked that of a POST before the handler runs.
 */
export const CurrentSession = createParamDecorator((_: unknown, context: ExecutionContext) =>
  sessions.get(context.switchToHttp().getRequest<Request>()),
);
