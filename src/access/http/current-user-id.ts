import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { callerOf } from '../../shared/http/current-caller.js';
import { userRequired } from '../domain/user-errors.js';

/** The user in whose session this is. @throws user_required for an API token, and for a session that stands for one */
export const CurrentUserId = createParamDecorator((_: unknown, context: ExecutionContext): number => {
  const userId = callerOf(context.switchToHttp().getRequest<Request>())?.holder.userId;
  if (userId === undefined) throw userRequired();
  return userId;
});
