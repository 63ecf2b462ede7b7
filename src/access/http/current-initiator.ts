import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { callerOf } from '../../shared/http/current-caller.js';
import type { Initiator } from '../domain/access-event.js';

/** Who sent this request, as access events tell it. */
export const CurrentInitiator = createParamDecorator((_: unknown, context: ExecutionContext): Initiator => {
  const request = context.switchToHttp().getRequest<Request>();
  const caller = callerOf(request);
  if (!caller) throw new Error('A handler that asks for its initiator must be behind @RequireScope()');
  return { actor: caller.actor, address: request.ip ?? null };
});
