import type { CookieOptions } from 'express';
import type { Config } from '../../shared/config/config.js';
import { basePath } from '../../shared/http/base-path.js';

export const SESSION_COOKIE = 'recordengine_session';

/** Lax, so that a link in a CRM opens the page without another login, while forms of other sites come without it. */
export function cookieOptions(config: Config): CookieOptions {
  return {
    httpOnly: true,
    sameSite: 'lax',
    secure: config.publicBaseUrl.startsWith('https:'),
    path: basePath(config) || '/',
  };
}
