import type { NextFunction, Request, Response } from 'express';
import { DomainError } from '../kernel/domain-error.js';

const PREFIX = '/api/';
/** The console of the API, whose address may end either way. */
const CONSOLE = '/api/docs/';

/**
 * Express takes `/a/` for `/a`. Where the last part of a path is a name of the caller's, that name may be empty by
 * mistake, and `DELETE …/external_refs/` would clear all systems instead of one. Clients that normalise addresses make
 * such paths of the names `.` and `..`, too: `DELETE …/{id}/external_refs/..` arrives as `DELETE …/{id}/`. It is no
 * 404, which a client that deletes would take for done.
 */
export function refuseTrailingSlash(request: Request, _response: Response, next: NextFunction): void {
  const path = request.path.toLowerCase(); // routes do not mind case
  if (!path.startsWith(PREFIX) || !path.endsWith('/') || path === PREFIX || path === CONSOLE) {
    next();
    return;
  }
  const what = /\/external_refs\/$/.test(path)
    ? 'Name the system behind external_refs/; for all of external_refs, leave the slash out.'
    : 'Leave the slash out. If a name should follow it, that name is empty, "." or "..".';
  next(new DomainError('malformed', 'trailing_slash', `The path ends with a slash. ${what}`));
}
