import type { Request } from 'express';
import type { Visit } from '../application/open-session.js';
import { readCookie } from './read-cookie.js';
import { SESSION_COOKIE } from './session-cookie.js';

export function visitOf(request: Request): Visit {
  return {
    address: request.ip ?? '',
    // A header may hold what the database does not take.
    userAgent: (request.get('user-agent') ?? '').replace(/[^\x20-\x7e]/g, ''),
    previousSecret: readCookie(request, SESSION_COOKIE),
  };
}
