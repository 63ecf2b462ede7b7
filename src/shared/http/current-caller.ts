import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Caller } from '../kernel/caller.js';

const callers = new WeakMap<Request, Caller>();

export function setCaller(request: Request, caller: Caller): void {
  callers.set(request, caller);
}

/** Undefined on a route that needs no token. */
export function callerOf(request: Request): Caller | undefined {
  return callers.get(request);
}

/** Who sent this request; set by the guard before any handler runs. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const caller = callers.get(context.switchToHttp().getRequest<Request>());
  if (!caller) throw new Error('A handler that asks for its caller must be behind @RequireScope()');
  return caller;
});
