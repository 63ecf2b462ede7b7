import type { NextFunction, Request, Response } from 'express';
import { v7 as uuidv7 } from 'uuid';

const ids = new WeakMap<Request, string>();

/** Takes over a well-formed X-Request-Id or makes one, and echoes it. */
export function requestContext(request: Request, response: Response, next: NextFunction): void {
  const given = request.get('x-request-id');
  const id = given !== undefined && /^[\w.:-]{1,128}$/.test(given) ? given : uuidv7();
  ids.set(request, id);
  response.setHeader('X-Request-Id', id);
  next();
}

export function requestId(request: Request): string {
  return ids.get(request) ?? '';
}
