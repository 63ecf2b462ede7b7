import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { JsonBody } from './json-body.js';

/** The `JsonBody` of a request whose body is a bare JSON value rather than members to be validated. */
export const ExactBody = createParamDecorator((_: unknown, context: ExecutionContext): JsonBody =>
  JsonBody.require(context.switchToHttp().getRequest<Request>()),
);
